import fc from 'fast-check';
import { expect } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import type { EngineOptions } from '../../src/engine/options.ts';
import type { Instant } from '../../src/kernel/instant.ts';
import type { Commit, Storage } from '../../src/ports/storage.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import type { Fact } from '../../src/runtime/fact.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { inboxOf, type Inbox } from '../../src/testing/harness/receiver.ts';
import type { Received } from '../../src/testing/harness/recording-channel.ts';
import { recount } from '../../src/testing/harness/recount.ts';
import { allOf, snapshot, sums, type Snapshot } from '../../src/testing/harness/snapshot.ts';
import { outlive, type Ordeal, type Outlived } from '../../src/testing/harness/survival.ts';
import { hostSteps, stage } from './story.ts';
import type { B2b } from './tenant.ts';

/** How a simulated tenant has ended. */
export interface Ending extends Outlived {
  readonly end: Snapshot;
  readonly inbox: Inbox;
  /** Items of facts by account, in order. */
  readonly facts: Readonly<Record<string, readonly string[]>>;
}

/** Lives the story of {@link hostSteps} through on a storage that fails as planned. */
export async function live(
  fault?: Ordeal<Engine<B2b>>['fault'],
  options: Partial<EngineOptions<B2b>> = {},
  steps = hostSteps(),
): Promise<Ending> {
  const storage = memoryStorage();
  const { start, channel } = stage(options);
  const outlived = await outlive({
    storage,
    start,
    steps,
    patience: 2_000,
    ...(fault && { fault }),
  });
  await countersAddUp(storage);
  return {
    ...outlived,
    end: await snapshot(storage),
    inbox: inboxOf(channel.received),
    facts: await factsByAccount(storage),
  };
}

const LEVELS = ['journey', 'node'].map((level) => joinIds(level, ''));

/** EN-61: the counters that are stored are what the stored facts add up to; and nobody is lost (RT-63). */
export async function countersAddUp(storage: Storage, subscription = 'default'): Promise<void> {
  const facts = await allOf<Fact>(storage, subscription, 'fact');
  const effects = await allOf<EffectBody>(storage, subscription, 'effect');
  const open = effects
    .filter(({ body }) => body.state !== 'dead')
    .map(({ body }) => [body.effect.journey, body.effect.plan, body.effect.node] as const);
  const stored = await storage.counters(subscription, '');
  const counted = sums(stored.filter(({ name }) => LEVELS.some((level) => name.startsWith(level))));
  const expected = recount(
    facts.map(({ body }) => body),
    open,
  );
  if (JSON.stringify(counted) !== JSON.stringify(expected)) expect(counted).toEqual(expected);
}

async function factsByAccount(
  storage: Storage,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const facts = await allOf<Fact>(storage, 'default', 'fact');
  const texts = facts.flatMap(({ body: { account, at, items } }) =>
    items.map((item) => ({ account, text: `${at} ${JSON.stringify(item)}` })),
  );
  const byAccount: Record<string, string[]> = {};
  for (const { account, text } of texts) (byAccount[account] ??= []).push(text);
  return byAccount;
}

/** A share of the number of runs that properties have (`RUNS`). */
export function runs(share: number): number {
  return Math.ceil(share * (fc.readConfigureGlobal().numRuns ?? 100));
}

/**
 * What must be the same whatever has happened to the storage: everything that was kept and everything that was sent.
 * `facts` also compares how it came about, advance by advance.
 */
export function sameEnding(actual: Ending, expected: Ending, { facts = true } = {}): void {
  expect(actual.inbox.contradictions).toEqual([]);
  // Comparing texts is many times faster than finding out where they differ.
  if (textOf(actual) === textOf(expected)) return;
  expect(Object.fromEntries(actual.inbox.contents)).toEqual(
    Object.fromEntries(expected.inbox.contents),
  );
  expect(actual.end.counters).toEqual(expected.end.counters);
  expect(actual.end.records).toEqual(expected.end.records);
  if (facts) expect(actual.facts).toEqual(expected.facts);
}

function textOf({ inbox, end, facts }: Pick<Ending, 'inbox' | 'end' | 'facts'>): string {
  const contents = [...inbox.contents].map((entry) => entry.join(' ')).sort();
  return JSON.stringify([contents, end, facts]);
}

/** Where the story stands before one of its steps. */
export interface Checkpoint {
  readonly step: number;
  readonly now: Instant;
  /** Commits so far. */
  readonly commits: readonly Commit[];
  readonly received: readonly Received[];
  /** How it looks when the step is done and nothing went wrong. */
  readonly after: string;
}

/** Lives the story through once, and notes where it stands before each step. */
export async function checkpoints(): Promise<readonly Checkpoint[]> {
  const inner = memoryStorage();
  const commits: Commit[] = [];
  const storage: Storage = {
    ...inner,
    async commit(subscription, commit) {
      const result = await inner.commit(subscription, commit);
      if (result.ok) commits.push(commit);
      return result;
    },
  };
  const { start, channel, clock } = stage();
  const engine = await start(storage);
  const found: Checkpoint[] = [];
  for (const [step, run] of hostSteps().entries()) {
    const before = {
      step,
      now: clock.now(),
      commits: [...commits],
      received: [...channel.received],
    };
    await run(engine);
    found.push({ ...before, after: await lookOf(inner, channel.received) });
  }
  await engine.close();
  return found;
}

/** Carries one step out on a storage that fails as planned; returns how it looks afterwards, and the calls it took. */
export async function liveStep(
  { step, now, commits, received }: Checkpoint,
  fault: NonNullable<Ordeal<Engine<B2b>>['fault']>,
): Promise<{ readonly look: string; readonly calls: number }> {
  const storage = memoryStorage();
  for (const commit of commits) await storage.commit('default', commit);
  const { start, channel, clock } = stage();
  clock.set(now);
  const { calls } = await outlive({
    storage,
    start,
    steps: [hostSteps()[step]!],
    patience: 2_000,
    fault,
  });
  return { look: await lookOf(storage, [...received, ...channel.received]), calls };
}

async function lookOf(storage: Storage, received: readonly Received[]): Promise<string> {
  await countersAddUp(storage);
  const inbox = inboxOf(received);
  expect(inbox.contradictions).toEqual([]);
  return textOf({ inbox, end: await snapshot(storage), facts: await factsByAccount(storage) });
}
