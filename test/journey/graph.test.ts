import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import {
  journeyGraph,
  openEnds,
  reachableFrom,
  topologicalOrder,
} from '../../src/journey/graph.ts';
import { limits } from '../../src/model/limits.ts';
import { CONTEXT, DIRECTOR, LARGE, act, found, journey, mail, wait } from './world.ts';
import { journeys } from './random-journey.ts';

function split(
  id: string,
  ...next: (string | undefined)[]
): Extract<JourneyNode, { kind: 'splitAccounts' }> {
  const paths = next.map((to, index) => ({
    id: `p${index}`,
    when: LARGE,
    ...(to !== undefined && { next: to }),
  }));
  return { kind: 'splitAccounts', id, paths };
}

function people(...actions: readonly JourneyNode[]): Extract<JourneyNode, { kind: 'splitPeople' }> {
  return { kind: 'splitPeople', id: 'people', paths: [{ id: 'p', when: DIRECTOR, actions }] };
}

describe('graph rules', () => {
  test('JD-20 ids of nodes and paths, and the number of nodes', () => {
    expect(found(journey([wait(' ')]))).toEqual(['INVALID_ID nodes.1.id']);
    const blank = { ...split('s'), paths: [{ id: '', when: LARGE }] };
    expect(found(journey([blank]))).toEqual(['INVALID_ID nodes.1.paths.0.id']);
    expect(found(journey([wait('x'.repeat(256))]))).toEqual(['INVALID_ID nodes.1.id']);
    const three = journey([wait('a', 'b'), wait('b')]);
    expect(found(three, { limits: limits({ nodes: 3 }) })).toEqual([]);
    expect(found(three, { limits: limits({ nodes: 2 }) })).toEqual(['NODE_LIMIT nodes']);
  });

  test('JD-21 ids stand once, also inside of splits by people and among paths', () => {
    expect(found(journey([wait('a'), wait('a')]))).toEqual(['DUPLICATE_NODE nodes.2.id']);
    const inside = journey([people(mail('start'))]);
    expect(found(inside)).toEqual(['DUPLICATE_NODE nodes.1.paths.0.actions.0.id']);
    const twice = {
      ...split('s'),
      paths: [
        { id: 'p', when: LARGE },
        { id: 'p', when: LARGE },
      ],
    };
    expect(found(journey([twice]))).toEqual(['DUPLICATE_PATH nodes.1.paths.1.id']);
    expect(found(journey([split('s', 't'), split('t', undefined)]))).toEqual([]);
  });

  test('JD-22 edges lead to nodes of the journey, not into splits by people', () => {
    expect(found(journey([wait('a', 'b')]))).toEqual(['UNKNOWN_NODE nodes.1.next']);
    expect(found(journey([split('s', undefined, 'b')]))).toEqual([
      'UNKNOWN_NODE nodes.1.paths.1.next',
    ]);
    const other: JourneyNode = { ...split('s', undefined), other: { next: 'b' } };
    expect(found(journey([other]))).toEqual(['UNKNOWN_NODE nodes.1.other.next']);
    const late: JourneyNode = {
      kind: 'listen',
      id: 'l',
      context: 'people',
      events: [{ event: 'emailClicked', minimum: 1 }],
      timeout: { next: 'b' },
    };
    expect(found(journey([late]))).toEqual(['UNKNOWN_NODE nodes.1.timeout.next']);
    const into = journey([split('s', 'people', 'inner'), people(mail('inner'))]);
    expect(found(into)).toEqual(['UNKNOWN_NODE nodes.1.paths.1.next']);
  });

  test('JD-23 one issue for each edge that leads back', () => {
    const loop = journey([{ kind: 'merge', id: 'm', next: 'a' }, wait('a', 'm')]);
    expect(found(loop)).toEqual(['CYCLE nodes.2.next']);
    const self = journey([{ kind: 'merge', id: 'm', next: 'm' }]);
    expect(found(self)).toEqual(['CYCLE nodes.1.next']);
    const apart = journey([wait('a'), wait('b', 'c'), wait('c', 'b')]);
    expect(found(apart).filter((issue) => issue.startsWith('CYCLE'))).toEqual([
      'CYCLE nodes.3.next',
    ]);
  });

  test('JD-24 every node is behind the audience node', () => {
    expect(found(journey([wait('a'), wait('b')]))).toEqual(['UNREACHABLE nodes.2']);
    const off: JourneyNode = {
      kind: 'listen',
      id: 'l',
      context: 'people',
      events: [{ event: 'emailClicked', minimum: 1 }],
      timeout: { path: false, next: 'a' },
    };
    expect(found(journey([off, wait('a')]))).toEqual([
      'TIMEOUT_PATH nodes.1.timeout.next',
      'UNREACHABLE nodes.2',
    ]);
  });

  test.each<JourneyNode>([
    wait('x'),
    mail('x'),
    { kind: 'end', id: 'x' },
    split('x', undefined),
    { ...people(mail('inner')), id: 'x' },
  ])('JD-25 only a merge joins paths: $kind', (node) => {
    expect(found(journey([split('s', 'x', 'x'), node]))).toEqual(['MERGE_REQUIRED nodes.2']);
    const joined = journey([split('s', 'm', 'm'), { kind: 'merge', id: 'm', next: 'x' }, node]);
    expect(found(joined)).toEqual([]);
  });

  test('JD-26 a merge joins at least two paths', () => {
    const one = journey([split('s', 'm', undefined), { kind: 'merge', id: 'm' }]);
    expect(found(one)).toEqual(['MERGE_MIN_PATHS nodes.2']);
    expect(found(journey([split('s', 'm', 'm'), { kind: 'merge', id: 'm' }]))).toEqual([]);
  });

  test('JD-30 one audience node, first', () => {
    const settings = journey([]);
    const start = settings.nodes[0]!;
    expect(found({ ...settings, nodes: [] })).toEqual(['AUDIENCE_MISSING nodes']);
    expect(found({ ...settings, nodes: [wait('w')] })).toEqual(['AUDIENCE_MISSING nodes']);
    expect(
      found({ ...settings, nodes: [{ ...wait('w') }, { ...start, next: 'w' } as JourneyNode] }),
    ).toEqual(['AUDIENCE_NOT_FIRST nodes.1']);
    const second: JourneyNode = { kind: 'audience', id: 'again', audience: 'enterprise' };
    expect(found(journey([wait('w'), second]))).toEqual(['AUDIENCE_NOT_FIRST nodes.2']);
    expect(found(journey([wait('w', 'start')]))).toContain('AUDIENCE_NOT_FIRST nodes.0');
  });

  test.each<[Record<string, string>, string[]]>([
    [{}, ['AUDIENCE_MISSING nodes.0']],
    [{ audience: ' ' }, ['AUDIENCE_MISSING nodes.0']],
    [{ audience: 'enterprise', list: 'named' }, ['AUDIENCE_EXCLUSIVE nodes.0']],
    [{ audience: 'enterprise' }, []],
    [{ list: 'named' }, []],
    [{ list: 'dynamic' }, []],
    [{ audience: 'none' }, ['UNKNOWN_AUDIENCE nodes.0.audience']],
    [{ audience: 'directors' }, ['AUDIENCE_SUBJECT nodes.0.audience']],
    [{ list: 'none' }, ['UNKNOWN_LIST nodes.0.list']],
    [{ list: 'unpublished' }, ['AUDIENCE_NOT_LIVE nodes.0.list']],
  ])('JD-31 and JD-32 starting from %j', (source, expected) => {
    const document = { ...journey([]), nodes: [{ kind: 'audience', id: 'start', ...source }] };
    expect(found(document as JourneyDocument)).toEqual(expected);
  });

  test('JD-33 inside of a split by people stand actions for people only', () => {
    const place = 'NESTING nodes.1.paths.0.actions.0';
    const salesAlert = { type: 'custom', name: 'salesAlert', input: { offer: 'x' } } as const;
    const wrong: readonly JourneyNode[] = [
      wait('x'),
      { ...split('x', undefined) },
      { ...people(mail('deep')), id: 'x' },
      { kind: 'end', id: 'x' },
      { kind: 'merge', id: 'x' },
      { ...act(salesAlert, 'accounts'), id: 'x' },
      mail('x', 'people'),
      {
        kind: 'listen',
        id: 'x',
        context: 'people',
        events: [{ event: 'emailClicked', minimum: 1 }],
      },
    ];
    for (const node of wrong) {
      expect(found(journey([people(node)])).filter((issue) => issue.startsWith('NESTING'))).toEqual(
        [place],
      );
    }
    expect(found(journey([people(mail('x'), mail('y'))]))).toEqual([]);
    const other: JourneyNode = { ...people(mail('x')), other: { actions: [wait('y')] } };
    expect(found(journey([other]))).toEqual(['NESTING nodes.1.other.actions.0']);
  });

  test('JD-34 a split has 1 to 25 paths, others not counted', () => {
    const wide = (count: number): JourneyNode => ({
      ...split('s', ...Array.from({ length: count }, () => undefined)),
      other: {},
    });
    expect(found(journey([wide(0)]))).toEqual(['SPLIT_NO_PATHS nodes.1.paths']);
    expect(found(journey([wide(25)]))).toEqual([]);
    expect(found(journey([wide(26)]))).toEqual(['SPLIT_PATH_LIMIT nodes.1.paths']);
    expect(found(journey([{ ...people(), paths: [] }]))).toEqual(['SPLIT_NO_PATHS nodes.1.paths']);
  });

  test('JD-35 every path has a condition that says something', () => {
    const empty = [
      undefined,
      { kind: 'all', of: [] },
      { kind: 'any', of: [{ kind: 'all', of: [] }] },
    ] as const;
    for (const when of empty) {
      const node: JourneyNode = {
        kind: 'splitAccounts',
        id: 's',
        paths: [{ id: 'p', ...(when !== undefined && { when }) }],
      };
      expect(found(journey([node]))).toEqual(['FILTER_EMPTY nodes.1.paths.0.when']);
    }
    const groups = journey([
      { kind: 'splitAccounts', id: 's', paths: [{ id: 'p', when: { kind: 'group' } }] },
    ]);
    expect(found(groups)).toEqual(['FILTER_EMPTY nodes.1.paths.0.when']);
  });

  test('JD-36 splits nest, and paths of different splits meet', () => {
    const depth = 200;
    const nested = Array.from({ length: depth }, (_, index) =>
      split(`s${index}`, index === depth - 1 ? undefined : `s${index + 1}`, 'm'),
    );
    expect(found(journey([...nested, { kind: 'merge', id: 'm' }]))).toEqual([]);
  });
});

describe('graph', () => {
  test('a long journey is walked without recursion', () => {
    const long = journey(
      Array.from({ length: 50_000 }, (_, index) => wait(`w${index}`, `w${index + 1}`)),
    );
    const graph = journeyGraph(long);
    expect(reachableFrom(graph, 'start').size).toBe(50_001);
    expect(topologicalOrder(graph).order).toHaveLength(50_001);
    expect(openEnds(graph)).toEqual([]);
  });

  test('every node stands before those that it leads to, the audience node first', () => {
    fc.assert(
      fc.property(journeys(), ({ document }) => {
        const graph = journeyGraph(document);
        const { order, circles } = topologicalOrder(graph);
        const position = new Map(order.map((id, index) => [id, index]));
        expect(circles).toEqual([]);
        expect(order[0]).toBe('audience');
        expect(position.size).toBe(document.nodes.length);
        for (const { from, to } of [...graph.out.values()].flat()) {
          if (to !== undefined) expect(position.get(from)).toBeLessThan(position.get(to)!);
        }
      }),
    );
  });

  test('JD-8 structure needs no catalogue', () => {
    expect(found(journey([wait('a', 'b')]), {})).toEqual(found(journey([wait('a', 'b')]), CONTEXT));
  });
});
