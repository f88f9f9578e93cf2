import { expect, test } from 'vitest';
import { LIMITS, limits } from '../../src/model/limits.ts';

test('MO-30 single limits change and the others stay', () => {
  const mine = limits({ conditionDepth: 100, splitPaths: 3 });
  expect(mine).toEqual({ ...LIMITS, conditionDepth: 100, splitPaths: 3 });
  expect(limits()).toEqual(LIMITS);
  expect(Object.isFrozen(mine) && Object.isFrozen(LIMITS)).toBe(true);
});

test('MO-31 wrong limits are refused', () => {
  const wrong: object[] = [
    { paths: 5 },
    { toString: 5 },
    { nodes: 0 },
    { nodes: -1 },
    { nodes: 1.5 },
    { nodes: Infinity },
    { nodes: NaN },
    { nodes: '5' },
    { conditionDepth: 1001 },
    { idLength: 321 },
    { variantPathsLeast: 30 },
    { externalTimeoutMinutes: 30 },
  ];
  for (const overrides of wrong) {
    expect(() => limits(overrides)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  }
  expect(limits({ nodes: undefined } as object)).toEqual(LIMITS);
});
