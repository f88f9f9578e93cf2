import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { Operation, StoredRecord } from '../../src/ports/storage.ts';
import { LAWS } from '../../src/testing/laws/all.ts';
import { LawBroken } from '../../src/testing/laws/law-broken.ts';
import { trialLaw } from '../../src/testing/laws/law.ts';
import { formatLaws, runLaws } from '../../src/testing/laws/run-laws.ts';
import type { LawSubject } from '../../src/testing/laws/subject.ts';
import {
  engineHearing,
  engineMailing,
  engineTelling,
  engineWith,
  engineWriting,
  withBodies,
} from './broken-engines.ts';
import { committee, nurture, nurtureCatalogue, nurtureSubject, quiet } from './nurture.ts';

const numRuns = 12;

const titled = LAWS.map((law) => ({ law, title: [...law.rules, law.name].join(' ') }));

test.each(titled)('$title: holds for a journey like the demo', async ({ law }) => {
  await law.check(nurtureSubject, {}, { numRuns });
});

test('the report says how much of the journey was seen', async () => {
  const [law] = LAWS;
  const report = await runLaws(nurture, {
    catalogue: nurtureCatalogue,
    definitions: [committee, quiet],
    laws: [law!],
    parameters: { numRuns: 3, seed: 5 },
  });
  expect(report).toMatchObject({ journey: 'nurture', held: 1, broken: 0 });
  expect(report.coverage.entered).toBeGreaterThan(20);
  expect(report.coverage.unvisited).toEqual([]);
  expect(formatLaws(report)).toContain('every node visited');
});

test('EN-21 a journey that cannot be published is no broken law', async () => {
  const options = { catalogue: nurtureCatalogue, definitions: [], parameters: { numRuns: 1 } };
  const unknown = Journey.forAccounts('unknown', {
    audience: { audience: 'nobody' },
    ends: '2026-12-31',
  });
  await expect(runLaws(unknown, options)).rejects.toMatchObject({ code: 'PUBLISH_REFUSED' });
});

const { account } = conditions(catalogue({ account: { employees: number() }, person: {} }));

function alertJourney(input: Readonly<Record<string, unknown>>): Journey {
  const big = Audience.accounts('big', account('employees').atLeast(1));
  return Journey.forAccounts('alert', { audience: big, ends: '2026-12-31' }).act('alert', input);
}

function alertSubject(alert: z.ZodType<Record<string, unknown>>, journey: Journey): LawSubject {
  const actions = { alert: { of: 'accounts', input: alert } } as const;
  return {
    journey,
    catalogue: catalogue({ account: { name: text(), employees: number() }, person: {}, actions }),
  } as unknown as LawSubject;
}

let opened = 0;
let parsed = 0;

const refusing = (inner: Channel): Channel => ({
  ...inner,
  deliver: (deliveries) => deliveries.map(() => ({ outcome: 'refused', reason: 'broken' })),
});

