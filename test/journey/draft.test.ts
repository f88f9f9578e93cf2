import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JourneyDraft } from '../../src/journey/draft.ts';
import type { JourneyNode } from '../../src/journey/document.ts';
import { openEnds, journeyGraph } from '../../src/journey/graph.ts';
import { Journey } from '../../src/journey/journey.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import { DIRECTOR, LARGE, act, mail, wait } from './world.ts';
import { journeys } from './random-journey.ts';

const base = Journey.forAccounts('j', { audience: { audience: 'enterprise' } });

const JOURNEY = base
  .sendEmail('intro', { id: 'intro' })
  .listen('emailClicked', {
    id: 'click',
    timeout: { days: 7 },
    onTimeout: (late) => late.wait({}, { id: 'late' }),
  })
  .split(
    (paths) =>
      paths
        .when('Large', LARGE, (path) => path.wait({}, { id: 'pause' }))
        .when('Empty', LARGE)
        .otherwise(),
    { id: 'size' },
  )
  .splitPeople(
    (paths) =>
      paths
        .when('Directors', DIRECTOR, (people) => people.sendEmail('case', { id: 'case' }))
        .otherwise(),
    { id: 'people' },
  )
  .sendEmail('last', { id: 'last' });

function draft(journey: Journey = JOURNEY): JourneyDraft {
  return JourneyDraft.of(journey);
}

function node(edited: JourneyDraft, id: string): JourneyNode | undefined {
  return edited.document.nodes.find((candidate) => candidate.id === id);
}

/** Expects that an edit is refused with the code, and changes nothing. */
function refused(
  edit: (edited: JourneyDraft) => unknown,
  code = 'NOT_ALLOWED',
  journey = JOURNEY,
): void {
  const edited = draft(journey);
  let thrown: unknown;
  try {
    edit(edited);
  } catch (error) {
    thrown = error;
  }
  expect(isAccompanyError(thrown) ? thrown.code : thrown).toBe(code);
  expect((thrown as Error).message).toMatch(/\. [A-Z].*\.$|\.$/);
  expect(edited.document).toBe(journey.document);
  expect(edited.canUndo).toBe(false);
}

