import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileJourney } from '../../src/journey/compile.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { CATALOGUE, NURTURE, REFERENCES, SOFTWARE } from './nurture.ts';
import { journeys, planOfRandom } from './random-journey.ts';

function hashOf(document: JourneyDocument): string {
  return compileJourney(document, { catalogue: CATALOGUE, references: REFERENCES }).hash;
}

/** The same value with the keys of every object the other way round. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, turned(member)] as const);
  return Object.fromEntries(entries.toReversed()) as T;
}

/** The same value with another text for every label. */
function relabelled<T>(value: T, label: string): T {
  if (Array.isArray(value)) return value.map((item: unknown) => relabelled(item, label)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, relabelled(member, label)]);
  return { ...Object.fromEntries(members), ...('id' in value ? { label } : {}) } as T;
}

/** The nurture journey with one node changed. */
function changed(id: string, change: object): JourneyDocument {
  const nodes = NURTURE.nodes.map((node) => (node.id === id ? { ...node, ...change } : node));
  return { ...NURTURE, nodes: nodes as JourneyNode[] };
}

test('PL-40 the hash is 32 hexadecimal digits and the same in every release', () => {
  expect(hashOf(NURTURE)).toMatchInlineSnapshot(`"ec81f4f4d98fc824471b7fed8b0135b3"`);
});

test('PL-40 the order of nodes behind the audience node does not matter', () => {
  const shuffled = journeys().chain((document) => {
    const [first, ...rest] = document.nodes;
    return fc
      .shuffledSubarray(rest, { minLength: rest.length })
      .map((others) => [document, { ...document, nodes: [first!, ...others] }] as const);
  });
  fc.assert(
    fc.property(shuffled, ([a, b]) => {
      expect(planOfRandom(b).hash).toBe(planOfRandom(a).hash);
    }),
  );
});

test('PL-40 the order of keys does not matter', () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      expect(planOfRandom(turned(document)).hash).toBe(planOfRandom(document).hash);
    }),
  );
});

test('PL-40 name, description, labels and dates do not matter', () => {
  const others = fc.record({
    name: fc.string(),
    description: fc.string(),
    startDate: fc.constant('2026-02-01'),
    endDate: fc.constant('2028-01-01'),
    endDateBehavior: fc.constantFrom('exit' as const, 'drain' as const),
  });
  fc.assert(
    fc.property(journeys(), others, fc.string(), (document, other, label) => {
      const renamed = { ...document, ...other, nodes: relabelled(document.nodes, label) };
      expect(planOfRandom(renamed).hash).toBe(planOfRandom(document).hash);
    }),
  );
});

describe('PL-41 what an account meets changes the hash', () => {
  const size = NURTURE.nodes.find((node) => node.id === 'size');
  const paths = size?.kind === 'splitAccounts' ? size.paths : [];
  test.each([
    ['a condition', changed('size', { paths: paths.map((path) => ({ ...path, when: SOFTWARE })) })],
    ['the order of paths', changed('size', { paths: paths.toReversed() })],
    ['an action', changed('intro', { action: { type: 'sendEmail', email: 'another' } })],
    ['a duration', changed('pause', { for: { days: 4 } })],
    ['an edge', changed('handover', { next: undefined })],
    ['re-entry', { ...NURTURE, reEntry: { delay: { days: 31 } } }],
    ['exit on audience loss', { ...NURTURE, exitOnAudienceLoss: true }],
    ['the journey', { ...NURTURE, id: 'nurture2' }],
  ] as const)('PL-41 %s', (_, document) => {
    expect(hashOf(document)).not.toBe(hashOf(NURTURE));
  });

  test('PL-41 writing a default out does not', () => {
    expect(hashOf(changed('pause', { for: { days: 5 } }))).toBe(hashOf(NURTURE));
  });
});
