import { expect } from 'vitest';
import { formatInstant } from '../../src/kernel/instant.ts';
import type { Instant } from '../../src/kernel/instant.ts';
import type { AccountInput, Message, PersonInput } from '../../src/runtime/input.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { NAMES } from '../../src/testing/arbitraries/names.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import type { Happening, Moment } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import type { ReferenceJourney, ReferenceWorld } from '../../src/testing/reference-journey.ts';
import { referenceSide, runtimeSide } from './sides.ts';
import type { Side } from './sides.ts';

/** What one side did at an instant, and what can be seen of it afterwards. */
interface Passed {
  readonly log: Readonly<Record<string, readonly string[]>>;
  readonly accounts: readonly unknown[];
  readonly people: readonly unknown[];
}

/** Instants after which a timeline is left alone. */
const MOST_INSTANTS = 120;

/**
 * Lets both interpreters live through a timeline, and compares all that can be seen after every instant. Gives what
 * happened to each account, as lines such as `2026-03-27T09:00:00Z entered nurture 1`.
 */
export function liveThrough(
  tenant: Tenant,
  timeline: readonly Moment[],
): Readonly<Record<string, readonly string[]>> {
  const story: Record<string, string[]> = Object.fromEntries(
    NAMES.accounts.map((account) => [account, []]),
  );
  const sides: readonly [Side, Side] = [runtimeSide(), referenceSide()];
  let world = beginning(tenant);
  for (const side of sides) side.publish(world);
  const { accounts } = NAMES;
  // Answers wait until the account asks, so that they come where they count: by chance they would hardly ever.
  const answers: Extract<Happening, { type: 'answer' }>[] = [];
  let next = 0;
  let now: Instant | null = timeline[0]?.at ?? null;
  for (let count = 0; now !== null && count < MOST_INSTANTS; count += 1) {
    const scheduled = timeline[next]?.at === now ? timeline[next++]!.happenings : [];
    answers.push(...scheduled.filter((one) => one.type === 'answer'));
    const happenings = [
      ...scheduled.filter((one) => one.type !== 'answer'),
      ...takeAnswers(sides[0], answers),
    ];
    const before = world;
    world = happenings.reduce(published, world);
    if (world !== before) for (const side of sides) side.publish(world);
    const all = count === 0 || world !== before ? [...happenings, 'evaluate' as const] : happenings;
    const woken = new Set<string>();
    const [left, right] = sides.map((side) => {
      try {
        return pass(side, all, before, now!, woken);
      } catch (error) {
        throw new Error(`At ${formatInstant(now!)}: ${String(error)}`, { cause: error });
      }
    });
    expect(left, formatInstant(now)).toEqual(right);
    for (const [account, lines] of Object.entries(left!.log)) {
      story[account]!.push(...lines.map((line) => `${formatInstant(now!)} ${line}`));
    }
    const dues = sides
      .flatMap((side) => accounts.map(side.due))
      .filter((due) => due !== null && due > now!);
    const later = [...dues, timeline[next]?.at ?? null].filter((due) => due !== null);
    now = later.length === 0 ? null : Math.min(...later);
  }
  return story;
}

function beginning(tenant: Tenant): ReferenceWorld {
  const { audiences, lists, groups, stageModels, actions, services, carried } = tenant;
  const journeys = tenant.journeys.map(({ document, status }, order) => ({
    document,
    status,
    order,
  }));
  return {
    catalogue: TENANT_CATALOGUE,
    journeys,
    audiences,
    lists,
    groups,
    stageModels,
    actions,
    ...(services !== undefined && { services }),
    ...(carried !== undefined && { carried }),
  };
}

/** One instant of one side: what it did, and what can be seen afterwards. `woken` are the accounts that advanced. */
function pass(
  side: Side,
  happenings: readonly (Happening | 'evaluate')[],
  before: ReferenceWorld,
  now: Instant,
  woken: Set<string>,
): Passed {
  const log: Record<string, string[]> = {};
  const pending: Record<string, AccountInput[]> = {};
  const queue: Message[] = [];
  for (const account of NAMES.accounts) {
    pending[account] = [];
    log[account] = [];
  }
  for (const happening of happenings) {
    if (happening !== 'evaluate' && happening.type === 'answer') {
      const input = answerOf(side, happening, now);
      if (input !== null) pending[happening.account]!.push(input);
      continue;
    }
    for (const message of messagesOf(happening, before)) {
      if (message.to === 'account') pending[message.subject]!.push(message.input);
      else for (const told of side.person(message.subject, message.input, now)) give(told);
    }
  }
  for (const account of NAMES.accounts) {
    const inputs = pending[account]!;
    if (inputs.length === 0 && !side.wakes(account, now, woken)) continue;
    woken.add(account);
    advance(account, inputs.length === 0 ? [{ kind: 'wake' }] : inputs);
  }
  for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
    if (message.to === 'account') advance(message.subject, [message.input]);
    else queue.push(...side.person(message.subject, message.input, now));
  }
  return {
    log,
    accounts: NAMES.accounts.map(side.accountView),
    people: NAMES.people.map(side.personView),
  };

  function give(message: Message): void {
    if (message.to === 'account') pending[message.subject]!.push(message.input);
    else queue.push(message);
  }

  function advance(account: string, inputs: readonly AccountInput[]): void {
    const done = side.account(account, inputs, now);
    queue.push(...done.messages);
    log[account]!.push(...inLanes(done.log), ...done.counts);
  }
}

