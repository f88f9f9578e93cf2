import type { Engine } from '../../src/engine/engine.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import { isPassing } from '../../src/testing/simulation/fleet.ts';
import type { Breach, Ending, Stage } from '../../src/testing/simulation/stage.ts';
import type { Look } from '../../src/testing/simulation/watch/change.ts';
import type { B2b } from '../engine/tenant.ts';
import { auditErased, nobodyErased, type Erased } from './erased.ts';
import { Kin } from './kin.ts';
import { auditKin } from './kin-audit.ts';
import { doingsOf, type Doing } from './merging.ts';

/** Accounts and people of a simulated tenant of whom some are erased, and what must be left of them: nothing. */
export interface Erasing {
  /** The host's secret. */
  readonly key: string;
  readonly lanes: readonly ((stage: Stage) => Promise<void>)[];
  readonly look: Look;
  /** Whether an account may have been erased, or have lost somebody so. */
  readonly isTouched: (account: string) => boolean;
  readonly audit: (ending: Ending, disturbed: ReadonlySet<string>) => Promise<readonly Breach[]>;
}

/** A fifth of all tenants erase; who does is drawn apart, so that the rest of a story stays as it is. */
export function drawErasing(dice: Dice): Erasing | null {
  // Under this name none of the seeds that once failed draws it.
  const own = dice.other('right to be forgotten');
  if (!own.once(0.2)) return null;
  const families = Array.from(
    { length: 1 + own.below(2) },
    (_, index) => new Kin(own, `z${index}x`, true),
  );
  const erased = nobodyErased();
  return {
    key: 'a secret of the host, of 32 bytes',
    lanes: families.map((kin) => (stage) => live(stage, kin, erased)),
    look: erased.look,
    isTouched: (account) => families.some(({ accounts }) => accounts.includes(account)),
    audit: async (ending, disturbed) => [
      ...families.flatMap((kin) => auditKin(ending, kin, disturbed)),
      ...(await auditErased(ending, erased)),
    ],
  };
}

/** What a host does with a family, for as long as faults go on: mostly what it does with any, and now and then it erases. */
async function live(stage: Stage, kin: Kin, erased: Erased): Promise<void> {
  const { dice } = stage;
  const versions = new Map<string, number>();
  const doings = [...doingsOf(versions), suppress];
  const draw = (count: number): readonly Doing[] => [
    ...new Set(Array.from({ length: count }, () => dice.pick(doings))),
  ];
  await stage.until(stage.start + dice.about(2 * DAY));
  while (stage.now() < stage.end) {
    const near = dice.once(0.2) ? await openOf(stage, kin) : [];
    const whom = near.length > 0 || dice.once(0.1) ? drawSubject(stage, kin, near) : undefined;
    if (whom === undefined) {
      const some = draw(dice.pick([1, 1, 2, 3]));
      await Promise.all([...some, tell].map((doing) => doing(stage, kin)));
    } else {
      const beside = draw(dice.pick([0, 0, 1, 2, 3]));
      const others = Promise.all(
        beside.map((doing) => (doing === suppress ? suppressBut(whom) : doing)(stage, kin)),
      );
      await eraseOne(stage, kin, erased, { whom, isAlone: beside.length === 0 });
      await others;
      // What came first is no longer known: the host says everything again, also what it has erased.
      if (beside.length > 0 || dice.once(0.3)) await synchronise(stage, kin, versions);
    }
    await stage.until(dice.once(0.4) ? stage.aim() : stage.now() + dice.about(20 * HOUR));
  }
}

/** Who is concerned by something that is about to be delivered to the family; waits for it for a day or so. */
async function openOf(stage: Stage, kin: Kin): Promise<readonly string[]> {
  for (let hours = 0; hours < 24 && stage.now() < stage.end; hours += 1) {
    for (const { body } of stage.mirror.all('effect').values()) {
      const { account, people } = body.effect;
      if (kin.accounts.includes(account) && body.state !== 'dead')
        return [account, ...(people ?? [])];
    }
    await stage.until(stage.now() + stage.dice.about(HOUR));
  }
  return [];
}

/** Whom to erase: an account or a person, one of those who are named if it can be; some are left. */
function drawSubject({ dice }: Stage, kin: Kin, near: readonly string[]): string | undefined {
  const isThere = (id: string): boolean => !kin.gone.has(id);
  const people = kin.people.filter(isThere);
  const accounts = kin.accounts.filter(isThere);
  const all = [...(people.length > 1 ? people : []), ...(accounts.length > 1 ? accounts : [])];
  const nearest = near.filter((id) => all.includes(id));
  if (all.length === 0) return undefined;
  return dice.pick(nearest.length > 0 ? nearest : all);
}

