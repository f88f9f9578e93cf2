import type { Engine } from '../../src/engine/engine.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import { isPassing } from '../../src/testing/simulation/fleet.ts';
import type { Breach, Ending, Stage } from '../../src/testing/simulation/stage.ts';
import type { B2b } from '../engine/tenant.ts';
import { Kin } from './kin.ts';
import { auditKin } from './kin-audit.ts';

/** Accounts of a simulated tenant that turn out to be each other, and what must have come of it. */
export interface Merging {
  /** Small enough for what a merge says to be stored, now and then. */
  readonly batchSize: number;
  readonly lanes: readonly ((stage: Stage) => Promise<void>)[];
  readonly audit: (ending: Ending, disturbed: ReadonlySet<string>) => readonly Breach[];
}

/** A third of all tenants merge accounts; who does is drawn apart, so that the rest of a story stays as it is. */
export function drawMerging(dice: Dice): Merging | null {
  const own = dice.other('merging');
  if (!own.once(1 / 3)) return null;
  const families = Array.from(
    { length: 3 + own.below(3) },
    (_, index) => new Kin(own, `m${index}x`),
  );
  return {
    batchSize: own.pick([1, 1, 2, 50]),
    lanes: families.map((kin) => (stage) => live(stage, kin)),
    audit: (ending, disturbed) => families.flatMap((kin) => auditKin(ending, kin, disturbed)),
  };
}

/** What happens at one time; nothing of it depends on what else does. */
export type Doing = (stage: Stage, kin: Kin) => Promise<unknown>;

/** What a host does with a family, for as long as faults go on. */
async function live(stage: Stage, kin: Kin): Promise<void> {
  const { dice } = stage;
  const doings = doingsOf(new Map());
  await stage.until(stage.start + dice.about(2 * DAY));
  while (stage.now() < stage.end) {
    const count = dice.pick([1, 1, 2, 3]);
    const kinds = new Set(Array.from({ length: count }, () => dice.pick(doings)));
    // At the same time, at different engines: it makes no difference what comes first (AM-11).
    await Promise.all([...kinds].map((doing) => doing(stage, kin)));
    const isAimed = dice.once(0.4);
    await stage.until(isAimed ? stage.aim() : stage.now() + dice.about(20 * HOUR));
  }
}

/** What a host does with the accounts of a family and their people. `versions` counts what it has said, by name. */
export function doingsOf(versions: Map<string, number>): readonly Doing[] {
  const next = (id: string): number => {
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    return version;
  };
  const ingest = (stage: Stage, label: string, input: IngestInput<B2b>): Promise<number> =>
    stage.act(label, (engine) => (engine as unknown as Engine<B2b>).ingest(input));

  const speak: Doing = async (stage, kin) => {
    const { dice, journal } = stage;
    const id = dice.pick(kin.accounts);
    if (kin.into.has(id)) journal.reached('somebody spoke of an account that was merged');
    const said = {
      employees: dice.pick([2_000, 2_000, 5]),
      industry: dice.pick(['Software', 'Retail']),
    };
    if (!kin.isGone(id)) kin.spoken.set(id, said);
    else journal.reached('somebody spoke of an account that was erased');
    await ingest(stage, `${id} is spoken of`, {
      accounts: [{ id, version: next(id), attributes: { name: kin.named(id), ...said } }],
    });
  };
  const relate: Doing = async (stage, kin) => {
    const { dice, journal } = stage;
    const person = dice.pick(kin.people);
    const account = dice.pick(kin.accounts);
    const isGone = kin.gone.has(person) || kin.isGone(account);
    if (isGone) journal.reached('somebody who was erased was to come back');
    const names = new Set(kin.names.get(person));
    const removed = names.has(account) && dice.once(0.5);
    if (removed) names.delete(account);
    else names.add(account);
    if (!isGone) kin.names.set(person, names);
    const ends = new Set([...names].map((name) => kin.end(name)));
    if (ends.size > 1) journal.reached('somebody belongs to several accounts of a family');
    if (ends.size < names.size) journal.reached('somebody belongs to an account under two names');
    const jobTitle = dice.pick(['VP Sales', 'Engineer']);
    await ingest(stage, `${person} ${removed ? 'leaves' : 'joins'} ${account}`, {
      people: [
        {
          id: person,
          version: next(person),
          attributes: { email: kin.emailOf(person), jobTitle },
        },
      ],
      relations: [{ account, person, removed }],
    });
  };
  const happen: Doing = async (stage, kin) => {
    const { dice, journal } = stage;
    const account = dice.pick(kin.accounts);
    const person = dice.pick(kin.people);
    const id = kin.eventId(account, next);
    const at = stage.now();
    if (dice.once(0.5) && (kin.names.has(person) || kin.gone.has(person))) {
      const event = { id, type: 'webVisit', person, at, fields: { page: 'p' } } as const;
      await ingest(stage, `event ${id} of ${person}`, { events: [event] });
      return;
    }
    if (kin.into.has(account)) journal.reached('an event for an account that was merged');
    if (!kin.isGone(account)) kin.events.set(id, account);
    await ingest(stage, `event ${id}`, {
      events: [{ id, type: 'order', account, at, fields: { total: 1 } }],
    });
  };
  const list: Doing = async (stage, kin) => {
    const id = stage.dice.pick(kin.accounts);
    if (!kin.isGone(id)) kin.vip.add(id);
    await stage.act(`list ${id}`, (engine) => engine.changeList('vip', { add: [id] }));
  };
  return [speak, speak, relate, relate, happen, happen, list, merge, merge, ask];
}