describe('editing', () => {
  test('JD-80 the journey stays as it is', () => {
    const before = JSON.stringify(JOURNEY);
    const edited = draft().rename('Other').addNode('intro', wait('new')).removeNode('last');
    expect(JSON.stringify(JOURNEY)).toBe(before);
    expect(edited.journey().name).toBe('Other');
    expect(edited.journey().document).toBe(edited.document);
  });

  test('JD-82 a node is put behind another one and joined to what followed', () => {
    const edited = draft().addNode('intro', wait('new'));
    expect(node(edited, 'intro')).toMatchObject({ next: 'new' });
    expect(node(edited, 'new')).toEqual({ kind: 'wait', id: 'new', next: 'click' });
    expect(edited.document.nodes.map(({ id }) => id).indexOf('new')).toBe(2);
    expect(edited.issues()).toEqual([]);
  });

  test('JD-82 a node is put on a path, on others, on the timeout and behind the last node', () => {
    const edited = draft()
      .addNode({ node: 'size', branch: { path: 'empty' } }, wait('a'))
      .addNode({ node: 'size', branch: 'other' }, wait('b'))
      .addNode({ node: 'click', branch: 'timeout' }, wait('c'))
      .addNode('last', { kind: 'end', id: 'd' });
    expect(node(edited, 'size')).toMatchObject({
      paths: [{}, { next: 'a' }],
      other: { next: 'b' },
    });
    expect(node(edited, 'a')).toMatchObject({ next: 'merge-2' });
    expect(node(edited, 'click')).toMatchObject({ timeout: { next: 'c' } });
    expect(node(edited, 'c')).toMatchObject({ next: 'late' });
    expect(edited.issues()).toEqual([]);
  });

  test('JD-82 what followed comes behind the first edge of a split or a listener', () => {
    const split: JourneyNode = {
      kind: 'splitAccounts',
      id: 'new',
      paths: [
        { id: 'a', when: LARGE },
        { id: 'b', when: LARGE },
      ],
      other: {},
    };
    const edited = draft().addNode('intro', split);
    expect(node(edited, 'new')).toEqual({
      ...split,
      paths: [{ id: 'a', when: LARGE, next: 'click' }, split.paths[1]],
    });
    expect(edited.issues()).toEqual([]);
  });

  test('JD-82 actions for people are put on paths of a split by people, and nothing else', () => {
    const edited = draft()
      .addNode({ node: 'people', branch: { path: 'directors' } }, mail('first'))
      .addNode('case', mail('third'))
      .addNode({ node: 'people', branch: 'other' }, mail('other'));
    expect(node(edited, 'people')).toMatchObject({
      paths: [{ actions: [{ id: 'first' }, { id: 'case' }, { id: 'third' }] }],
      other: { actions: [{ id: 'other' }] },
    });
    expect(edited.issues()).toEqual([]);
    refused((journey) => journey.addNode('case', wait('x')));
    refused((journey) =>
      journey.addNode('case', act({ type: 'interestingMoment', moment: 'Web' }, 'accounts')),
    );
    refused((journey) =>
      journey.addNode({ node: 'people', branch: 'other' }, { kind: 'end', id: 'x' }),
    );
  });

  test('JD-82 and JD-93 what cannot be added', () => {
    refused((journey) => journey.addNode('intro', { kind: 'audience', id: 'x' }));
    refused((journey) => journey.addNode('intro', { kind: 'merge', id: 'x' }));
    refused((journey) => journey.addNode('intro', { kind: 'end', id: 'x' }));
    refused((journey) => journey.addNode('intro', { kind: 'splitAccounts', id: 'x', paths: [] }));
    refused((journey) => journey.addNode('intro', wait('x', 'last')));
    refused((journey) => journey.addNode('size', wait('x')), 'NOT_FOUND');
    refused(
      (journey) => journey.addNode({ node: 'size', branch: { path: 'none' } }, wait('x')),
      'NOT_FOUND',
    );
    refused(
      (journey) => journey.addNode({ node: 'people', branch: { path: 'none' } }, mail('x')),
      'NOT_FOUND',
    );
    refused((journey) => journey.addNode('none', wait('x')), 'NOT_FOUND');
    refused((journey) => journey.addNode('intro', wait('case')), 'DUPLICATE_ID');
    refused((journey) => journey.addNode('intro', wait('last')), 'DUPLICATE_ID');
  });

  test('JD-83 what stood before and behind a deleted node is joined', () => {
    const edited = draft()
      .removeNode('intro')
      .removeNode('late')
      .removeNode('case')
      .removeNode('last');
    expect(node(edited, 'audience')).toMatchObject({ next: 'click' });
    expect(node(edited, 'click')).toMatchObject({ timeout: { next: 'merge-1' } });
    expect(node(edited, 'people')).toMatchObject({ paths: [{ actions: [] }] });
    expect(node(edited, 'people')).not.toHaveProperty('next');
    expect(edited.issues()).toEqual([]);
  });

  test('JD-83 what is not deleted, until it is empty', () => {
    refused((journey) => journey.removeNode('audience'));
    refused((journey) => journey.removeNode('size'));
    refused((journey) => journey.removeNode('people'));
    refused((journey) => journey.removeNode('click'));
    refused((journey) => journey.removeNode('merge-2'));
    refused((journey) => journey.removeNode('none'), 'NOT_FOUND');
    const emptied = draft().removeNode('case').removeNode('people');
    expect(node(emptied, 'merge-2')).toMatchObject({ next: 'last' });
    const unmerged = draft()
      .unmerge({ node: 'size', branch: 'other' })
      .unmerge({ node: 'size', branch: { path: 'empty' } })
      .removeNode('merge-2')
      .removeNode('last')
      .removeNode('case')
      .removeNode('people')
      .removeNode('pause')
      .removeNode('size');
    expect(node(unmerged, 'merge-1')).toEqual({ kind: 'merge', id: 'merge-1' });
    expect(unmerged.issues()).toEqual([]);
    const silent = draft().removeNode('late').unmerge({ node: 'click', branch: 'timeout' });
    expect(node(silent.removeNode('click'), 'intro')).toMatchObject({ next: 'merge-1' });
  });

  test('JD-84 settings are changed and taken out', () => {
    const edited = draft()
      .updateNode('intro', { label: 'Hello', action: { type: 'sendEmail', email: 'new' } })
      .updateNode('pause', { for: { hours: 2 } })
      .updateNode('late', { until: '2026-06-01T00:00:00Z' })
      .updateNode('audience', { list: 'named' })
      .updateNode('case', { label: 'Case' })
      .updateNode('click', { timeout: { after: { days: 1 } }, filter: DIRECTOR });
    expect(node(edited, 'intro')).toMatchObject({
      label: 'Hello',
      action: { email: 'new' },
      next: 'click',
    });
    expect(node(edited, 'pause')).toMatchObject({ for: { hours: 2 }, next: 'merge-2' });
    expect(node(edited, 'late')).toEqual({
      kind: 'wait',
      id: 'late',
      until: '2026-06-01T00:00:00Z',
      next: 'merge-1',
    });
    expect(node(edited, 'audience')).toEqual({
      kind: 'audience',
      id: 'audience',
      list: 'named',
      next: 'intro',
    });
    expect(node(edited, 'click')).toMatchObject({
      timeout: { after: { days: 1 }, next: 'late' },
      filter: DIRECTOR,
    });
    edited
      .updateNode('late', { mustEndOn: { zone: 'UTC' } })
      .updateNode('intro', { label: undefined });
    expect(node(edited, 'late')).toEqual({
      kind: 'wait',
      id: 'late',
      mustEndOn: { zone: 'UTC' },
      next: 'merge-1',
    });
    expect(node(edited, 'intro')).not.toHaveProperty('label');
    expect(edited.issues()).toEqual([]);
  });

  test('JD-84 another context resets what a node does', () => {
    const edited = draft()
      .updateNode('click', { filter: DIRECTOR, members: {} })
      .updateNode('click', { context: 'accounts' })
      .updateNode('intro', { context: 'accounts' })
      .updateNode('last', { context: 'accounts', action: { type: 'addToList', list: 'named' } });
    expect(node(edited, 'click')).toEqual({
      kind: 'listen',
      id: 'click',
      context: 'accounts',
      events: [],
      timeout: { after: { days: 7 }, next: 'late' },
      next: 'merge-1',
    });
    expect(node(edited, 'intro')).toMatchObject({
      context: 'accounts',
      action: { type: 'custom', name: '' },
    });
    expect(node(edited, 'last')).toMatchObject({ action: { type: 'addToList' } });
    const same = draft().updateNode('intro', { context: 'people' });
    expect(same.canUndo).toBe(false);
  });

  test('JD-84 and JD-93 ids, kinds and edges are no settings', () => {
    refused((journey) => journey.updateNode('intro', { id: 'x' } as never), 'INVALID_INPUT');
    refused((journey) => journey.updateNode('intro', { next: 'last' } as never), 'INVALID_INPUT');
    refused((journey) => journey.updateNode('size', { paths: [] } as never), 'INVALID_INPUT');
    refused((journey) => journey.updateNode('last', { until: 'x' }), 'INVALID_INPUT');
    refused((journey) => journey.updateNode('click', { timeout: undefined }));
    refused((journey) => journey.updateNode('click', { timeout: { path: false } }));
    refused((journey) => journey.updateNode('click', { timeout: { next: 'last' } as never }));
    refused((journey) => journey.updateNode('case', { context: 'accounts' }));
  });

  test('JD-85 a path is added at the end or at a position', () => {
    const edited = draft()
      .addPath('size', { id: 'new', label: 'New', when: LARGE })
      .addPath('size', { id: 'first', when: LARGE }, 0)
      .addPath('people', { id: 'all', when: DIRECTOR });
    expect(node(edited, 'size')).toMatchObject({
      paths: [{ id: 'first' }, { id: 'large' }, { id: 'empty' }, { id: 'new', label: 'New' }],
    });
    expect(node(edited, 'people')).toMatchObject({
      paths: [{ id: 'directors' }, { id: 'all', actions: [] }],
    });
    expect(edited.issues()).toEqual([]);
    refused((journey) => journey.addPath('size', { id: 'large' }), 'DUPLICATE_ID');
    refused((journey) => journey.addPath('size', { id: 'x' }, 5), 'INVALID_INPUT');
    refused((journey) => journey.addPath('intro', { id: 'x' }));
  });

  test('JD-86 a path is deleted only when it has no nodes', () => {
    refused((journey) => journey.removePath('size', 'large'));
    refused((journey) => journey.removePath('size', 'empty'));
    refused((journey) => journey.removePath('people', 'directors'));
    refused((journey) => journey.setOther('size', null));
    refused((journey) => journey.removePath('size', 'none'), 'NOT_FOUND');
    const edited = draft()
      .unmerge({ node: 'size', branch: { path: 'empty' } })
      .removePath('size', 'empty')
      .setOther('people', null)
      .removeNode('case')
      .removePath('people', 'directors');
    expect(node(edited, 'size')).toMatchObject({ paths: [{ id: 'large' }] });
    expect(node(edited, 'people')).toEqual({
      kind: 'splitPeople',
      id: 'people',
      paths: [],
      next: 'last',
    });
  });

  test('JD-86 others are added and labelled', () => {
    const edited = draft()
      .setOther('people', null)
      .setOther('people', { label: 'Everybody' })
      .setOther('size', { label: 'Rest' });
    expect(node(edited, 'people')).toMatchObject({ other: { label: 'Everybody', actions: [] } });
    expect(node(edited, 'size')).toMatchObject({ other: { label: 'Rest', next: 'merge-2' } });
  });

  test('JD-87 moving a path changes its priority only', () => {
    const edited = draft()
      .movePath('size', 'large', 1)
      .updatePath('size', 'large', { label: undefined, when: DIRECTOR });
    expect(node(edited, 'size')).toMatchObject({
      paths: [
        { id: 'empty', next: 'merge-2' },
        { id: 'large', when: DIRECTOR, next: 'pause' },
      ],
    });
    refused((journey) => journey.movePath('size', 'large', 2), 'INVALID_INPUT');
    refused(
      (journey) => journey.updatePath('size', 'large', { next: 'last' } as never),
      'INVALID_INPUT',
    );
  });

  const forked = base.split(
    (paths) =>
      paths
        .when('A', LARGE, (path) => path.wait())
        .when('B', LARGE)
        .otherwise(),
    { id: 'fork' },
  );

  test('JD-88 open ends are merged, and further ones led to the merge', () => {
    const ends = ['wait-1', { node: 'fork', branch: { path: 'b' } }] as const;
    const edited = draft(forked).merge(ends, { label: 'Meet' });
    expect(node(edited, 'merge-1')).toEqual({ kind: 'merge', id: 'merge-1', label: 'Meet' });
    expect(node(edited, 'wait-1')).toMatchObject({ next: 'merge-1' });
    edited
      .addNode('merge-1', wait('after'))
      .merge([{ node: 'fork', branch: 'other' }], { into: 'merge-1' });
    expect(node(edited, 'fork')).toMatchObject({
      paths: [{}, { next: 'merge-1' }],
      other: { next: 'merge-1' },
    });
    expect(edited.issues()).toEqual([]);
    expect(() => edited.merge(['after'], { into: 'merge-1' })).toThrow(
      /comes from the merge itself/,
    );
    refused((journey) => journey.merge(['wait-1']), 'NOT_ALLOWED', forked);
    refused((journey) => journey.merge(['wait-1', 'wait-1']), 'NOT_ALLOWED', forked);
    refused((journey) => journey.merge(['wait-1', 'audience']), 'NOT_ALLOWED', forked);
    refused((journey) => journey.merge(['wait-1', 'none']), 'NOT_FOUND', forked);
    refused((journey) => journey.merge(['wait-1'], { into: 'fork' }), 'NOT_ALLOWED', forked);
    refused((journey) => journey.merge(ends, { id: 'fork' }), 'DUPLICATE_ID', forked);
    refused((journey) => journey.merge(['case', 'last']));
  });

  test('JD-89 a path is taken out of a merge, but not the last one', () => {
    const edited = draft().unmerge('late');
    expect(node(edited, 'late')).not.toHaveProperty('next');
    expect(edited.issues().map(({ code }) => code)).toEqual(['MERGE_MIN_PATHS']);
    expect(() => edited.unmerge('click')).toThrow(/last path/);
    expect(edited.removeNode('merge-1').issues()).toEqual([]);
    refused((journey) => journey.unmerge('intro'));
    refused((journey) => journey.unmerge('last'));
  });

  test('JD-90 of a published journey only name and end date change', () => {
    const published = JourneyDraft.of(JOURNEY, { published: true });
    const edits: (() => unknown)[] = [
      () => published.addNode('intro', wait('x')),
      () => published.removeNode('intro'),
      () => published.updateNode('intro', { label: 'x' }),
      () => published.addPath('size', { id: 'x' }),
      () => published.merge([]),
      () => published.setSettings({ startDate: '2026-01-01' }),
    ];
    for (const edit of edits) expect(edit).toThrow(/published/);
    expect(published.document).toBe(JOURNEY.document);
    published.rename('New').setSettings({ endDate: '2027-01-01' });
    expect(published.document).toMatchObject({ name: 'New', endDate: '2027-01-01' });
  });

  test('JD-81 and JD-93 settings of the journey', () => {
    const edited = draft().setSettings({
      description: 'x',
      endDate: '2027-01-01',
      reEntry: {},
      exitOnAudienceLoss: true,
    });
    expect(edited.document).toMatchObject({ description: 'x', endDate: '2027-01-01', reEntry: {} });
    edited.setSettings({ description: undefined, reEntry: undefined });
    expect(edited.document).not.toHaveProperty('description');
    refused((journey) => journey.setSettings({ nodes: [] } as never), 'INVALID_INPUT');
    refused((journey) => journey.setSettings({ id: 'x' } as never), 'INVALID_INPUT');
  });
});