async function eraseOne(
  stage: Stage,
  kin: Kin,
  erased: Erased,
  { whom, isAlone }: { readonly whom: string; readonly isAlone: boolean },
): Promise<void> {
  const { journal, dice } = stage;
  const isPerson = kin.people.includes(whom);
  const subject = isPerson ? { person: whom } : { account: whom };
  const wasItself = !kin.into.has(whom);
  if (kin.merging > 0) journal.reached('somebody is erased while a merge is under way');
  const erase = (): Promise<number> =>
    stage.act(`erase ${whom}`, async (engine) => {
      const { complete } = await engine.erase(subject);
      if (!complete) throw new Error(`${whom} is not erased to the end`);
    });
  // Two at once come to the same (PV-22).
  const both = dice.once(0.2) ? [erase(), erase()] : [erase()];
  const attempts = await Promise.all(both);
  if (attempts.some((count) => count > 1)) journal.reached('an erasure was interrupted');
  if (both.length > 1) journal.reached('somebody is erased twice at once');
  const before = new Set(kin.events.keys());
  kin.erase(whom);
  if (isAlone) erased.add(whom, ...(!isPerson && wasItself ? [kin.named(whom)] : []));
  else {
    erased.add(whom);
    if (!isPerson) for (const event of before) kin.maybe.add(event);
  }
}

/** A source synchronises everything that it has, also whom it has been told to forget (PV-21). */
async function synchronise(stage: Stage, kin: Kin, versions: Map<string, number>): Promise<void> {
  const { dice, mirror } = stage;
  const next = (id: string): number => {
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    return version;
  };
  const wasErased = (id: string): boolean => kin.gone.has(id);
  const has = (person: string, account: string): boolean =>
    kin.names.get(person)?.has(account) === true;
  // One that was merged itself could lead back to whom it stands for (seed 323).
  const gone = kin.accounts.find((one) => wasErased(one) && !kin.into.has(one));
  for (const account of kin.accounts) {
    if (wasErased(account)) continue;
    const merged = mirror.get('account', account)?.body.merged;
    const into = merged?.into ?? (merged && gone);
    if (into === undefined) kin.into.delete(account);
    else kin.into.set(account, into);
  }
  const isThere = (account: string): boolean => !kin.isGone(account);
  for (const names of kin.names.values())
    for (const name of names) if (!isThere(name)) names.delete(name);
  const accounts = kin.accounts.filter((one) => isThere(one) || kin.gone.has(one));
  for (const one of accounts.filter(isThere))
    kin.spoken.set(one, kin.word(one) ?? { employees: dice.pick([2_000, 5]), industry: 'Retail' });
  const input: IngestInput<B2b> = {
    accounts: accounts.map((id) => ({
      id,
      version: next(id),
      attributes: { name: kin.named(id), ...(kin.spoken.get(id) ?? { employees: 2_000 }) },
    })),
    people: kin.people.map((id) => ({
      id,
      version: next(id),
      attributes: { email: kin.emailOf(id), jobTitle: dice.pick(['VP Sales', 'Engineer']) },
    })),
    relations: kin.people.flatMap((person) =>
      accounts.map((account) => ({
        account,
        person,
        removed: !wasErased(person) && !wasErased(account) && !has(person, account),
      })),
    ),
  };
  await stage.act(`synchronise ${kin.name}`, (engine) =>
    (engine as unknown as Engine<B2b>).ingest(input),
  );
  const ends = new Set([...kin.vip].map((one) => kin.end(one)));
  const listed = accounts.filter((one) => kin.gone.has(one) || ends.has(one));
  const others = accounts.filter((one) => isThere(one) && !kin.into.has(one) && !ends.has(one));
  kin.vip.clear();
  for (const one of listed.filter(isThere)) kin.vip.add(one);
  await stage.act(`list ${kin.name} anew`, (engine) =>
    engine.changeList('vip', { add: listed, remove: others }),
  );
  stage.journal.reached('everything was said again after an erasure');
}

/** Who is just being erased is no owner of an address any more: it would be kept as the host says it (PV-25, seed 844). */
const suppressBut =
  (whom?: string): Doing =>
  async (stage, kin) => {
    const person = stage.dice.pick(kin.people);
    if (stage.mirror.get('person', person) === undefined || stage.dice.once(0.6)) return;
    if (person === whom) return;
    await stage.act(`suppress ${person}`, (engine) => engine.suppress(kin.emailOf(person)));
  };

const suppress = suppressBut();

/** Nothing is held about whom was erased; and nothing of others is told about anybody (PV-20, PV-31). */
const tell: Doing = async (stage, kin) => {
  const { dice, journal } = stage;
  if (dice.once(0.9)) return;
  const person = dice.pick(kin.people);
  const wasGone = kin.gone.has(person);
  await stage.act(`what is held about ${person}`, async (engine) => {
    const told = await engine.exportPerson(person).catch((error: unknown) => {
      // It reads everything; who is refused in the middle of it does not insist.
      if (!isPassing(error)) throw error;
      return null;
    });
    if (told === null) return;
    const {
      format: _,
      subscription: _subscription,
      person: _person,
      exportedAt: _at,
      ...held
    } = told;
    const text = JSON.stringify(held);
    const other = kin.people.find((one) => one !== person && text.includes(`"${one}"`));
    if (other !== undefined) throw new Error(`what is held about ${person} names ${other}`);
    if (!wasGone) {
      journal.reached('somebody asked what is held about them');
      return;
    }
    journal.reached('somebody asked what is held about them after they were erased');
    if (text.includes(person)) throw new Error(`something is held about ${person}: ${text}`);
  });
};
