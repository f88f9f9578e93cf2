import type { Operation } from '../../ports/storage.ts';
import { eraseFromEffect } from '../../privacy/erase-effect.ts';
import type { Erasure } from '../../privacy/erasure.ts';
import { persist } from '../../privacy/pass.ts';
import type { Subject } from '../../privacy/subject.ts';
import type { FactDraft } from '../feed.ts';
import { commitWithFacts } from '../commit.ts';
import type { Core } from '../core.ts';
import { Tally } from '../counters.ts';

/**
 * Takes the subject out of the outbox and out of the dead letters (PV-23). What was open is settled as refused, with a
 * fact, so that every effect that was asked for is still accounted for.
 */
export async function eraseEffects(core: Core, erasure: Erasure, subject: Subject): Promise<void> {
  const { store, limit, breathe } = erasure.pass;
  for (let after = ''; ;) {
    await breathe();
    const page = await persist(async () => {
      const found = await store.scan({ kind: 'effect', index: 'id', after, limit });
      const operations: Operation[] = [];
      const facts: FactDraft[] = [];
      const tally = new Tally();
      for (const record of found) {
        const { body, settled, dead } = eraseFromEffect(record.body, subject);
        if (body === record.body) continue;
        const { kind, id, version } = record;
        operations.push(
          body === null
            ? { op: 'delete', key: { kind, id }, version }
            : {
                op: 'put',
                record: { ...record, version: version + 1, due: dead ? null : record.due, body },
              },
        );
        if (settled === null) continue;
        facts.push({ account: record.body.effect.account, items: [settled] });
        tally.add([settled]);
      }
      if (operations.length === 0) return { conflicts: [], result: found };
      const kinds = operations.map(() => 'effect' as const);
      const commit = await erasure.counting({ operations, counters: tally.counters() }, kinds);
      const conflicts = await commitWithFacts(core, commit, facts);
      return { conflicts, result: found };
    });
    if (page.length < limit) return;
    after = page.at(-1)!.id;
  }
}
