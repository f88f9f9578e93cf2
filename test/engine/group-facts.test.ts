import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { StageModel } from '../../src/stage/stage-model.ts';
import { b2bWorld, collect, person, type B2b } from './tenant.ts';

const ACCOUNTS = ['a', 'b', 'c'] as const;
const PEOPLE = ['p', 'q', 'r', 's'] as const;
const ROLES = ['VP', 'Engineer', 'Champion'] as const;

const FUNNEL: StageModel = {
  id: 'funnel',
  name: 'Funnel',
  status: 'live',
  stages: [
    { id: 'open', entry: true, to: ['won', 'lost'] },
    { id: 'won', destination: 'success' },
    { id: 'lost', destination: 'failure', to: ['open'] },
  ],
};

/** Definitions that come one after the other: roles, stages and upkeep differ. */
const DEALS = [
  { stageModel: 'funnel', roles: [card('VP'), card('Engineer', 2)] },
  { roles: [card('Engineer'), { role: 'Champion' }], updateExisting: false },
  { stageModel: 'funnel', roles: [{ role: 'VP' }, card('Engineer', 3), { role: 'Champion' }] },
];

function card(role: string, membersRequired = 1) {
  return { role, membersRequired, when: person('jobTitle').is(role) };
}

type Verb = (engine: Engine<B2b>) => Promise<unknown>;

const account = fc.constantFrom(...ACCOUNTS);
const who = fc.constantFrom(...PEOPLE);
const role = fc.constantFrom(...ROLES);
const of = (id: string) => ({ account: id, group: 'deal' });

const verb: fc.Arbitrary<Verb> = fc.oneof(
  fc.tuple(who, role).map(
    ([id, jobTitle]): Verb =>
      (engine) =>
        engine.ingest({ people: [{ id, attributes: { jobTitle } }] }),
  ),
  fc.tuple(account, who, fc.boolean()).map(
    ([id, one, removed]): Verb =>
      (engine) =>
        engine.ingest({ relations: [{ account: id, person: one, ...(removed && { removed }) }] }),
  ),
  fc.tuple(account, who, role).map(
    ([id, one, wanted]): Verb =>
      (engine) =>
        engine.groups.changeMembers({ ...of(id), assign: { [one]: wanted } }),
  ),
  fc.tuple(account, who).map(
    ([id, one]): Verb =>
      (engine) =>
        engine.groups.changeMembers({ ...of(id), remove: [one] }),
  ),
  fc.tuple(account, who).map(
    ([id, one]): Verb =>
      (engine) =>
        engine.groups.releaseMembers({ ...of(id), people: [one] }),
  ),
  fc.tuple(account, fc.constantFrom('open', 'won', 'lost')).map(
    ([id, stage]): Verb =>
      (engine) =>
        engine.groups.moveStage({ ...of(id), stage }),
  ),
  fc.tuple(account, fc.constantFrom('Hot', 'Cold')).map(
    ([id, status]): Verb =>
      (engine) =>
        engine.groups.setStatus({ ...of(id), status }),
  ),
  fc.constantFrom(...DEALS).map(
    (deal): Verb =>
      (engine) =>
        engine.define(BuyingGroup.define('deal', deal)),
  ),
  fc.tuple(account, account).map(
    ([id, into]): Verb =>
      (engine) =>
        engine.integration.mergeAccounts({ account: id, into }),
  ),
  account.map(
    (id): Verb =>
      (engine) =>
        engine.groups.delete(of(id)),
  ),
  fc.constant<Verb>((engine) => engine.undefine({ group: 'deal' })),
);

/** What an account's facts say of its group; every fact says truly what was before. */
async function told(engine: Engine<B2b>, id: string) {
  const before = { roles: new Map<string, string>(), made: false };
  let [stage, status, completeness]: [string | null, string | null, number | null] = [
    null,
    null,
    null,
  ];
  for (const item of (await collect(engine.facts({ account: id }))).flatMap(({ items }) => items)) {
    if (item.type === 'groupCreated' || item.type === 'groupDeleted') {
      expect([item.type, before.made, before.roles.size]).toEqual([
        item.type,
        item.type === 'groupDeleted',
        0,
      ]);
      before.made = item.type === 'groupCreated';
      [stage, status, completeness] = [null, null, null];
    } else if (item.type === 'member') {
      expect(item.previous).toBe(before.roles.get(item.person) ?? null);
      if (item.role === null) before.roles.delete(item.person);
      else before.roles.set(item.person, item.role);
    } else if (item.type === 'stage') {
      expect(item.previous).toBe(stage);
      stage = item.next;
    } else if (item.type === 'status') {
      expect(item.previous).toBe(status);
      status = item.next;
    } else if (item.type === 'completeness') {
      expect(item.previous).toBe(completeness);
      completeness = item.next;
    }
  }
  return {
    made: before.made,
    roles: Object.fromEntries(before.roles),
    stage,
    status,
    completeness,
  };
}

test('BG-114 AM-15 facts tell how every group became what it is, whatever happens to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(verb, { minLength: 10, maxLength: 40 }), async (verbs) => {
      await using tenant = await b2bWorld();
      const { engine } = tenant;
      await engine.define([{ stages: FUNNEL }, BuyingGroup.define('deal', DEALS[0]!)]);
      await engine.ingest({
        accounts: ACCOUNTS.map((id) => ({ id, attributes: { name: id } })),
        people: PEOPLE.map((id, place) => ({ id, attributes: { jobTitle: ROLES[place % 2]! } })),
        relations: PEOPLE.map((id, place) => ({ account: ACCOUNTS[place % 2]!, person: id })),
      });
      for (const run of verbs) {
        // What is refused leaves no trace but that of a refused move.
        await run(engine).catch((error: unknown) => {
          if (!isAccompanyError(error) || error.kind === 'failed') throw error;
        });
      }
      for (const id of ACCOUNTS) {
        const now = (await engine.account(id))!;
        if (now.id !== id) continue;
        const [group] = now.groups;
        expect(await told(engine, id)).toEqual({
          made: group !== undefined,
          roles: Object.fromEntries(
            (group?.members ?? [])
              .filter(({ removed }) => !removed)
              .map((one) => [one.person, one.role]),
          ),
          stage: group?.stage ?? null,
          status: group?.status ?? null,
          completeness: group?.completeness ?? null,
        });
      }
    }),
    { numRuns: 60 },
  );
});
