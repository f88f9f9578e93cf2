import type { Instant } from '../../src/kernel/instant.ts';
import { LIMITS } from '../../src/model/limits.ts';
import type { Limits } from '../../src/model/limits.ts';
import type { AccountView } from '../../src/model/view.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { advance } from '../../src/runtime/advance.ts';
import type { Effect } from '../../src/runtime/effect.ts';
import type { FactItem, RunFact } from '../../src/runtime/fact.ts';
import type { AccountInput, Message, PersonInput } from '../../src/runtime/input.ts';
import { advancePerson } from '../../src/runtime/person.ts';
import type { Run } from '../../src/runtime/run.ts';
import { emptyAccount, emptyPerson, NO_PROGRESS } from '../../src/runtime/state.ts';
import type { AccountBody, PersonBody, Progress } from '../../src/runtime/state.ts';
import type { World } from '../../src/runtime/world.ts';
import {
  newAccount,
  newPerson,
  referenceAdvance,
  referenceAdvancePerson,
  referenceDue,
} from '../../src/testing/reference-journey.ts';
import type {
  ReferenceEffect,
  ReferencePerson,
  ReferenceState,
  ReferenceWorld,
} from '../../src/testing/reference-journey.ts';
import { worldOf } from './runtime-world.ts';

/** What an advance did, in the words of both interpreters. */
export interface Done {
  readonly messages: readonly Message[];
  /** Texts that must be the same on both sides, in the same order. */
  readonly log: readonly string[];
  /** Texts that must be the same in any order. */
  readonly counts: readonly string[];
}

/** A node visit of a run. */
export interface Place {
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
}

/** One of the two interpreters, with the subjects that it looks after. */
export interface Side {
  readonly publish: (world: ReferenceWorld) => void;
  readonly person: (id: string, input: PersonInput, now: Instant) => readonly Message[];
  readonly account: (id: string, inputs: readonly AccountInput[], now: Instant) => Done;
  readonly due: (id: string) => Instant | null;
  /** Where the account waits for a service. */
  readonly asking: (id: string) => readonly Place[];
  /** Whether an account without inputs advances; `woken` are the accounts that the other side has advanced. */
  readonly wakes: (id: string, now: Instant, woken: ReadonlySet<string>) => boolean;
  readonly accountView: (id: string) => unknown;
  readonly personView: (id: string) => unknown;
}

/** The interpreter in `src/runtime`. */
export function runtimeSide(limits: Limits = LIMITS): Side {
  const people = new Map<string, PersonBody>();
  const accounts = new Map<
    string,
    { account: AccountBody; progress: Progress; due: Instant | null }
  >();
  const plans = new Map<unknown, Plan>();
  let world: World;
  const accountOf = (
    id: string,
  ): { account: AccountBody; progress: Progress; due: Instant | null } =>
    accounts.get(id) ?? { account: emptyAccount(id), progress: NO_PROGRESS, due: null };
  const personOf = (id: string): PersonBody => people.get(id) ?? emptyPerson(id);
  return {
    publish: (given) => {
      world = { ...worldOf(given, plans), limits };
    },
    person: (id, input, now) => {
      const { person, messages } = advancePerson(personOf(id), [input], now);
      people.set(id, person);
      return messages;
    },
    account: (id, inputs, now) => {
      const { account, progress } = accountOf(id);
      const frozen = JSON.stringify([account, progress, inputs]);
      const result = advance(world, account, progress, inputs, now);
      if (JSON.stringify([account, progress, inputs]) !== frozen)
        throw new Error('RT-7: changed what it was given');
      accounts.set(id, result);
      const effects = result.effects.map(
        ({ journey, entry, node, ordinal, action, people: to, asked }) =>
          `effect ${JSON.stringify([journey, entry, node, ordinal, bare(action), to, asked])}`,
      );
      return {
        messages: result.messages,
        log: [...effects, ...result.facts.flatMap(logOf)],
        counts: result.facts.flatMap(countsOf).sort(),
      };
    },
    due: (id) => accountOf(id).due,
    asking: (id) =>
      accountOf(id)
        .progress.runs.filter(({ asked, stalledAt }) => asked !== undefined && stalledAt === null)
        .map((run) => ({ journey: run.journey, entry: run.entry, node: nodeOf(world, run) }))
        .sort((left, right) => (left.journey < right.journey ? -1 : 1)),
    wakes: (id, now) => {
      const { due } = accountOf(id);
      return due !== null && due <= now;
    },
    accountView: (id) => {
      const { account, progress } = accountOf(id);
      const runs = progress.runs.map((run) => ({
        journey: run.journey,
        entry: run.entry,
        enteredAt: run.enteredAt,
        node: nodeOf(world, run),
        arrivedAt: run.arrivedAt,
        due: run.due,
        stalled: run.stalledAt !== null,
      }));
      return viewOf(account, runs, progress.past ?? {}, progress.queued ?? []);
    },
    personView: (id) => personViewOf(personOf(id)),
  };
}

