import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath, hasErrors } from '../../src/kernel/issue.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { checkStages } from '../../src/stage/check-stages.ts';
import { setStatus } from '../../src/stage/group-status.ts';
import { moveStage, refitStage } from '../../src/stage/move-stage.ts';
import {
  changeStages,
  checkStagesRemoval,
  publishStages,
} from '../../src/stage/stage-lifecycle.ts';
import { distancesToSuccess, stageName } from '../../src/stage/stage-model.ts';
import type { Stage, StageModel } from '../../src/stage/stage-model.ts';

const STAGES: readonly Stage[] = [
  { id: 'aware', name: 'Aware', entry: true, to: ['interested', 'lost'] },
  { id: 'interested', to: ['aware', 'interested', 'won', 'lost'] },
  { id: 'won', destination: 'success' },
  { id: 'lost', destination: 'failure', to: ['aware'] },
];
const DRAFT: StageModel = { id: 'life', name: 'Life', status: 'draft', stages: STAGES };
const LIVE: StageModel = { ...DRAFT, status: 'live' };

function print(issues: readonly Issue[]): string[] {
  return issues.map(({ code, path }) => `${code} ${formatPath(path)}`);
}

function faults(...stages: Stage[]): string[] {
  return print(checkStages({ ...DRAFT, stages }));
}

/** The stages with some parts changed. */
function altered(id: string, parts: Partial<Stage>): Stage[] {
  return STAGES.map((stage) => (stage.id === id ? { ...stage, ...parts } : stage));
}

