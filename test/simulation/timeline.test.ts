import { expect, test } from 'vitest';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { uncheckedVersions } from '../../src/testing/broken/unchecked-versions.ts';
import { dice } from '../../src/testing/simulation/dice.ts';
import { inRealm } from '../../src/testing/simulation/realm.ts';
import { simulate } from '../../src/testing/simulation/simulate.ts';
import { timeline } from '../../src/testing/simulation/timeline.ts';
import { drawStory } from './story.ts';

/** What a realm replaces. */
function machine(): readonly unknown[] {
  const { now } = performance as { now: () => number };
  return [setTimeout, clearTimeout, setInterval, Date.now, Math.random, now];
}

test('RL-10 things happen in order of instants, and of equal ones in the order in which they were set', async () => {
  const time = timeline(1_000);
  const seen: string[] = [];
  const note = (text: string) => (): void => void seen.push(`${time.now} ${text}`);
  time.at(1_005, note('c'));
  time.at(1_002, note('a'));
  time.at(1_005, note('d'));
  time.at(7, note('past'));
  time.at(1_004, note('off')).run = null;
  void time.until(1_003).then(() => time.at(1_003, note('b')));
  await time.play(() => false);
  expect(seen).toEqual(['1000 past', '1002 a', '1003 b', '1005 c', '1005 d']);
  expect(time.steps).toBe(6);
});

test('RL-10 everything that follows from one thing happens before the next', async () => {
  const time = timeline(0);
  const seen: string[] = [];
  time.at(1, () => {
    void (async () => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      seen.push('follows');
    })();
  });
  time.at(1, () => seen.push('next'));
  await time.play(() => false);
  expect(seen).toEqual(['follows', 'next']);
});

test('RL-10 timers, clock and chance of a realm are those of the simulation, and come back', async () => {
  const before = machine();
  const time = timeline(5_000);
  const seen: string[] = [];
  await expect(
    inRealm({ timeline: time, chance: () => 0.25, late: (delay) => delay + 1 }, async () => {
      setTimeout((text: string) => seen.push(`${Date.now()} ${text}`), 10, 'once');
      const every = setInterval(() => {
        seen.push(`${Date.now()} again`);
        if (seen.length > 3) clearInterval(every);
      }, 100);
      clearTimeout(setTimeout(() => seen.push('never'), 1));
      seen.push(`${Math.random()}`);
      await time.play(() => false);
      throw new Error('out');
    }),
  ).rejects.toThrow('out');
  expect(seen).toEqual(['0.25', '5011 once', '5101 again', '5202 again']);
  expect(machine()).toEqual(before);
});

test('the same dice fall the same way, and other dice do not disturb them', () => {
  const throws = (disturb: boolean): number[] => {
    const some = dice(7);
    return Array.from({ length: 20 }, () => {
      if (disturb) some.other('x').next();
      return some.below(100);
    });
  };
  expect(throws(true)).toEqual(throws(false));
  expect(throws(false)).not.toEqual(Array.from({ length: 20 }, () => dice(8).below(100)));
});

test('RL-2 a storage that breaks its own promises is found by the engines that run on it', async () => {
  let rule: string | undefined;
  for (let seed = 1; seed <= 40 && rule === undefined; seed += 1) {
    const { breaches } = await simulate({
      seed,
      storage: () => uncheckedVersions.wrap(memoryStorage()),
      story: (own, weather) => drawStory(own, weather),
    });
    rule = breaches[0]?.rule;
  }
  expect(rule).toBe('RL-2');
});