/** The interpreter in `src/testing`. */
export function referenceSide(): Side {
  const people = new Map<string, ReferencePerson>();
  const accounts = new Map<string, ReferenceState>();
  let world: ReferenceWorld;
  const accountOf = (id: string): ReferenceState => accounts.get(id) ?? newAccount(id);
  const personOf = (id: string): ReferencePerson => people.get(id) ?? newPerson(id);
  return {
    publish: (given) => {
      world = given;
    },
    person: (id, input, now) => {
      const person = personOf(id);
      people.set(id, person);
      return referenceAdvancePerson(person, [input], now);
    },
    account: (id, inputs, now) => {
      const result = referenceAdvance(world, accountOf(id), inputs, now);
      accounts.set(id, result.state);
      const { effects, exits, entries, refused, visits, groups } = result;
      return {
        messages: result.messages,
        log: [
          ...effects.map(
            ({ journey, entry, node, ordinal, action, people: to }) =>
              `effect ${JSON.stringify([journey, entry, node, ordinal, action, to, now])}`,
          ),
          ...entries.map(({ journey, entry }) => `entered ${journey} ${entry}`),
          ...exits.map(({ journey, entry, reason }) => `left ${journey} ${entry} ${reason}`),
          ...refused.map(({ journey, reason }) => `refused ${journey} ${reason}`),
        ],
        counts: [
          ...visits
            .filter(({ edge }) => edge !== '')
            .map(({ journey, node, edge }) =>
              edge === null ? `at ${journey} ${node}` : `edge ${journey} ${node} ${edge}`,
            ),
          ...groups.map(
            ({ journey, node, path, people: n }) => `path ${journey} ${node} ${path} ${n}`,
          ),
        ].sort(),
      };
    },
    due: (id) => referenceDue(world, accountOf(id)),
    asking: (id) =>
      accountOf(id)
        .runs.filter(({ asked, stalled }) => asked !== undefined && !stalled)
        .map(({ journey, entry, node }) => ({ journey, entry, node }))
        .sort((left, right) => (left.journey < right.journey ? -1 : 1)),
    // At every instant, so that nothing may be due that the other side does not know of; a run that stalled goes on
    // when the account advances for another reason (RT-31).
    wakes: (id, _now, woken) =>
      woken.has(id) || accountOf(id).runs.every(({ stalled }) => !stalled),
    accountView: (id) => {
      const { account, runs, past, queued } = accountOf(id);
      const seen = runs.map(({ journey, entry, enteredAt, node, arrivedAt, due, stalled }) => ({
        journey,
        entry,
        enteredAt,
        node,
        arrivedAt,
        due,
        stalled,
      }));
      return viewOf(account, seen, past, queued);
    },
    personView: (id) => personViewOf(personOf(id)),
  };
}

/** What a sales alert says has tests of its own. */
function bare(action: Effect['action']): ReferenceEffect['action'] {
  if (action.type !== 'sendSalesAlert') return action;
  const { alert: _said, ...rest } = action;
  return rest;
}

function nodeOf(world: World, run: Run): string {
  const campaign = world.programs.get(run.plan)!.campaigns[run.campaign]!;
  const { exit, steps } = campaign;
  const step = run.stalledAt === null ? undefined : steps[run.stalledAt];
  if (step !== undefined) return step.node;
  return exit.op === 'await' || exit.op === 'ask'
    ? exit.node
    : `a campaign that ends with ${exit.op}`;
}

function logOf(item: FactItem): readonly string[] {
  if (item.type === 'refused') return [`refused ${item.journey} ${item.reason}`];
  if (item.type !== 'run') return [];
  const { journey, entry, from, exit } = item;
  return [
    ...(from === null ? [`entered ${journey} ${entry}`] : []),
    ...(exit === null ? [] : [`left ${journey} ${entry} ${exit}`]),
  ];
}

function countsOf(item: FactItem): readonly string[] {
  return item.type === 'run' ? countsOfRun(item) : [];
}

/** How counters read a fact: the node that a run was parked at was counted when it came there. */
function countsOfRun({ journey, from, trail, parked, groups }: RunFact): readonly string[] {
  const counts: string[] = [];
  for (let at = 0; at < trail.length; at += 2) {
    const [node, edge] = [trail[at], trail[at + 1]];
    if (at > 0 || node !== from) counts.push(`at ${journey} ${node}`);
    if (edge !== '') counts.push(`edge ${journey} ${node} ${edge}`);
  }
  if (parked !== null && !(trail.length === 0 && parked === from))
    counts.push(`at ${journey} ${parked}`);
  for (const { node, path, people } of groups ?? [])
    counts.push(`path ${journey} ${node} ${path} ${people}`);
  return counts;
}

function viewOf(
  {
    attributes,
    people,
    opportunities,
    events,
    lists,
    groups,
  }: Pick<AccountView, 'attributes' | 'people' | 'opportunities' | 'events' | 'lists' | 'groups'>,
  runs: readonly { readonly journey: string }[],
  past: Progress['past'],
  queued: readonly string[],
): unknown {
  return {
    runs: runs.toSorted((left, right) => (left.journey < right.journey ? -1 : 1)),
    past: sorted(past ?? {}),
    queued,
    attributes: sorted(attributes),
    opportunities: opportunities.map(({ id, attributes: values }) => [id, sorted(values)]),
    people: people.map((person) => ({
      id: person.id,
      attributes: sorted(person.attributes),
      roles: person.roles,
      events: timesOf(person.events),
    })),
    events: timesOf(events),
    lists: lists.toSorted(),
    groups: groups.map(({ definition, members, completeness, stage, status }) => ({
      definition,
      members: members
        .map(({ person, role, source, removed }) => `${person} ${role} ${source} ${removed}`)
        .sort(),
      completeness,
      stage,
      status,
    })),
  };
}

function personViewOf({
  attributes,
  events,
  consent,
  accounts,
}: Pick<PersonBody, 'attributes' | 'events' | 'consent' | 'accounts'>): unknown {
  return { attributes: sorted(attributes), events: timesOf(events), consent, accounts };
}

function timesOf(
  events: readonly { readonly type: string; readonly at: Instant }[],
): readonly string[] {
  return events.map(({ type, at }) => `${at} ${type}`).sort();
}

function sorted(
  record: Readonly<Record<string, unknown>>,
): readonly (readonly [string, unknown])[] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}