describe('undo and redo', () => {
  test('JD-91 another edit forgets what was undone', () => {
    const edited = draft().rename('A').rename('B').undo();
    expect(edited.document.name).toBe('A');
    edited.redo();
    expect(edited.document.name).toBe('B');
    edited.undo().rename('C');
    expect(edited.canRedo).toBe(false);
    expect(edited.undo().undo().document).toEqual(JOURNEY.document);
  });

  test('JD-92 nothing to undo, and no more than the history', () => {
    refused((journey) => journey.undo(), 'NOTHING_TO_UNDO');
    refused((journey) => journey.redo(), 'NOTHING_TO_UNDO');
    const short = JourneyDraft.of(JOURNEY, { history: 2 })
      .rename('A')
      .rename('B')
      .rename('C')
      .undo()
      .undo();
    expect(short.document.name).toBe('A');
    expect(short.canUndo).toBe(false);
    const long = draft();
    for (let index = 0; index < 150; index += 1) long.rename(`name ${index}`);
    for (let index = 0; index < 100; index += 1) long.undo();
    expect(long.canUndo).toBe(false);
    expect(long.document.name).toBe('name 49');
  });

  test('JD-81 and JD-91 random edits: refused ones change nothing, undo and redo restore exactly', () => {
    fc.assert(
      fc.property(
        journeys(),
        fc.array(fc.array(fc.nat(99), { minLength: 4, maxLength: 4 }), { maxLength: 25 }),
        (journey, edits) => {
          const edited = JourneyDraft.of(journey);
          for (const numbers of edits) {
            const before = edited.document;
            const sound = structure(edited);
            try {
              edit(edited, numbers);
            } catch (error) {
              if (!isAccompanyError(error) || error.kind === 'bug') throw error;
              expect(edited.document).toBe(before);
            }
            // Only a merge that lost a path, or a split that lost its paths, may be left to repair.
            if (sound) expect(structure(edited)).toBe(true);
          }
          const last = edited.document;
          let count = 0;
          for (; edited.canUndo; count += 1) edited.undo();
          expect(JSON.stringify(sorted(edited.document))).toBe(
            JSON.stringify(sorted(journey.document)),
          );
          for (; count > 0; count -= 1) edited.redo();
          expect(edited.canRedo).toBe(false);
          expect(edited.document).toEqual(last);
        },
      ),
    );
  });
});

