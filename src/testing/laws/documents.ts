import fc from 'fast-check';
import type { JourneyDocument } from '../../journey/document.ts';
import { Journey } from '../../journey/journey.ts';
import { validateJourney } from '../../journey/validate.ts';
import { formatIssue } from '../../kernel/issue.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { printPlan } from '../../plan/print.ts';
import { printStory } from '../../engine/explain.ts';
import { renderMermaid } from '../../render/mermaid.ts';
import { renderSvg } from '../../render/svg.ts';
import { checkSame, checkThat } from '../check.ts';
import { documentLaw, historyLaw } from './law.ts';
import type { Law } from './law.ts';
import { planOf, referencesOf } from './subject.ts';
import type { LawSubject } from './subject.ts';
import { runTrial } from './trial.ts';

/** PL-31, PL-40, PL-42 */
export const COMPILE_IS_DETERMINISTIC: Law = documentLaw({
  name: 'compile is deterministic',
  statement:
    'A journey compiles to the same plan every time and in whatever order its nodes stand.',
  rules: ['PL-31', 'PL-40', 'PL-42'],
  cases: shuffled,
  holds(subject, document) {
    const before = JSON.stringify(document);
    const plan = planOf(subject);
    checkSame(planOf(subject), plan, 'the plan of a second compilation');
    checkSame(planOf(subject, document), plan, 'the plan of the nodes in another order');
    checkThat(JSON.stringify(document) === before, 'compiling has changed the document');
  },
});

/** JD and PL pages: documents are plain JSON. */
export const JOURNEY_ROUND_TRIPS: Law = documentLaw({
  name: 'journey JSON round-trips',
  statement:
    'A journey written as JSON and read again is the same journey with the same issues and the same plan.',
  rules: ['PL-40'],
  cases: shuffled,
  holds(subject, document) {
    const read = Journey.fromJSON(JSON.stringify(document)).document;
    checkSame(read, document, 'the document that was read');
    checkSame(Journey.fromJSON(read).document, document, 'the document that was read as a value');
    checkSame(issuesOf(subject, read), issuesOf(subject, document), 'the issues');
    checkThat(
      planOf(subject, read).hash === planOf(subject, document).hash,
      'the plan has another hash',
    );
  },
});

/** Whatever is wrong with a document, people must be able to look at it. */
export const DRAWING_NEVER_THROWS: Law = documentLaw({
  name: 'drawing never throws',
  statement:
    'A journey can be checked and drawn at any time, also while nodes are missing or lead nowhere.',
  cases: damaged,
  holds(subject, document) {
    for (const issue of issuesOf(subject, document))
      checkThat(issue.length > 0, 'an issue without text');
    checkThat(renderMermaid(document).length > 0, 'an empty Mermaid diagram');
    checkThat(renderSvg(document).startsWith('<svg'), 'no SVG picture');
  },
});

/** EN-65, PL-61 */
export const PRINTING_NEVER_THROWS: Law = historyLaw({
  name: 'printing never throws',
  statement:
    'The plan can be printed, and the story of every account can be told, whatever has happened.',
  rules: ['EN-65', 'PL-61'],
  async holds(subject, history) {
    const { id } = subject.journey;
    checkThat(
      printPlan(planOf(subject)).includes(id),
      'the printed plan does not name the journey',
    );
    const accounts = new Set(
      history.moments.flatMap(({ input }) => (input.accounts ?? []).map((account) => account.id)),
    );
    await runTrial(subject, history, {
      atEnd: async (engine) => {
        for (const account of ['nobody', ...accounts]) {
          const story = printStory(await engine.explain({ journey: id, account }));
          checkThat(story.includes(account), `the story of ${account} does not name it`);
        }
      },
    });
  },
});

function issuesOf(subject: LawSubject, document: JourneyDocument): readonly string[] {
  const context = { catalogue: subject.catalogue as Catalogue, references: referencesOf(subject) };
  return validateJourney(document, context).map(formatIssue);
}

/** The nodes behind the audience node in any order. */
function shuffled({ journey: { document } }: LawSubject): fc.Arbitrary<JourneyDocument> {
  const [first, ...rest] = document.nodes;
  if (first === undefined) return fc.constant(document);
  const order = fc.shuffledSubarray(rest, { minLength: rest.length, maxLength: rest.length });
  return order.map((nodes) => ({ ...document, nodes: [first, ...nodes] }));
}

/** Any of the nodes, in any order. */
function damaged({ journey: { document } }: LawSubject): fc.Arbitrary<JourneyDocument> {
  return fc.shuffledSubarray([...document.nodes]).map((nodes) => ({ ...document, nodes }));
}