/** Effects, entries, exits and refusals are in order each among themselves. */
function inLanes(log: readonly string[]): readonly string[] {
  return ['effect', 'entered', 'left', 'refused'].flatMap((lane) =>
    log.filter((line) => line.startsWith(lane)),
  );
}

/** The world after what the host does with journeys and actions; the same world when nothing changes. */
function published(world: ReferenceWorld, happening: Happening): ReferenceWorld {
  switch (happening.type) {
    case 'start':
      return restate(world, happening.journey, ['scheduled'], 'live');
    case 'close':
      return restate(world, happening.journey, ['live'], 'closed');
    case 'abort':
      return restate(world, happening.journey, ['scheduled', 'live', 'closed'], 'aborted');
    case 'finish':
      return restate(world, happening.journey, ['live', 'closed'], 'finished');
    case 'register':
      if (world.actions.includes(happening.action)) return world;
      return { ...world, actions: [...world.actions, happening.action] };
    case 'unregister':
      if (!world.actions.includes(happening.action)) return world;
      return { ...world, actions: world.actions.filter((action) => action !== happening.action) };
    default:
      return world;
  }
}

function restate(
  world: ReferenceWorld,
  id: string,
  from: readonly ReferenceJourney['status'][],
  status: ReferenceJourney['status'],
): ReferenceWorld {
  const fits = (journey: ReferenceJourney): boolean =>
    journey.document.id === id && from.includes(journey.status);
  if (!world.journeys.some(fits)) return world;
  return {
    ...world,
    journeys: world.journeys.map((journey) => (fits(journey) ? { ...journey, status } : journey)),
  };
}

function messagesOf(happening: Happening | 'evaluate', before: ReferenceWorld): readonly Message[] {
  if (happening === 'evaluate') return toAll({ kind: 'evaluate' });
  switch (happening.type) {
    case 'account': {
      const { account, attributes } = happening;
      return [
        toAccount(account, {
          kind: 'account',
          attributes,
          version: 0,
          opportunities: [],
          objects: [],
        }),
      ];
    }
    case 'opportunity': {
      const { account, amount } = happening;
      const opportunities = [{ id: 'deal', changes: amount === null ? null : { amount } }];
      return [
        toAccount(account, {
          kind: 'account',
          attributes: {},
          version: 0,
          opportunities,
          objects: [],
        }),
      ];
    }
    case 'accountEvent':
      return [toAccount(happening.account, { kind: 'event', event: happening.event })];
    case 'list':
      return [
        toAccount(happening.account, {
          kind: 'list',
          list: happening.list,
          member: happening.member,
        }),
      ];
    case 'members': {
      const { account, group, person, role } = happening;
      return [
        toAccount(
          account,
          role === undefined
            ? { kind: 'releaseMembers', group, people: [person] }
            : { kind: 'members', group, members: [{ person, role }], by: 'user' },
        ),
      ];
    }
    case 'stage': {
      const { account, group, stage } = happening;
      return [toAccount(account, { kind: 'groupStage', group, stage, by: null })];
    }
    case 'status': {
      const { account, group, status } = happening;
      return [toAccount(account, { kind: 'groupStatus', group, status, by: 'user' })];
    }
    case 'enrol':
      return [toAccount(happening.account, { kind: 'enrol', journey: happening.journey })];
    case 'leave':
      return [
        toAccount(happening.account, {
          kind: 'leave',
          journey: happening.journey,
          reason: 'removed',
        }),
      ];
    case 'person': {
      const { person, attributes } = happening;
      return [toPerson(person, { kind: 'profile', attributes, version: 0, objects: [] })];
    }
    case 'relate': {
      const { account, person, roles } = happening;
      return [toPerson(person, { kind: 'relate', account, roles, since: null })];
    }
    case 'unrelate':
      return [toPerson(happening.person, { kind: 'unrelate', account: happening.account })];
    case 'personEvent':
      return [toPerson(happening.person, { kind: 'event', event: happening.event })];
    case 'abort':
    case 'finish': {
      const { journey, type } = happening;
      if (published(before, happening) === before) return [];
      const reason = type === 'abort' ? 'aborted' : 'journey_ended';
      return toAll({ kind: 'leave', journey, reason });
    }
    default:
      return [];
  }
}

/** Takes the answers for accounts that wait for one off the line, at most two for each. */
function takeAnswers(
  side: Side,
  line: Extract<Happening, { type: 'answer' }>[],
): readonly Happening[] {
  const taken = NAMES.accounts
    .filter((account) => side.asking(account).length > 0)
    .flatMap((account) => line.filter((one) => one.account === account).slice(0, 2));
  line.splice(0, line.length, ...line.filter((one) => !taken.includes(one)));
  return taken;
}

/** The answer, for a node at which the account waits; `null` when it waits at none. */
function answerOf(
  side: Side,
  { account, place, delay, changes, answers, rest }: Extract<Happening, { type: 'answer' }>,
  now: Instant,
): AccountInput | null {
  const asking = side.asking(account);
  const at = asking[place % Math.max(1, asking.length)];
  if (at === undefined) return null;
  const id = JSON.stringify(at);
  return { kind: 'answer', id, at: now + delay * 60_000, ...at, changes, answers, rest };
}

function toAll(input: AccountInput): readonly Message[] {
  return NAMES.accounts.map((account) => toAccount(account, input));
}

function toAccount(subject: string, input: AccountInput): Message {
  return { id: subject, to: 'account', subject, input };
}

function toPerson(subject: string, input: PersonInput): Message {
  return { id: subject, to: 'person', subject, input };
}
