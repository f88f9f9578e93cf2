import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JourneyDocument } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { journeyJsonSchema, parseJourney } from '../../src/journey/journey-schema.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import { LIMITS } from '../../src/model/limits.ts';
import { NURTURE } from '../plan/nurture.ts';
import { brief, journey, wait } from './world.ts';
import { journeys } from './random-journey.ts';

const plain = JSON.parse(JSON.stringify(NURTURE)) as Record<string, unknown>;
const first = plain['nodes'] as Record<string, unknown>[];

function faults(json: unknown): readonly string[] {
  return brief(parseJourney(json).issues);
}

describe('form', () => {
  test('JD-1 a document with every kind of node reads back as itself, from text and from a value', () => {
    expect(parseJourney(JSON.stringify(NURTURE))).toEqual({ ok: true, value: NURTURE, issues: [] });
    expect(parseJourney(plain)).toEqual({ ok: true, value: NURTURE, issues: [] });
    expect(Journey.fromJSON(JSON.stringify(Journey.fromJSON(plain))).document).toEqual(NURTURE);
  });

  test('JD-1 random journeys read back as themselves', () => {
    fc.assert(
      fc.property(journeys(), (built) => {
        expect(Journey.fromJSON(JSON.stringify(built)).document).toEqual(built.document);
      }),
    );
  });

  test.each<[string, unknown, string[]]>([
    ['a missing name', { ...plain, name: undefined }, ['MISSING_PROPERTY name']],
    ['a name that is no text', { ...plain, name: 5 }, ['WRONG_TYPE name']],
    ['an unknown setting', { ...plain, colour: 'red' }, ['UNKNOWN_PROPERTY colour']],
    ['another type', { ...plain, type: 'person' }, ['INVALID_VALUE type']],
    [
      'an unknown kind',
      { ...plain, nodes: [first[0], { kind: 'teleport', id: 'x' }] },
      ['UNKNOWN_KIND nodes.1.kind'],
    ],
    ['a node without kind', { ...plain, nodes: [{}] }, ['MISSING_PROPERTY nodes.0.kind']],
    ['a node that is none', { ...plain, nodes: [5] }, ['WRONG_TYPE nodes.0']],
    [
      'several faults in one node',
      { ...plain, nodes: [{ kind: 'wait', id: 1, for: { seconds: 1 }, zone: 'UTC' }] },
      [
        'WRONG_TYPE nodes.0.id',
        'UNKNOWN_PROPERTY nodes.0.for.seconds',
        'UNKNOWN_PROPERTY nodes.0.zone',
      ],
    ],
    [
      'an unknown property of an action',
      {
        ...plain,
        nodes: [
          {
            kind: 'action',
            id: 'a',
            context: 'people',
            action: { type: 'sendEmail', email: 'x', cc: 'y' },
          },
        ],
      },
      ['UNKNOWN_PROPERTY nodes.0.action.cc'],
    ],
    [
      'a fault deep inside',
      {
        ...plain,
        nodes: [
          {
            kind: 'splitPeople',
            id: 's',
            paths: [{ id: 'p', when: { kind: 'not' }, actions: [{ kind: 'end' }] }],
          },
        ],
      },
      [
        'MISSING_PROPERTY nodes.0.paths.0.when.condition',
        'MISSING_PROPERTY nodes.0.paths.0.actions.0.id',
      ],
    ],
    ['no object', [], ['WRONG_TYPE ']],
  ])('JD-2 %s', (_, json, expected) => {
    expect(faults(json)).toEqual(expected);
  });

  test('JD-3 another format', () => {
    expect(faults({ ...plain, format: 2 })).toEqual(['UNKNOWN_FORMAT format']);
  });

  test('JD-4 no JSON, depth, size and circles are issues', () => {
    expect(faults('{"format":1,')).toEqual(['INVALID_JSON ']);
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(parseJourney(deep).issues.map(({ code }) => code)).toEqual(['TOO_DEEP']);
    const circle: Record<string, unknown> = { ...plain };
    circle['reEntry'] = circle;
    expect(parseJourney(circle).issues.map(({ code }) => code)).toEqual(['INVALID_INPUT']);
    expect(parseJourney(NURTURE, { nodes: 20 }).issues.map(({ code }) => code)).toEqual([
      'TOO_LARGE',
    ]);
    expect(faults('{"__proto__":{}}')).toHaveLength(1);
    const trap = Object.defineProperty({ ...plain }, 'name', {
      enumerable: true,
      get() {
        throw new Error('trap');
      },
    });
    expect(parseJourney(trap).issues.map(({ code }) => code)).toEqual(['INVALID_INPUT']);
  });

  test('JD-4 and JD-7 hundreds of thousands of faults are reported in bounded time', () => {
    const faulty = (node: unknown): unknown => ({
      ...plain,
      nodes: Array.from({ length: 200_000 }, () => node),
    });
    const keys = Object.fromEntries(
      Array.from({ length: 300_000 }, (_, index) => [`k${index}`, 1]),
    );
    for (const json of [faulty({}), faulty(5), { ...plain, ...keys }]) {
      const { issues } = parseJourney(json);
      expect(issues.length).toBeGreaterThan(0);
      expect(issues.length).toBeLessThanOrEqual(LIMITS.issues);
    }
  });

  test('JD-4 a journey with a million paths is refused, and one with the most that is read is checked', () => {
    const paths = (length: number): unknown[] =>
      Array.from({ length }, (_, index) => ({ id: `p${index}` }));
    const split = (length: number): unknown =>
      journey([{ kind: 'splitAccounts', id: 's', paths: paths(length) as { id: string }[] }]);
    expect(parseJourney(split(1_000_000)).issues.map(({ code }) => code)).toEqual(['TOO_LARGE']);
    expect(brief(validateJourney(split(200_000) as JourneyDocument))).toEqual([
      'SPLIT_PATH_LIMIT nodes.1.paths',
    ]);
  });

  test('JD-5 the JSON Schema accepts and refuses as reading does', () => {
    const valid = new Ajv2020({ strict: false }).compile(journeyJsonSchema());
    const documents: unknown[] = [
      plain,
      journey([wait('w')]),
      { ...plain, name: 5 },
      { ...plain, colour: 'red' },
      { ...plain, nodes: [{ kind: 'teleport', id: 'x' }] },
      { ...plain, reEntry: { delay: { weeks: 1 } } },
      { ...plain, reEntry: { delay: { hours: 1 } } },
    ];
    for (const document of documents) {
      expect(valid(document)).toBe(parseJourney(document).ok);
    }
  });

  test('JD-6 fromJSON refuses with all issues', () => {
    let thrown: unknown;
    try {
      Journey.fromJSON({ ...plain, name: 5, colour: 'red' });
    } catch (error) {
      thrown = error;
    }
    expect(isAccompanyError(thrown) && thrown.code).toBe('INVALID_DOCUMENT');
    const { details } = thrown as { details: { issues: { code: string }[] } };
    expect(details.issues.map(({ code }) => code)).toEqual(['WRONG_TYPE', 'UNKNOWN_PROPERTY']);
    expect(() => Journey.fromJSON('nonsense')).toThrow(/INVALID_JSON/);
  });

  test('JD-6 what is read is a copy, frozen', () => {
    const source = JSON.parse(JSON.stringify(NURTURE)) as { name: string };
    const read = Journey.fromJSON(source);
    source.name = 'changed';
    expect(read.name).toBe(NURTURE.name);
    expect(Object.isFrozen(read.document.nodes)).toBe(true);
    expect(read.document satisfies JourneyDocument).toEqual(NURTURE);
  });
});