describe('models', () => {
  test('BG-80 ids, names and transitions', () => {
    expect(print(checkStages(DRAFT))).toEqual([]);
    expect(faults()).toEqual(['NO_STAGES stages']);
    expect(faults(...STAGES, { id: 'AWARE', to: ['won'] })).toEqual(['DUPLICATE_STAGE stages[4]']);
    expect(faults(...STAGES, { id: 'x', name: 'aware ', to: ['won'] })).toEqual([
      'DUPLICATE_STAGE stages[4]',
    ]);
    expect(faults(...STAGES, { id: '', to: ['won'] })).toEqual(['INVALID_ID stages[4].id']);
    expect(faults(...altered('aware', { to: ['wn'] }))).toEqual(['UNKNOWN_STAGE stages[0].to[0]']);
    expect(faults(...altered('aware', { to: ['won', 'won'] }))).toEqual([
      'DUPLICATE_STAGE stages[0].to[1]',
    ]);
    const many = Array.from({ length: 97 }, (_, at) => ({
      id: `s${at}`,
      entry: true,
      to: ['won'],
    }));
    expect(faults(...STAGES, ...many)).toEqual(['TOO_MANY stages']);
    expect(print(checkStages({ ...DRAFT, id: '', name: '' }))).toEqual([
      'INVALID_ID id',
      'INVALID_NAME name',
    ]);
  });

  test('BG-81 an entry, one success that ends, failures, no dead ends', () => {
    expect(faults(...altered('aware', { entry: false }))).toContain('NO_ENTRY_STAGE stages');
    expect(faults(...altered('lost', { destination: 'success' }))).toEqual([
      'SUCCESS_STAGES stages',
      'SUCCESS_GOES_ON stages[3].to',
    ]);
    expect(faults(...altered('won', { destination: 'failure' }))).toEqual([
      'SUCCESS_STAGES stages',
    ]);
    expect(faults(...altered('won', { to: ['aware'] }))).toEqual(['SUCCESS_GOES_ON stages[2].to']);
    expect(faults(...altered('aware', { to: ['aware'] }))).toContain('DEAD_END_STAGE stages[0].to');
    const lost = { id: 'gone', destination: 'failure', entry: true } as const;
    expect(faults(...STAGES, lost)).toEqual([]);
  });

  test('BG-82 a way in and a way out', () => {
    const ring: Stage[] = [
      { id: 'a', entry: true, to: ['b', 'won'] },
      { id: 'b', to: ['c'] },
      { id: 'c', to: ['b'] },
      { id: 'won', destination: 'success' },
    ];
    expect(faults(...ring)).toEqual(['NO_WAY_OUT stages[1]', 'NO_WAY_OUT stages[2]']);
    const [island] = checkStages({ ...DRAFT, stages: [...STAGES, { id: 'x', to: ['won'] }] });
    expect([island?.code, island?.severity]).toEqual(['UNREACHABLE_STAGE', 'warning']);
  });

  const ids = ['a', 'b', 'c', 'd', 'e'];
  const stages = fc
    .array(
      fc.record({
        entry: fc.boolean(),
        destination: fc.constantFrom(undefined, undefined, 'failure' as const),
        to: fc.subarray(ids),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((all) => [
      { id: 'won', destination: 'success' as const },
      ...all.map(({ destination, ...stage }, at): Stage => ({
        id: ids[at]!,
        ...stage,
        to: [...stage.to, 'won'].filter((id) => id === 'won' || ids.indexOf(id) < all.length),
        ...(destination && { destination }),
      })),
    ]);

  test('BG-81 BG-82 BG-86 in a model without errors nobody is ever stuck', () => {
    fc.assert(
      fc.property(stages, (drawn) => {
        const model = { ...LIVE, stages: drawn };
        fc.pre(!hasErrors(checkStages({ ...model, status: 'draft' })));
        const open = new Set<string | null>([null]);
        for (const current of open) {
          for (const { id } of drawn) {
            if (moveStage(model, current, id).outcome === 'moved') open.add(id);
          }
        }
        const known = new Map(drawn.map((stage) => [stage.id, stage]));
        const distances = distancesToSuccess(model);
        for (const id of open) {
          if (id === null || known.get(id)!.destination !== undefined) continue;
          expect(known.get(id)!.to!.length).toBeGreaterThan(0);
          expect(distances.has(id)).toBe(true);
        }
      }),
    );
  });

  test('BG-83 published while no other is live', () => {
    expect(publishStages(DRAFT)).toEqual({ ok: true, value: LIVE, issues: [] });
    expect(print(publishStages(LIVE).issues)).toEqual(['STAGE_MODEL_LIVE status']);
    expect(print(publishStages({ ...DRAFT, id: 'new' }, [LIVE]).issues)).toEqual([
      'STAGE_MODEL_LIVE status',
    ]);
    expect(publishStages({ ...DRAFT, stages: [] }).ok).toBe(false);
  });

  test('BG-84 drafts grow, live models stay', () => {
    const more = { ...DRAFT, stages: [...altered('aware', { name: 'Known' }), { id: 'new' }] };
    const changed = changeStages(DRAFT, more);
    expect(changed.ok && changed.value).toBe(more);
    expect(print(changed.issues)).toContain('DEAD_END_STAGE stages[4].to');
    const codes = (before: StageModel, after: StageModel) =>
      print(changeStages(before, after).issues);
    expect(codes(DRAFT, { ...DRAFT, stages: STAGES.slice(1) })).toEqual(['STAGE_REMOVED stages']);
    expect(codes(DRAFT, { ...DRAFT, name: 'Other' })).toEqual(['IMMUTABLE name']);
    expect(codes(LIVE, LIVE)).toEqual(['STAGE_MODEL_LIVE (root)']);
  });

  test('BG-85 deleted when nobody uses it', () => {
    const users = [{ id: 'cloud', stageModel: 'life' }, { id: 'data' }];
    expect(checkStagesRemoval(LIVE, [])).toEqual([]);
    expect(checkStagesRemoval(DRAFT, users)).toEqual([]);
    expect(print(checkStagesRemoval(LIVE, users))).toEqual(['IN_USE (root)']);
  });
});

describe('moves', () => {
  test('BG-86 along the transitions, first to an entry', () => {
    const move = (current: string | null, wanted: string, model: StageModel | null = LIVE) => {
      const result = moveStage(model, current, wanted);
      return result.outcome === 'rejected' ? result.reason : result.outcome;
    };
    expect(moveStage(LIVE, null, 'aware')).toEqual({
      outcome: 'moved',
      previous: null,
      next: 'aware',
    });
    expect(move(null, 'interested')).toBe('notAnEntry');
    expect(move('aware', 'interested')).toBe('moved');
    expect(move('aware', 'won')).toBe('notAllowed');
    expect(move('won', 'aware')).toBe('notAllowed');
    expect(move('lost', 'aware')).toBe('moved');
    expect(move('aware', 'Aware')).toBe('unknownStage');
    expect(move('gone', 'aware')).toBe('notAllowed');
    expect(move(null, 'aware', null)).toBe('noStageModel');
    expect(move(null, 'aware', DRAFT)).toBe('noStageModel');
  });

  test('BG-87 to itself only when it says so', () => {
    expect(moveStage(LIVE, 'aware', 'aware')).toEqual({ outcome: 'unchanged' });
    expect(moveStage(LIVE, 'interested', 'interested').outcome).toBe('moved');
  });

  test('BG-88 another model keeps what it knows', () => {
    expect(refitStage(LIVE, 'aware')).toEqual({ outcome: 'kept' });
    expect(refitStage(null, null)).toEqual({ outcome: 'kept' });
    expect(refitStage(null, 'aware')).toEqual({
      outcome: 'reset',
      previous: 'aware',
      next: null,
      reason: 'modelChanged',
    });
  });

  test('BG-102 the shortest way to success, and names', () => {
    expect(Object.fromEntries(distancesToSuccess(LIVE))).toEqual({
      won: 0,
      interested: 1,
      aware: 2,
      lost: 3,
    });
    expect([stageName(LIVE, 'aware'), stageName(LIVE, 'won'), stageName(LIVE, 'x')]).toEqual([
      'Aware',
      'won',
      'x',
    ]);
  });
});

test('BG-89 a status of fifty characters', () => {
  expect(setStatus(null, 'Qualified')).toEqual({
    outcome: 'set',
    previous: null,
    next: 'Qualified',
  });
  expect(setStatus('Qualified', 'Qualified')).toEqual({ outcome: 'unchanged' });
  expect(setStatus('a', 'x'.repeat(50)).outcome).toBe('set');
  for (const wrong of [
    '',
    '  ',
    'x'.repeat(51),
    'a\u0000b',
    'a\nb',
    'a\u007f',
    'a\u0085b',
    '\ud800',
  ]) {
    const result = setStatus(null, wrong);
    expect(result.outcome === 'rejected' && print(result.issues)).toEqual([
      'INVALID_STATUS status',
    ]);
  }
});
