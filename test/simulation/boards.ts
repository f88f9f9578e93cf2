import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { DAY } from '../../src/kernel/duration.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import type { Breach, Ending, Stage } from '../../src/testing/simulation/stage.ts';
import { person } from '../engine/tenant.ts';

const GROUP = 'board';

/** A buying group of every account with leaders. */
const board = BuyingGroup.define(GROUP, {
  roles: [{ role: 'Leader', when: person('jobTitle').is('VP Sales') }],
});

/** Buying groups of a simulated tenant that are deleted, with their definition or by themselves, and come again. */
export interface Boards {
  readonly lane: (stage: Stage) => Promise<void>;
  readonly audit: (ending: Ending) => readonly Breach[];
}

/** A sixth of all tenants without scores has boards; who does is drawn apart, so that the rest of a story stays as it is. */
export function drawBoards(dice: Dice): Boards | null {
  const own = dice.other('deleted groups');
  if (!own.once(1 / 6)) return null;
  let isDefined = false;
  const deleted = new Set<string>();
  const define = async (stage: Stage): Promise<void> => {
    await stage.act('define board', (engine) => engine.define(board as never));
    if (deleted.size > 0) stage.journal.reached('a group may come again after it was deleted');
    deleted.clear();
    isDefined = true;
  };
  return {
    async lane(stage) {
      await stage.until(stage.start + stage.dice.about(3 * DAY));
      await define(stage);
      for (;;) {
        const isAimed = stage.dice.once(0.3);
        await stage.until(isAimed ? stage.aim() : stage.now() + stage.dice.about(3 * DAY));
        if (stage.now() >= stage.end) return;
        if (!isDefined && stage.dice.once(0.5)) await define(stage);
        else if (isDefined && stage.dice.once(0.4)) {
          await stage.act('undefine board', (engine) =>
            unlessDone(engine.undefine({ group: GROUP })),
          );
          stage.journal.reached('the definition of a group was deleted');
          isDefined = false;
        }
        await deleteSome(stage, isDefined, deleted);
      }
    },
    audit: ({ mirror }) => {
      const breaches: Breach[] = [];
      for (const { id, body } of mirror.all('account').values()) {
        const group = body.groups.find(({ definition }) => definition === GROUP);
        if (deleted.has(id) && group !== undefined)
          breaches.push({ rule: 'BG-129', what: `the board of ${id} was deleted and is there` });
        // Whoever has no name gets no group (BG-72).
        if (!isDefined || body.attributes['name'] === undefined) continue;
        const leaders = body.people.filter(
          ({ attributes }) => attributes['jobTitle'] === 'VP Sales',
        );
        const members = group?.members.filter(({ removed }) => !removed) ?? [];
        const [is, mustBe] = [members.map((one) => one.person), leaders.map((one) => one.id)].map(
          (ids) => JSON.stringify(ids.toSorted()),
        );
        if (is !== mustBe)
          breaches.push({
            rule: 'BG-20',
            what: `the board of ${id} is ${is} instead of ${mustBe}`,
          });
      }
      return breaches.slice(0, 3);
    },
  };
}

/** Deletes groups of a few companies. While they are defined, whoever has a leader is refused (BG-129). */
async function deleteSome(stage: Stage, isDefined: boolean, deleted: Set<string>): Promise<void> {
  const { dice, mirror, journal } = stage;
  const having = [...mirror.all('account').values()].filter(
    ({ id, body }) =>
      id.startsWith('a') && body.groups.some(({ definition }) => definition === GROUP),
  );
  for (let left = dice.below(4); left > 0 && having.length > 0; left -= 1) {
    const { id } = dice.pick(having);
    await stage.act(`delete the board of ${id}`, async (engine: Engine) => {
      try {
        await unlessDone(engine.groups.delete({ account: id, group: GROUP }));
        journal.reached('a group was deleted');
        if (!isDefined) deleted.add(id);
      } catch (error) {
        if (!isDefined || !isAccompanyError(error) || error.code !== 'NOT_ALLOWED') throw error;
        journal.reached('the deletion of a group was refused');
      }
    });
  }
}

/** An earlier attempt may have done it. */
async function unlessDone(call: Promise<void>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isAccompanyError(error) || error.code !== 'NOT_FOUND') throw error;
  }
}