const LEFT_TO_REPAIR: ReadonlySet<string> = new Set([
  'MERGE_MIN_PATHS',
  'SPLIT_NO_PATHS',
  'UNREACHABLE',
  'NODE_INCOMPLETE',
]);

function structure(edited: JourneyDraft): boolean {
  return edited.issues().every(({ code }) => LEFT_TO_REPAIR.has(code));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  );
}

/** One edit, possibly one that is refused. */
function edit(
  edited: JourneyDraft,
  [kind = 0, first = 0, second = 0, third = 0]: readonly number[],
): void {
  const { nodes } = edited.document;
  const at = nodes[first % nodes.length]!;
  const other = nodes[second % nodes.length]!;
  const ends = openEnds(journeyGraph(edited.document)).map(({ from, branch }) => ({
    node: from,
    branch,
  }));
  const branch = (['next', 'timeout', 'other', { path: 'large' }] as const)[third % 4]!;
  const id = `new-${first}-${second}-${third}`;
  const made: JourneyNode[] = [
    wait(id),
    mail(id),
    { kind: 'splitAccounts', id, paths: [{ id: 'large', when: LARGE }], other: {} },
    { kind: 'splitPeople', id, paths: [{ id: 'large', when: DIRECTOR, actions: [] }] },
    { kind: 'end', id },
  ];
  switch (kind % 12) {
    case 0:
    case 1:
      return void edited.addNode({ node: at.id, branch }, made[second % made.length]!);
    case 2:
    case 3:
      return void edited.removeNode(at.id);
    case 4:
      return void edited.updateNode(at.id, { label: id });
    case 5:
      return void edited.updateNode(at.id, { context: 'accounts' });
    case 6:
      return void edited.addPath(
        at.id,
        { id, when: at.kind === 'splitPeople' ? DIRECTOR : LARGE },
        second % 2,
      );
    case 7:
      return void edited.removePath(at.id, 'large');
    case 8:
      return void edited.movePath(at.id, 'large', second % 3);
    case 9:
      return void (
        ends.length > 0 && edited.merge([ends[first % ends.length]!, ends[second % ends.length]!])
      );
    case 10:
      return void edited.unmerge({ node: other.id, branch });
    default:
      return void edited.setOther(at.id, second % 2 === 0 ? null : { label: id });
  }
}
