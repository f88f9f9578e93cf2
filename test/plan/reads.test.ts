import { expect, test } from 'vitest';
import { compileJourney } from '../../src/journey/compile.ts';
import type { Condition } from '../../src/conditions/condition.ts';
import { planReads } from '../../src/plan/reads.ts';
import { CATALOGUE, NURTURE, REFERENCES, references } from './nurture.ts';

test('PL-60 what the journey with every kind of node looks at', () => {
  const reads = planReads(
    compileJourney(NURTURE, { catalogue: CATALOGUE, references: REFERENCES }),
  );
  expect(reads).toMatchObject({
    attributes: {
      account: ['employees', 'industry'],
      person: ['jobTitle'],
      opportunity: false,
      objects: [],
    },
    events: ['accountChanged', 'emailClicked'],
    listens: ['accountChanged', 'emailClicked'],
    lists: ['named'],
    groups: true,
  });
  expect(Object.fromEntries(reads.history)).toEqual({ accountChanged: 0 });
});

test('PL-60 the longest look-back of each event type, rounded up to days', () => {
  const event = (name: string, past?: object): Condition => ({
    kind: 'event',
    event: name,
    occurred: true,
    ...(past ? { past } : {}),
  });
  const condition: Condition = {
    kind: 'any',
    of: [
      event('a', { days: 10 }),
      { kind: 'not', condition: event('a', { months: 1, weeks: 1 }) },
      { kind: 'related', entity: 'person', quantifier: 'none', where: event('b', { hours: 25 }) },
      event('c', { days: 3 }),
      event('c'),
      event('c', { days: 5 }),
    ],
  };
  const plan = compileJourney(
    {
      ...NURTURE,
      nodes: [{ kind: 'audience', id: 'start', audience: 'x' }],
    },
    { catalogue: CATALOGUE, references: references({ x: { of: 'accounts', condition } }) },
  );
  const reads = planReads(plan);
  expect(reads.events).toEqual(['a', 'b', 'c']);
  expect(Object.fromEntries(reads.history)).toEqual({ a: 38, b: 2, c: null });
});