/** One broken journey or engine for each law, with what its report must say. */
const broken: Readonly<Record<string, { readonly subject: LawSubject; readonly found: RegExp }>> = {
  'compile is deterministic': {
    subject: alertSubject(
      z.looseObject({}).transform(() => ({ count: (parsed += 1) })),
      alertJourney({}),
    ),
    found: /plan/,
  },
  'journey JSON round-trips': {
    subject: alertSubject(z.looseObject({}), alertJourney({ at: Number.NaN })),
    found: /the document that was read|INVALID|journey/,
  },
  'drawing never throws': {
    subject: {
      ...nurtureSubject,
      journey: {
        id: nurture.id,
        resources: nurture.resources,
        document: {
          ...nurture.document,
          nodes: [
            ...nurture.document.nodes,
            {
              kind: 'wait',
              id: 'strange',
              get label(): string {
                throw new Error('no label today');
              },
            },
          ],
        },
      } as unknown as Journey,
    },
    found: /no label today/,
  },
  'printing never throws': {
    subject: {
      ...nurtureSubject,
      open: engineWith(() => ({ explain: () => Promise.reject(new Error('no story today')) })),
    },
    found: /no story today/,
  },
  'in flight, or left exactly once': {
    subject: {
      ...nurtureSubject,
      open: engineTelling((fact) =>
        fact.items.some((item) => item.type === 'run' && item.exit !== null)
          ? [fact, fact]
          : [fact],
      ),
    },
    found: /goes on after it has left/,
  },
  'nobody is inside twice': {
    subject: {
      ...nurtureSubject,
      open: engineWriting((commit) =>
        withBodies(commit, 'progress', (body: { runs: readonly object[] }) => ({
          ...body,
          runs: [],
          inside: [],
        })),
      ),
    },
    found: /enters while it is inside/,
  },
  'entered = inside + left': {
    subject: {
      ...nurtureSubject,
      open: engineWriting((commit) => ({
        ...commit,
        counters: commit.counters.filter(({ name }) => !name.includes('exit:')),
      })),
    },
    found: /entered, \d+ in flight and 0 left/,
  },
  'counters equal facts': {
    subject: {
      ...nurtureSubject,
      open: engineWriting((commit) => ({
        ...commit,
        counters: commit.counters.map(({ name, value }) => ({ name, value: value * 2 })),
      })),
    },
    found: /counts of nurture/,
  },
  'counters need no facts': {
    subject: {
      ...nurtureSubject,
      open: engineWriting((commit, { facts }) =>
        facts === false ? { ...commit, counters: [] } : commit,
      ),
    },
    found: /counts without facts/,
  },
  'same history, same facts': {
    subject: {
      ...nurtureSubject,
      open: engineMailing((inner) => ((opened += 1) % 2 === 0 ? refusing(inner) : inner)),
    },
    found: /second run/,
  },
  'batch size does not matter': {
    subject: {
      ...nurtureSubject,
      open: engineMailing((inner, { batchSize }) => (batchSize === 1 ? refusing(inner) : inner)),
    },
    found: /batches of 1/,
  },
  'silent people are not left out': {
    subject: {
      ...nurtureSubject,
      open: engineHearing(({ relations = [], ...input }) => ({
        ...input,
        relations: relations.filter(({ person }) => person !== 'person-4'),
      })),
    },
    found: /left out person-4/,
  },
  'one colleague moves the account': {
    subject: {
      ...nurtureSubject,
      open: engineHearing(({ events = [], ...input }) => ({
        ...input,
        events: events.filter(({ person }) => person !== 'person-1'),
      })),
    },
    found: /person-1 of account-\d had emailClicked .* still waits at interest/,
  },
  'no e-mail against consent': {
    subject: {
      ...nurtureSubject,
      open: engineHearing(({ people = [], ...input }) => ({
        ...input,
        people: people.map(({ consent: _ignored, ...person }) => person),
      })),
    },
    found: /who has withdrawn consent/,
  },
  'no timer is early': {
    subject: {
      ...nurtureSubject,
      open: engineWriting((commit) => ({ ...commit, operations: commit.operations.map(hurry) })),
    },
    found: /goes on from pause before/,
  },
  'every effect id is unique': {
    subject: {
      ...nurtureSubject,
      open: engineMailing((inner) => ({
        ...inner,
        async deliver(deliveries, context) {
          await inner.deliver(deliveries, context);
          return inner.deliver(deliveries, context);
        },
      })),
    },
    found: /handed over twice/,
  },
};

/** Timers of runs are written down an hour early. */
function hurry(operation: Operation): Operation {
  if (operation.op !== 'put' || operation.record.kind !== 'progress') return operation;
  const { due, body } = operation.record as StoredRecord<{
    readonly runs: readonly { readonly due: number | null }[];
  }>;
  const early = (instant: number | null): number | null =>
    instant === null ? null : instant - 3_600_000;
  const isOfRun = body.runs.some((run) => run.due === due);
  const runs = body.runs.map((run) => ({ ...run, due: early(run.due) }));
  return {
    op: 'put',
    record: { ...operation.record, due: isOfRun ? early(due) : due, body: { ...body, runs } },
  };
}

describe('a broken engine or journey', () => {
  test('every law has one', () => {
    expect(Object.keys(broken).toSorted()).toEqual(LAWS.map(({ name }) => name).toSorted());
  });

  test.each(titled)('$title: is found when broken', async ({ law }) => {
    const { subject, found } = broken[law.name]!;
    const error: unknown = await law
      .check(subject, {}, { numRuns: 600, endOnFailure: true })
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LawBroken);
    expect((error as LawBroken).found).toMatch(found);
    expect((error as LawBroken).message).toContain('Repeat with { seed:');
  });
});

describe('a law of a host', () => {
  const modest = trialLaw({
    name: 'no gifts',
    statement: 'Nobody gets a gift.',
    holds({ deliveries }) {
      const gift = deliveries.find(({ node }) => node === 'gift');
      if (gift !== undefined) throw new Error(`${gift.account} got a gift`);
    },
  });

  test('is run like the others, and its smallest case can be repeated', async () => {
    const first = (await modest
      .check(nurtureSubject, {}, { seed: 7, numRuns: 50 })
      .catch((e: unknown) => e)) as LawBroken;
    expect(first).toBeInstanceOf(LawBroken);
    expect(first.found).toMatch(/^account-\d got a gift$/);
    const { seed, path } = first.repeat;
    const again = (await modest
      .check(
        nurtureSubject,
        {},
        { seed, ...(path === undefined ? {} : { path }), endOnFailure: true },
      )
      .catch((e: unknown) => e)) as LawBroken;
    expect(again.counterexample).toEqual(first.counterexample);
  });

  test('may have histories of its own', async () => {
    const start = Date.UTC(2026, 0, 5, 9);
    const nothing = { start, end: start + 1_000, publishFirst: true, moments: [] };
    await modest.check(nurtureSubject, { histories: fc.constant(nothing) }, { numRuns: 2 });
  });
});
