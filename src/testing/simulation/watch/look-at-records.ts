import type { Fact } from '../../../runtime/fact.ts';
import { keyOf } from '../mirror.ts';
import { isErasing, putsOf, type Change, type Look } from './change.ts';

/** Versions rise by one, ids that count once are put once, and the facts of a shard are numbered without gaps. */
export function lookAtRecords(): Look {
  const heads = new Map<number, number>();
  return (change) => {
    const { commit, mirror, seat, broken } = change;
    if (seat.hasLease && commit.fence === undefined)
      broken('RL-11', `${seat.name} writes without the fence of its lease`);
    for (const operation of commit.operations) {
      const { kind, id } = keyOf(operation);
      const stored = mirror.get(kind, id)?.version ?? 0;
      const expected = operation.op === 'put' ? operation.record.version - 1 : operation.version;
      if (stored !== expected || (operation.op === 'delete' && stored === 0))
        broken('RL-2', `${operation.op} of ${kind} ${id} on version ${stored}, not ${expected}`);
    }
    for (const { id, version } of putsOf(change, 'input'))
      if (version !== 1) broken('RL-1', `input ${id} counts again`);
    for (const { id, version, body } of putsOf(change, 'fact')) {
      if (version > 1 && isErasing(change)) {
        staysInPlace(change, id, body);
        continue;
      }
      const head = (heads.get(body.shard) ?? 0) + 1;
      if (version !== 1 || body.sequence !== head)
        broken('RL-6', `fact ${body.sequence} of shard ${body.shard} where ${head} was due`);
      heads.set(body.shard, head);
    }
    for (const { id, body } of putsOf(change, 'quarantine'))
      broken('RL-9', `${id} stands still: ${body.reason}`);
  };
}

/** An erasure may rewrite facts, but not the feed: each stays where it was (PV-24). */
function staysInPlace({ mirror, broken }: Change, id: string, { shard, sequence }: Fact): void {
  const before = mirror.get('fact', id)?.body;
  if (before?.shard !== shard || before.sequence !== sequence)
    broken('PV-24', `an erasure moves fact ${id} to ${sequence} of shard ${shard}`);
}
