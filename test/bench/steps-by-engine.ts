import {
  clicks,
  companies,
  CLICKS_AT,
  END,
  START,
  type Company,
  type Outcome,
} from './companies.ts';
import { clock } from './measure.ts';
import {
  Audience,
  boolean,
  catalogue,
  Engine,
  Journey,
  memory,
  number,
  simulatedChannel,
  text,
  virtualClock,
  type Condition,
  type JourneyDocument,
  type Storage,
} from './ours.ts';
import type { Passage } from './steps-by-hand.ts';

const b2b = catalogue({
  account: {
    name: text(),
    country: text(),
    annualRevenue: number(),
    employees: number(),
    phase: text(),
  },
  person: { jobTitle: text(), email: text(), member: boolean() },
  events: { emailClicked: { of: 'person', fields: { email: text() } } },
});

const of = (
  entity: 'account' | 'person' | 'event',
  attribute: string,
  operator: string,
  ...values: (string | number)[]
): Condition => ({ kind: 'attribute', entity, attribute, operator, values }) as Condition;

const TARGETS = Audience.accounts('targets', {
  kind: 'all',
  of: [
    of('account', 'annualRevenue', 'atLeast', 1_000_000),
    {
      kind: 'related',
      entity: 'person',
      quantifier: 'some',
      where: of('person', 'jobTitle', 'startsWith', 'VP', 'Director'),
    },
  ],
});

const DOCUMENT: JourneyDocument = {
  format: 1,
  type: 'account',
  id: 'nurture',
  name: 'Nurture',
  endDate: '2027-12-31',
  nodes: [
    { kind: 'audience', id: 'start', audience: 'targets', next: 'size' },
    {
      kind: 'splitAccounts',
      id: 'size',
      paths: [{ id: 'enough', when: of('account', 'employees', 'atLeast', 20), next: 'mark' }],
    },
    {
      kind: 'action',
      id: 'mark',
      context: 'accounts',
      action: { type: 'updateProfile', attribute: 'phase', value: 'nurtured' },
      next: 'pause',
    },
    { kind: 'wait', id: 'pause', for: { days: 3 }, next: 'click' },
    {
      kind: 'listen',
      id: 'click',
      context: 'people',
      events: [{ event: 'emailClicked', where: of('event', 'email', 'is', 'intro') }],
      timeout: { after: { days: 7 }, next: 'join' },
      next: 'join',
    },
    { kind: 'merge', id: 'join', next: 'region' },
    {
      kind: 'splitAccounts',
      id: 'region',
      paths: [{ id: 'served', when: of('account', 'country', 'is', 'US', 'DE'), next: 'mail' }],
    },
    {
      kind: 'action',
      id: 'mail',
      context: 'people',
      action: { type: 'sendEmail', email: 'offer' },
      next: 'done',
    },
    { kind: 'end', id: 'done' },
  ],
};

/** An engine under virtual time, evidence off; on memory storage unless another one is given. */
export function openEngine(facts: boolean, storage: Storage = memory()): Promise<Engine> {
  return Engine.open({
    catalogue: b2b,
    storage,
    clock: virtualClock(START),
    channels: { email: simulatedChannel() },
    facts,
    evidence: false,
  }) as Promise<Engine>;
}

/** Gives the engine its accounts and their people. */
export async function load(engine: Engine, count: number): Promise<void> {
  for (const page of companies(count)) {
    await engine.ingest({
      accounts: page.map(({ id, attributes }) => ({ id, attributes })),
      people: page.flatMap(({ people }) =>
        people.map(({ id, attributes, consent }) => ({
          id,
          attributes,
          ...(consent !== null && { consent: { email: consent } }),
        })),
      ),
      relations: page.flatMap(relations),
    });
  }
}

function relations({ id, people }: Company): { account: string; person: string }[] {
  return people.map((person) => ({ account: id, person: person.id }));
}

/** Keeps the audience; accounts that are there are looked at. */
export function define(engine: Engine): Promise<void> {
  return engine.define(TARGETS);
}

/** Publishes the journey: the accounts enter, and stand at the wait. */
export async function publish(engine: Engine): Promise<void> {
  await engine.publish(Journey.fromJSON(DOCUMENT));
}

const EVENTS_AT_ONCE = 500;

/** One pass of an engine whose accounts are loaded. */
export async function passByEngine(engine: Engine, count: number): Promise<Passage> {
  const events = clicks(count);
  const start = clock();
  await publish(engine);
  await engine.advanceTo(CLICKS_AT);
  const before = clock();
  for (let from = 0; from < events.length; from += EVENTS_AT_ONCE) {
    await engine.ingest({ events: events.slice(from, from + EVENTS_AT_ONCE) as never });
  }
  const after = clock();
  await engine.advanceTo(END);
  const total = (clock() - start) / 1_000;
  return { total, events: (after - before) / 1_000, outcome: await outcomeOf(engine) };
}

async function outcomeOf(engine: Engine): Promise<Outcome> {
  const { entered, exits, nodes } = await engine.counts('nurture');
  const visits = Object.fromEntries(DOCUMENT.nodes.map(({ id }) => [id, nodes[id]?.entered ?? 0]));
  const mail = nodes['mail']?.outcomes ?? {};
  return {
    entered,
    completed: Object.values(exits).reduce((sum, count) => sum + count, 0),
    visits,
    sent: mail.sent ?? 0,
    refused: mail.refused ?? 0,
  };
}
