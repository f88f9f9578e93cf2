import type { Key } from '../../ports/storage.ts';
import { checkKey, keyRecord, tombstoneIds } from '../../privacy/tombstone.ts';
import { relatedAccounts } from '../../runtime/feeds.ts';
import type { AccountInput, PersonInput } from '../../runtime/input.ts';
import type { Core } from '../core.ts';
import type { Pending, Waiting } from '../pending.ts';

/** Hashes that are under way together. */
const TOGETHER = 256;

/**
 * Takes out of what is pending everything that names a subject that was erased, and says how much that was (PV-21). An
 * erasure counts as a change of the registry: what was decided before it conflicts, and comes here again.
 * @throws AccompanyError `INVALID_INPUT` for an engine without the key
 */
export async function leaveOutErased(core: Core, pendings: readonly Pending[]): Promise<void> {
  const known = await keyRecord(core.store);
  if (known === undefined) return;
  await checkKey(known, core.settings.hashes);
  const erased = await findErased(core, pendings);
  if (erased.size === 0) return;
  let records = 0;
  for (const { people, accounts } of pendings) {
    for (const [id, waiting] of people) {
      records += keepOthers(waiting, (input) => isToErased(input, erased));
      if (erased.has(nameOf('person', id))) records += takeOut(people, waiting);
    }
    for (const [id, waiting] of accounts)
      if (erased.has(nameOf('account', id))) records += takeOut(accounts, waiting);
  }
  if (records > 0) core.notifications.erased({ records });
}

/**
 * Those of some accounts that were erased.
 * @throws AccompanyError `INVALID_INPUT` for an engine without the key
 */
export async function erasedAmong(
  core: Core,
  accounts: readonly string[],
): Promise<ReadonlySet<string>> {
  const known = await keyRecord(core.store);
  if (known === undefined) return new Set();
  await checkKey(known, core.settings.hashes);
  const names = new Map(accounts.map((id) => [nameOf('account', id), ['account', id] as const]));
  const erased = await findTombstones(core, names);
  return new Set(accounts.filter((id) => erased.has(nameOf('account', id))));
}

type Name = `${'account' | 'person'} ${string}`;
type Names = ReadonlyMap<Name, readonly ['account' | 'person', string]>;

function nameOf(kind: 'account' | 'person', id: string): Name {
  return `${kind} ${id}`;
}

async function findErased(core: Core, pendings: readonly Pending[]): Promise<ReadonlySet<Name>> {
  const names = new Map<Name, readonly ['account' | 'person', string]>();
  const add = (kind: 'account' | 'person', id: string): void =>
    void names.set(nameOf(kind, id), [kind, id]);
  for (const { people, accounts } of pendings) {
    for (const { id, inputs } of people.values()) {
      add('person', id);
      for (const input of inputs) for (const id of accountsIn(input)) add('account', id);
    }
    for (const id of accounts.keys()) add('account', id);
  }
  return findTombstones(core, names);
}

async function findTombstones(core: Core, names: Names): Promise<ReadonlySet<Name>> {
  const all = [...names];
  const erased = new Set<Name>();
  for (let at = 0; at < all.length; at += TOGETHER) {
    const some = all.slice(at, at + TOGETHER);
    const ids = await Promise.all(
      some.map(([, [kind, id]]) => tombstoneIds(core.settings.hashes, kind, id)),
    );
    const records = await core.store.load(ids.flat().map((id): Key => ({ kind: 'erasure', id })));
    const { length } = core.settings.hashes;
    records.forEach((record, index) => {
      if (record !== undefined) erased.add(some[Math.floor(index / length)]![0]);
    });
  }
  return erased;
}

function isToErased(input: PersonInput | AccountInput, erased: ReadonlySet<Name>): boolean {
  return accountsIn(input).some((id) => erased.has(nameOf('account', id)));
}

/** The accounts that an input of a person names. */
function accountsIn(input: PersonInput | AccountInput): readonly string[] {
  if ('account' in input) return [input.account];
  return input.kind === 'fed' ? relatedAccounts(input.values) : [];
}

function keepOthers<Input>(
  { inputs }: Waiting<Input>,
  isErased: (input: Input) => boolean,
): number {
  const others = inputs.filter((input) => !isErased(input));
  const left = inputs.length - others.length;
  if (left > 0) inputs.splice(0, inputs.length, ...others);
  return left;
}

function takeOut<Input>(
  waiting: Map<string, Waiting<Input>>,
  { id, inputs, once }: Waiting<Input>,
): number {
  waiting.delete(id);
  return inputs.length + (once?.length ?? 0);
}
