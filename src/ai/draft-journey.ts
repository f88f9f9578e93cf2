import { AccompanyError } from '../kernel/errors.ts';
import { isKeyId } from '../kernel/id.ts';
import { formatIssue } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { needObject } from '../kernel/object-argument.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { journeyJsonSchema, parseJourney } from '../journey/journey-schema.ts';
import { LIMITS } from '../model/limits.ts';
import type { Ai } from '../ports/ai.ts';
import { readDraftAnswer } from './answer-schema.ts';
import { ask, throwIfAborted, unusable } from './ask.ts';
import type { Answer } from './ask.ts';
import { checkOptions } from './check-options.ts';
import { decided } from './decision.ts';
import type { Decided, DecideOptions } from './decision.ts';
import { draftIssues, namesOf, unknownNames } from './draft-names.ts';
import type { DraftContext } from './draft-names.ts';
import { draftTemplate } from './draft-template.ts';

/** Longest brief, in UTF-16 code units (content and AI reference, section 8). */
const BRIEF = 30_000;
/** Greatest length of all texts of a drafted journey together. */
const MOST = 200_000;

/** A journey that somebody still has to look at, change and publish (AI-20 to AI-23). */
export interface DraftDecision extends Decided {
  readonly kind: 'draft';
  /** Has the right form, and may be wrong in any way that `issues` tells. */
  readonly document: JourneyDocument;
  /** Everything that `validateJourney` says of the document. */
  readonly issues: readonly Issue[];
  /** What the brief left open, as far as the library's own template noticed. */
  readonly gaps: readonly string[];
}

type Draft = Pick<DraftDecision, 'document' | 'issues' | 'gaps' | 'confidence' | 'reasons' | 'by'>;

/**
 * Drafts a journey from a brief: with a model that can, its draft; without one, and when it fails, a small template of
 * names that stand in the brief. The document is data: nothing is saved or published by this. It never names
 * what the context does not give, and its id is the context's (AI-20 to AI-23).
 * @throws AccompanyError `INVALID_INPUT` for a brief, context or options that cannot be meant, `TOO_LARGE` for a brief of more than
 *   30,000 characters, `ABORTED` when the host gives up, and whatever `onDecision` throws
 *
 * @example
 * ```ts
 * import { Audience, Journey, conditions, defaultCatalogue } from 'accompany';
 * import { draftJourney } from 'accompany/ai';
 *
 * const { account } = conditions(defaultCatalogue);
 * const { document, issues, by } = await draftJourney(
 *   null,
 *   'Welcome large companies with the intro, and after 5 days send the case study.',
 *   {
 *     id: 'welcome',
 *     catalogue: defaultCatalogue,
 *     definitions: [Audience.accounts('large-companies', account('employees').atLeast(1_000))],
 *     emails: ['case-study', 'intro'],
 *   },
 * );
 * console.log(by, issues.length, document.nodes.map(({ id }) => id).join(' ')); // => builtIn 0 audience send-email-1 wait-1 send-email-2
 * const draft = Journey.of(document);
 * ```
 */
export async function draftJourney(
  ai: Pick<Ai, 'draftJourney'> | null,
  brief: string,
  context: DraftContext,
  options: DecideOptions<DraftDecision> = {},
): Promise<DraftDecision> {
  checkBrief(brief, context);
  checkOptions(options);
  const { most = MOST, signal } = options;
  const about = { brief, names: namesOf(context) };
  let answer: Answer<Draft> | null = null;
  if (ai?.draftJourney !== undefined) {
    answer = await ask(
      {
        ai,
        about: { ...about, schema: journeyJsonSchema() },
        kind: 'draft',
        most,
        call: (request) => ai.draftJourney?.(request),
        read: (given) => readDraft(given, context, most),
      },
      options,
    );
  }
  throwIfAborted(signal);
  return decided<DraftDecision>(
    about,
    {
      kind: 'draft',
      ...(answer?.ok === true ? answer.value : ownDraft(brief, context)),
      notice: answer?.ok === false ? answer.notice : null,
      cached: answer?.ok === true && answer.cached === true,
    },
    options,
  );
}

function readDraft(given: unknown, context: DraftContext, most: number): Answer<Draft> {
  const read = readDraftAnswer(given, most);
  if (!read.ok) return read;
  const { journey, confidence, reasons } = read.value;
  // Only an object can be given the id of the context; a text would bring its own.
  const isObject = typeof journey === 'object' && journey !== null && !Array.isArray(journey);
  const parsed = parseJourney(isObject ? { ...journey, id: context.id } : null);
  if (!parsed.ok) {
    const message = `The model drafted what is no journey: ${formatIssue(parsed.issues[0]!)}`;
    return unusable('AI_INVALID', message, 'Have it keep to request.schema.');
  }
  const document = parsed.value;
  const issues = draftIssues(document, context);
  const [unknown] = unknownNames(issues);
  if (unknown === undefined)
    return { ok: true, value: { document, issues, gaps: [], confidence, reasons, by: 'ai' } };
  const message = `The model drafted a journey that names what is not there: ${formatIssue(unknown)}`;
  return unusable('AI_UNKNOWN_NAME', message, 'Define it first, or have it keep to request.names.');
}

function ownDraft(brief: string, context: DraftContext): Draft {
  const { document, reasons, gaps } = draftTemplate(brief, context);
  const issues = draftIssues(document, context);
  return { document, issues, gaps, confidence: 0, reasons, by: 'builtIn' };
}

function checkBrief(brief: unknown, context: DraftContext): void {
  if (typeof brief !== 'string' || brief.trim() === '')
    throw new AccompanyError('INVALID_INPUT', 'Give the brief as text.', { path: ['brief'] });
  if (brief.length > BRIEF) {
    const advice = `The brief has ${brief.length} characters. Use at most ${BRIEF}.`;
    throw new AccompanyError('TOO_LARGE', advice, { path: ['brief'] });
  }
  needObject(context, 'draftJourney needs { id, catalogue }.', ['context']);
  needObject(context.catalogue, 'Give the catalogue that catalogue(…) returns.', ['catalogue']);
  if (isKeyId(context.id, LIMITS.idLength)) return;
  throw new AccompanyError('INVALID_INPUT', 'Give the draft an id that a journey can have.', {
    path: ['id'],
  });
}
