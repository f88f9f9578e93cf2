import { earliest } from '../../laws/timers.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Fact, RunFact } from '../../../runtime/fact.ts';
import type { Run } from '../../../runtime/run.ts';
import { putsOf, type Change, type Look } from './change.ts';

interface Known {
  readonly parked: string;
  readonly due: Instant | null;
}

/** Runs enter once, are never lost and never come back, and no timer is early. */
export function lookAtRuns(): Look {
  const open = new Map<string, Known>();
  const entries = new Map<string, number>();
  const absorbed = new Set<string>();
  return (change) => {
    const { facts, mirror, broken, journal } = change;
    for (const fact of facts) {
      for (const item of fact.items) {
        if (item.type === 'run') step(change, fact, item);
        else if (item.type === 'absorbed') absorbed.add(fact.account);
      }
    }
    for (const { id, body } of putsOf(change, 'progress')) {
      const before = mirror.get('progress', id)?.body.runs ?? [];
      if (body.runs === before) continue;
      for (const run of body.runs)
        if (!open.has(keyOf(id, run))) broken('RL-2', `${keyOf(id, run)} is under way unheard of`);
      for (const run of before) {
        const stays = body.runs.some((other) => keyOf(id, other) === keyOf(id, run));
        if (!stays && open.has(keyOf(id, run))) broken('RL-2', `${keyOf(id, run)} is lost`);
      }
    }

    function step(of: Change, { account, at }: Fact, item: RunFact): void {
      const key = keyOf(account, item);
      const known = open.get(key);
      const series = `${account} in ${item.journey}`;
      if (item.from === null) {
        const entry = (entries.get(series) ?? 0) + 1;
        // Entries of an account that was merged into this one count, too (AM-16).
        const isNext = absorbed.has(account) ? item.entry >= entry : item.entry === entry;
        if (!isNext) broken('RL-2', `entry ${item.entry} of ${series}, not ${entry}`);
        entries.set(series, item.entry);
        if (item.entry > 1) journal.reached('an account entered again');
      } else if (known === undefined) {
        broken('RL-2', `${key} goes on from ${item.from} although it has ended`);
      } else if (known.parked !== item.from) {
        broken('RL-2', `${key} goes on from ${item.from}, but is at ${known.parked}`);
      }
      if (at > of.seat.latest) broken('RL-5', `${key} moves at ${at}, which no clock has shown`);
      if (item.cause === 'timer' && known !== undefined) {
        journal.reached('a timer fired');
        if (known.due === null || at < known.due)
          broken('RL-5', `the timer of ${key} at ${known.parked} was early: ${at} < ${known.due}`);
        if (of.seat.skew < 0) journal.reached('a timer fired on a clock that is behind');
      }
      if (item.cause === 'event') journal.reached('an event moved a run');
      if (item.exit === 'aborted') journal.reached('an abort ended a run');
      if (item.exit !== null || item.parked === null) {
        open.delete(key);
        return;
      }
      const node = of.node(item.journey, item.parked);
      const least = node === undefined ? null : earliest(node, at);
      if (least !== null && item.due !== null && item.due < least)
        broken('RL-5', `${key} is to leave ${item.parked} at ${item.due}, before ${least}`);
      open.set(key, { parked: item.parked, due: item.due });
    }
  };
}

function keyOf(account: string, { journey, entry }: Pick<Run, 'journey' | 'entry'>): string {
  return `${account} in ${journey} (${entry})`;
}
