import type { References } from '../conditions/references.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { hasErrors, problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { planHash } from '../plan/plan-hash.ts';
import { planSegments } from '../plan/plan-segments.ts';
import type { Entry, Plan, ReEntry } from '../plan/plan.ts';
import { lowerCampaigns } from './compile-campaigns.ts';
import { compileContext } from './compile-context.ts';
import type { CompileContext } from './compile-context.ts';
import { DEFAULT_RE_ENTRY_DELAY } from './defaults.ts';
import type { AudienceNode, JourneyDocument, ReEntryPolicy } from './document.ts';

/** What names in a journey stand for. */
export interface CompileOptions {
  readonly catalogue: Catalogue;
  readonly references: References;
}

/**
 * Compiles a valid journey document into its plan (architecture decision 5; rules in `docs/semantics/plans.md`).
 * What can only be seen here, such as an audience that is not there, is reported all at once.
 * @throws AccompanyError `PUBLISH_REFUSED`, with `details.issues`
 */
export function compileJourney(document: JourneyDocument, options: CompileOptions): Plan {
  const context = compileContext(document, options.catalogue, options.references);
  const audience = document.nodes.find((node) => node.kind === 'audience');
  if (audience === undefined) {
    const fix = 'Begin the journey with an audience node.';
    throw refusal(document, [
      problem('AUDIENCE_MISSING', ['nodes'], 'There is no audience node.', fix),
    ]);
  }
  const entry = lowerEntry(context, audience);
  const campaigns = lowerCampaigns(context, audience.id);
  if (hasErrors(context.issues)) throw refusal(document, context.issues);
  const content: Omit<Plan, 'hash'> = {
    format: 1,
    journey: document.id,
    entry,
    reEntry: document.reEntry ? lowerReEntry(document.reEntry) : null,
    exitOnAudienceLoss: document.exitOnAudienceLoss ?? false,
    campaigns,
    segments: planSegments(entry.condition, campaigns),
  };
  return { ...content, hash: planHash(content) };
}

/** The entry condition (PL-20) is what a test of the audience or list resolves to. */
function lowerEntry(context: CompileContext, node: AudienceNode): Entry {
  const { path } = context.graph.nodes.get(node.id)!;
  const { audience, list } = node;
  if (audience !== undefined) {
    const test = { kind: 'audience', audience, member: true } as const;
    const condition = context.condition(test, 'account', [...path, 'audience']);
    return { node: node.id, source: { kind: 'audience', id: audience }, condition };
  }
  if (list !== undefined) {
    const test = { kind: 'list', lists: [list], member: true } as const;
    const condition = context.condition(test, 'account', [...path, 'list']);
    return { node: node.id, source: { kind: 'list', id: list }, condition };
  }
  const fix = 'Name an audience or a list.';
  context.issues.push(
    problem('AUDIENCE_MISSING', path, 'The audience node names no audience.', fix),
  );
  return {
    node: node.id,
    source: { kind: 'audience', id: '' },
    condition: { kind: 'any', of: [] },
  };
}

/** PL-13 */
function lowerReEntry({ from = 'end', delay, limit }: ReEntryPolicy): ReEntry {
  const given = delay ?? DEFAULT_RE_ENTRY_DELAY;
  const [unit, count] =
    'hours' in given ? (['hours', given.hours] as const) : (['days', given.days] as const);
  return { from, delay: { unit, count }, limit: limit ?? null };
}

function refusal(document: JourneyDocument, issues: readonly Issue[]): AccompanyError {
  const [first] = issues;
  const rest = issues.length > 1 ? ` (and ${issues.length - 1} more, see details.issues)` : '';
  return new AccompanyError(
    'PUBLISH_REFUSED',
    `Journey '${document.id}' cannot be compiled. ${first?.message ?? ''} ${first?.fix ?? ''}${rest}`,
    { details: { issues } },
  );
}
