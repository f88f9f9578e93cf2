import type { Journey } from '../../src/journey/journey.ts';
import type { Instant } from '../../src/kernel/instant.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import type { AccountInput, AnswerInput, PersonInput } from '../../src/runtime/input.ts';
import {
  newAccount,
  newPerson,
  referenceAdvance,
  referenceAdvancePerson,
  type ReferencePerson,
  type ReferenceRun,
  type ReferenceState,
  type ReferenceWorld,
} from '../../src/testing/reference-journey.ts';
import { mayReturn } from '../../src/testing/reference/entry.ts';
import { b2b, large, START, type B2b } from '../engine/tenant.ts';
import type { Count } from './answers.ts';
import { placeOf, rankOf, SERVICES } from './asked.ts';
import { chosen, vip } from './journeys.ts';
import type { Company } from './population.ts';

/** What an account did, in texts that do not speak of times; sorted. */
export type Doings = readonly string[];

/**
 * What becomes of a company to which nothing happens after it was introduced, by the reference interpreter: the same
 * whenever its timers fire, so that no fault may change it. Whether an answer of a service comes in time is chance: the
 * reference gets those that counted, and the timeout where there was none.
 */
export class Reference {
  private readonly world: ReferenceWorld;
  private readonly known: Map<string, Doings> = new Map();

  constructor(journeys: readonly Journey<B2b>[]) {
    this.world = {
      catalogue: b2b,
      journeys: journeys.map(({ document }, order) => ({ document, status: 'live', order })),
      audiences: [large.document],
      lists: [chosen.document, vip.document],
      groups: [],
      actions: ['createTask', 'sendGift'],
      services: SERVICES,
      carried: SERVICES.map(({ id }) => id),
    };
  }

  /** Companies of the same kind do the same, but for their names. */
  doings({ id, attributes, people }: Company, answers: ReadonlyMap<string, Count>): Doings {
    const { name: _, ...rest } = attributes;
    const rank = rankOf(id);
    const answered = new Map(
      Array.from(answers, ([place, count]) => [place.replace(`"${id}"`, '"x"'), count]),
    );
    const titles = people.map((one) => one.attributes.jobTitle);
    const said = [...answered].sort(([left], [right]) => (left < right ? -1 : 1));
    const kind = JSON.stringify([rest, titles, said, said.length > 0 && rank]);
    let doings = this.known.get(kind);
    if (doings === undefined) {
      doings = this.live({ ...rest, name: 'x' }, people, (run) => answerFor(run, answered, rank));
      this.known.set(kind, doings);
    }
    return doings.map((text) => text.replaceAll('"x', `"${id}`));
  }

  private live(
    attributes: Company['attributes'],
    people: Company['people'],
    answerTo: (run: ReferenceRun) => readonly AnswerInput[],
  ): Doings {
    const doings: string[] = [];
    const members = new Map<string, ReferencePerson>();
    let state: ReferenceState = newAccount('x');
    const tell = (id: string, inputs: readonly PersonInput[], now: Instant): AccountInput[] => {
      const person = members.get(id) ?? newPerson(id);
      members.set(id, person);
      return referenceAdvancePerson(person, inputs, now).map(({ input }) => input as AccountInput);
    };
    const advance = (first: readonly AccountInput[], now: Instant): void => {
      for (let inputs = first; inputs.length > 0;) {
        const result = referenceAdvance(this.world, state, inputs, now);
        state = result.state;
        doings.push(...textsOf(result));
        inputs = result.messages.flatMap(({ to, subject, input }) =>
          to === 'person' ? tell(subject, [input], now) : [input],
        );
      }
    };
    const joined = people.flatMap(({ attributes: values }, index) =>
      tell(
        `xp${index}`,
        [
          { kind: 'profile', attributes: values, version: 1, objects: [] },
          { kind: 'relate', account: 'x', roles: null, since: null },
        ],
        START,
      ),
    );
    const change = { attributes: { ...attributes }, version: 1, opportunities: [], objects: [] };
    advance([{ kind: 'account', ...change }, ...joined], START);
    for (let due = this.dueAfter(state, START); due !== null; due = this.dueAfter(state, due))
      advance([...state.runs.flatMap(answerTo), { kind: 'wake' }], due);
    return doings.sort();
  }

  /** The next instant ahead at which the account may do something by itself. */
  private dueAfter({ runs, past }: ReferenceState, now: Instant): Instant | null {
    const instants = runs.flatMap(({ due }) => (due === null ? [] : [due]));
    for (const { document } of this.world.journeys) {
      const before = past[document.id];
      if (before && document.reEntry) instants.push(mayReturn(document.reEntry, before));
    }
    const ahead = instants.filter((instant) => instant > now);
    return ahead.length === 0 ? null : Math.min(...ahead);
  }
}

/** The answers that counted for what a run has asked, if any, just in time. */
function answerFor(
  { journey, entry, node, due, asked }: ReferenceRun,
  answers: ReadonlyMap<string, Count>,
  rank: number,
): readonly AnswerInput[] {
  const count = answers.get(placeOf({ account: 'x', journey, entry, node }));
  if (asked === undefined || due === null || count === undefined) return [];
  const { ok, failed } = count;
  // For whom of the people it was is not compared.
  const said = (asked.people ?? [null]).slice(0, ok + failed).map((person, index) => {
    const rest = { reason: null, values: { rank }, attributes: {} };
    return { person, ok: index < ok, ...rest };
  });
  const place = { journey, entry, node, changes: {}, answers: said, rest: null };
  return [{ kind: 'answer', id: node, at: due, ...place }];
}

function textsOf(result: ReturnType<typeof referenceAdvance>): string[] {
  const { effects, entries, exits, visits } = result;
  return [
    ...effects.map(({ journey, entry, node, ordinal, people }) =>
      effectText(journey, entry, node, ordinal, people),
    ),
    ...entries.map(({ journey, entry }) => JSON.stringify(['entered', journey, entry])),
    ...exits.map(({ journey, entry, reason }) => JSON.stringify(['left', journey, entry, reason])),
    ...visits
      .filter(({ edge }) => edge !== '' && edge !== null)
      .map(({ journey, node, edge }) => JSON.stringify(['edge', journey, node, edge])),
  ];
}

/** What an engine says an account did, in the same texts. */
export function doingsOf(facts: readonly Fact[], effects: readonly EffectBody['effect'][]): Doings {
  const doings = effects.map(({ journey, entry, node, ordinal, people }) =>
    effectText(journey, entry, node, ordinal, people),
  );
  for (const { items } of facts) {
    for (const item of items) {
      if (item.type !== 'run') continue;
      const { journey, entry, from, trail, exit } = item;
      if (from === null) doings.push(JSON.stringify(['entered', journey, entry]));
      if (exit !== null) doings.push(JSON.stringify(['left', journey, entry, exit]));
      for (let at = 0; at < trail.length; at += 2)
        if (trail[at + 1] !== '')
          doings.push(JSON.stringify(['edge', journey, trail[at], trail[at + 1]]));
    }
  }
  return doings.sort();
}

/** People stand in the order in which they joined, which an interrupted call may change (EN-32). */
function effectText(
  journey: string,
  entry: number,
  node: string,
  ordinal: number,
  people: readonly string[] | null,
): string {
  return JSON.stringify(['effect', journey, entry, node, ordinal, people?.toSorted() ?? null]);
}
