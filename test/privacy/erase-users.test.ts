import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { Engine } from '../../src/engine/engine.ts';
import { virtualClock } from '../../src/engine/virtual-clock.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { b2b, person, START, type B2b } from '../engine/tenant.ts';
import { findMarks, KEY } from './rich.ts';

const USER = 'mark-user';
const STATUS = 'MARK-STATUS';
const OF = { account: 'mark-acme', group: 'cloud' } as const;

test('PV-20 PV-24 what users of the host decided forgets who they are, and statuses go with their account', async () => {
  const storage = memoryStorage();
  await using engine = await Engine.open<B2b>({
    catalogue: b2b,
    storage,
    clock: virtualClock(START),
    privacy: { key: KEY },
  });
  await engine.define(
    BuyingGroup.define('cloud', {
      roles: [
        { role: 'Decision Maker', when: person('jobTitle').startsWith('VP') },
        { role: 'Champion' },
      ],
    }),
  );
  await engine.ingest({
    accounts: [{ id: OF.account, attributes: { name: 'Acme' } }],
    people: ['ann', 'bob', 'cid', USER].map((id) => ({ id, attributes: { jobTitle: 'VP' } })),
    relations: ['ann', 'bob', 'cid'].map((id) => ({ account: OF.account, person: id })),
  });
  await engine.groups.changeMembers({
    ...OF,
    assign: { ann: 'Champion' },
    remove: ['bob'],
    by: USER,
  });
  for (const status of [STATUS, `${STATUS} 2`])
    await engine.groups.setStatus({ ...OF, status, by: USER });
  await engine.groups.moveStage({ ...OF, stage: 'none', by: USER }).catch(() => undefined);
  await engine.erase({ person: USER });
  expect(await findMarks(storage, [USER])).toEqual([]);
  expect((await findMarks(storage, [STATUS])).length).toBeGreaterThan(0);
  await engine.erase({ account: OF.account });
  expect(await findMarks(storage, [OF.account, STATUS])).toEqual([]);
});