/** One account of a family is another one; now and then both halves of a circle are said at once. */
const merge: Doing = async (stage, kin) => {
  const { dice, journal } = stage;
  // Whose deliveries have failed is asked for again soon.
  const failed = stage.failures.findLast(({ what }) => kin.accounts.includes(what.account));
  const account =
    failed !== undefined && dice.once(0.7) ? failed.what.account : dice.pick(kin.accounts);
  const into = dice.pick(kin.accounts);
  const isKnown = (id: string): boolean => stage.mirror.get('account', id) !== undefined;
  // Some are left at the end of the time.
  if (kin.alive().length < 2 || dice.once(0.4)) return;
  if (kin.into.has(account) || kin.end(into) === account || !isKnown(kin.end(into))) return;
  if (kin.into.has(into)) journal.reached('a merge into an account that was merged');
  const isHalf = !kin.into.has(into) && isKnown(account) && dice.once(0.2);
  const halves = isHalf
    ? [[account, into] as const, [into, account] as const]
    : [[account, into] as const];
  await Promise.all(halves.map(([from, to]) => mergeOne(stage, kin, from, to)));
  if (isHalf) journal.reached('both halves of a circle were said at once');
};

async function mergeOne(stage: Stage, kin: Kin, account: string, into: string): Promise<void> {
  let done = false;
  kin.merging += 1;
  const attempts = await stage.act(`merge ${account} into ${into}`, async (engine) => {
    done = await isMade(kin, engine.integration.mergeAccounts({ account, into }));
  });
  if (attempts > 1) stage.journal.reached('a merge was interrupted');
  kin.merging -= 1;
  if (kin.gone.has(account)) {
    stage.journal.reached('an account that was erased was to be merged');
    if (done) throw new Error(`${account} is merged into ${into} after it was erased`);
  }
  if (done) kin.into.set(account, into);
}

/** What merges of accounts that may be erased meanwhile are refused with (AM-30). */
const ERASED: readonly unknown[] = [
  'MERGED_ELSEWHERE',
  'MERGE_INTO_DELETED',
  'MERGE_INTO_UNKNOWN',
  'MERGE_OF_ERASED',
];

async function isMade({ isErasable }: Kin, call: Promise<void>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const issues = isAccompanyError(error) ? error.details?.['issues'] : undefined;
    const [first] = (issues ?? []) as readonly { readonly code?: string }[];
    if (first?.code !== 'MERGE_CIRCLE' && !(isErasable && ERASED.includes(first?.code)))
      throw error;
    return false;
  }
}

/** Whoever asks for an account is given the one that it is now (AM-17). */
const ask: Doing = async (stage, kin) => {
  const { dice } = stage;
  const [account, person] = [dice.pick(kin.accounts), dice.pick(kin.people)];
  await stage.act(`who is ${account}`, async (engine) => {
    const found = await engine.account(account);
    // A merge may be made while the question is under way, and its caller not know it yet.
    if (found === undefined || kin.merging > 0) return;
    if (kin.isGone(account)) throw new Error(`${account} was erased and is ${found.id}`);
    if (found.id === account) return;
    if (kin.end(found.id) !== kin.end(account)) throw new Error(`${account} is ${found.id}`);
  });
  if (dice.once(0.9)) return;
  // It reads everything; who is refused in the middle of it does not insist.
  await stage.act(`what is held about ${person}`, (engine) =>
    engine.exportPerson(person).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    }),
  );
};
