import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parseScenario, scenarioJsonSchema } from '../../src/scenario/schema.ts';
import { email, journey, scenario } from './parts.ts';

function codes(input: unknown): string[] {
  const read = parseScenario(input);
  return read.issues.map(({ code, path }) => `${code} ${path.join('.')}`);
}

describe('reading scenarios', () => {
  test('SC-1 text that is no JSON, forbidden keys, and what is too deep is one issue, and nothing throws', () => {
    expect(codes('{"format":')).toEqual(['INVALID_JSON ']);
    expect(codes('')).toEqual(['INVALID_JSON ']);
    expect(codes('{"__proto__": {}}')).toEqual(['INVALID_JSON ']);
    expect(codes('{"accounts":[{"id":"a","attributes":{"constructor":1}}]}')).toEqual([
      'INVALID_JSON accounts.0.attributes.constructor',
    ]);
    expect(codes(`${'['.repeat(500)}${']'.repeat(500)}`)).toEqual(['TOO_DEEP ']);
    const deep: { of?: unknown } = {};
    let inner = deep;
    for (let level = 0; level < 500; level += 1) inner = inner.of = {} as { of?: unknown };
    expect(parseScenario(deep).issues[0]?.code).toBe('TOO_DEEP');
    const circle: { me?: unknown } = {};
    circle.me = circle;
    expect(parseScenario(circle).issues[0]?.code).toBe('INVALID_INPUT');
    for (const odd of [undefined, null, 5, true, 'text', [], () => 1, Symbol('s'), new Map()]) {
      expect(parseScenario(odd).ok).toBe(false);
    }
  });

  test('SC-1 a key __proto__ in a value pollutes nothing', () => {
    const value: unknown = JSON.parse(
      '{"format":1,"start":"2026-01-05","end":"2026-02-05","accounts":[{"id":"a","attributes":{"__proto__":{"polluted":1}}}]}',
    );
    expect(parseScenario(value).issues[0]?.code).toBe('INVALID_INPUT');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('SC-2 unknown, missing and mistyped properties are all reported with their paths', () => {
    const wrong = {
      ...scenario(),
      end: 5,
      acounts: [],
      people: [{ id: 'ann', attribute: {} }],
      relations: [{ account: 'acme' }],
      journeys: [{ ...journey([]), nodes: [{ kind: 'wiat', id: 'w' }] }],
    };
    expect(codes(wrong).toSorted()).toEqual([
      'MISSING_PROPERTY relations.0.person',
      'UNKNOWN_KIND journeys.0.nodes.0.kind',
      'UNKNOWN_PROPERTY acounts',
      'UNKNOWN_PROPERTY people.0.attribute',
      'WRONG_TYPE end',
    ]);
  });

  test('SC-2 SC-17 an entry is told by the form that it comes nearest to', () => {
    const timeline = (entry: unknown): string[] => codes({ ...scenario(), timeline: [entry] });
    expect(timeline({ at: '2026-01-06', acounts: [] })).toEqual([
      'UNKNOWN_PROPERTY timeline.0.acounts',
    ]);
    expect(timeline({ at: '2026-01-06', people: [{ id: 'x', nam: 1 }] })).toEqual([
      'UNKNOWN_PROPERTY timeline.0.people.0.nam',
    ]);
    expect(timeline({ at: '2026-01-06', list: { add: ['acme'] } })).toEqual([
      'MISSING_PROPERTY timeline.0.list.id',
    ]);
    expect(timeline({ at: '2026-01-06', publish: 5 })).toEqual(['WRONG_TYPE timeline.0.publish']);
    expect(timeline({ publish: 'nurture' })).toEqual(['MISSING_PROPERTY timeline.0.at']);
    expect(timeline({ at: '2026-01-06', publish: 'a', close: 'b' })).toHaveLength(1);
    expect(timeline({ at: '2026-01-06', endDate: { journey: 'a', date: 5 } })).toEqual([
      'WRONG_TYPE timeline.0.endDate.date',
    ]);
    expect(timeline('tomorrow')).toEqual(['WRONG_TYPE timeline.0']);
  });

  test('SC-3 another format is refused', () => {
    expect(codes({ ...scenario(), format: 2 })).toEqual(['UNKNOWN_FORMAT format']);
    expect(codes({ start: '2026-01-05', end: '2026-01-06' })).toEqual(['MISSING_PROPERTY format']);
  });

  test('SC-4 the JSON Schema accepts what reading accepts, and refuses unknown properties', () => {
    const accepts = new Ajv2020({ strict: false }).compile(scenarioJsonSchema());
    const good = scenario({
      journeys: [journey([email('hello')])],
      lists: [{ id: 'l', type: 'static', status: 'live', members: ['acme'] }],
      responses: [{ people: ['ann'], outcome: 'refused', reason: 'bounced' }],
      catalogue: { actions: { call: { of: 'accounts' } } },
      timeline: [
        { at: '2026-01-06', events: [{ type: 'emailOpened', person: 'ann' }] },
        { at: '2026-01-06', list: { id: 'l', remove: ['acme'] } },
        { at: '2026-01-07', close: 'nurture' },
      ],
    });
    const variants: unknown[] = [
      good,
      { ...good, extra: 1 },
      { ...good, format: 2 },
      { ...good, timeline: [{ at: '2026-01-06', publish: 'a', close: 'b' }] },
      { ...good, timeline: [{ at: '2026-01-06' }] },
      { ...good, timeline: [{ at: '2026-01-06', lists: [] }] },
      { ...good, responses: [{ outcome: 'lost' }] },
      { ...good, lists: [{ id: 'l', type: 'static', status: 'live', member: [] }] },
      { ...good, people: [{ id: 'ann', consent: 'maybe' }] },
      { ...good, people: [{ id: 'ann', consent: null }] },
    ];
    const read = variants.map((variant) => parseScenario(variant).ok);
    expect(variants.map((variant) => accepts(variant))).toEqual(read);
    expect(read.filter(Boolean)).toHaveLength(3);
  });
});
