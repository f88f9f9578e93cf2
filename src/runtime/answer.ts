import { perform } from './act.ts';
import type { AccountDraft } from './draft.ts';
import { joinIds } from './effect.ts';
import type { AnswerInput, PersonAnswer } from './input.ts';
import type { AttributeChanges } from '../model/value.ts';
import { askOf, goOn, programOf } from './move.ts';
import type { Asked, Run } from './run.ts';
import type { Walk } from './way.ts';

/**
 * Takes an answer (XA-40 to XA-46): what is new in it counts, changes are written before the run goes on, and the run goes
 * on when everybody who was asked about has an answer.
 */
export function takeAnswer(draft: AccountDraft, input: AnswerInput): void {
  const { journey, entry, node, rest } = input;
  const run = draft.runs.find((one) => one.journey === journey && one.entry === entry);
  const asked = run === undefined || askOf(draft, run)?.node !== node ? undefined : run.asked;
  const fresh = asked === undefined ? [] : freshIn(input, asked);
  draft.facts.push({
    type: 'answered',
    journey,
    entry,
    node,
    ok: fresh.filter(({ ok }) => ok).length,
    failed: fresh.filter(({ ok }) => !ok).length,
    reason: fresh.find(({ ok }) => !ok)?.reason ?? rest?.reason ?? null,
    taken: fresh.length > 0,
  });
  if (run === undefined || asked === undefined || fresh.length === 0) return;
  if (fresh.some(({ ok }) => ok)) writeBack(draft, run, input, fresh);
  const answers = [
    ...asked.answers,
    ...fresh.map(({ person, ok, values }) => ({ person, ok, values })),
  ];
  const next: Run = { ...run, asked: { ...asked, answers } };
  draft.runs = draft.runs.map((other) => (other === run ? next : other));
  if (answers.length >= (asked.people?.length ?? 1)) goOn(draft, next, 'answer');
}

/** The answers about whom was asked and has none yet: the first one counts. */
function freshIn({ answers, rest }: AnswerInput, asked: Asked): readonly PersonAnswer[] {
  const open = new Set<string | null>(asked.people ?? [null]);
  for (const { person } of asked.answers) open.delete(person);
  const fresh = answers.filter(({ person }) => open.delete(person));
  if (rest === null) return fresh;
  return [
    ...fresh,
    ...[...open].map((person) => ({ ...rest, person, values: {}, attributes: {} })),
  ];
}

/** Changes of the account, then of its people, as an action of the journey would make them. */
function writeBack(
  draft: AccountDraft,
  run: Run,
  { node, changes: ofAccount }: AnswerInput,
  fresh: readonly PersonAnswer[],
): void {
  const program = programOf(draft, run);
  const way: Walk = {
    program,
    run,
    from: null,
    cause: 'answer',
    event: null,
    trail: [],
    groups: null,
  };
  const set = (
    changes: AttributeChanges,
    context: 'accounts' | 'people',
    people: readonly string[] | null,
  ): void => {
    for (const [attribute, value] of Object.entries(changes)) {
      const action = { type: 'updateProfile', attribute, value } as const;
      // The message to a person is known by the node: each attribute needs its own.
      perform(draft, way, { op: 'act', node: joinIds(node, attribute), context, action }, people);
    }
  };
  set(ofAccount, 'accounts', null);
  for (const { person, ok, attributes } of fresh)
    if (ok && person !== null) set(attributes, 'people', [person]);
}
