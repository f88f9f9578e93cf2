import type { Key, StoredRecord } from '../ports/storage.ts';
import type { Settlement } from '../runtime/fact.ts';
import type { Core } from './core.ts';
import { isSound } from '../records/body-shape.ts';
import type { EffectBody } from '../records/bodies.ts';
import type { Held } from '../records/store.ts';
import {
  hashedSuppressionId,
  HASHED_SUPPRESSIONS,
  SUPPRESSIONS,
  suppressionId,
} from '../records/suppression.ts';

/** Why the gate refuses a recipient, finally (EN-51). */
export type GateRefusal =
  | 'journey_aborted'
  | 'left_account'
  | 'no_address'
  | 'no_consent'
  | 'suppressed';

/** What the gate says of one effect: who may get it, and who is refused why. */
export interface GateDecision {
  /** `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
  /** Nobody is left, or the whole effect is refused. */
  readonly closed: boolean;
  readonly refused: readonly Settlement[];
}

/**
 * Decides for effects that are being claimed for dispatch (EN-51, architecture decision 4b): the place where consent
 * and suppression count. Looks at the people themselves, not at the accounts' copies.
 */
export async function gate(
  core: Core,
  effects: readonly StoredRecord<EffectBody>[],
): Promise<readonly GateDecision[]> {
  const keys: Key[] = [];
  for (const { body } of effects) {
    if (body.people === null) continue;
    for (let index = 0; index < body.people.length; index += 1)
      keys.push({ kind: 'person', id: body.people[index]! });
  }
  const loaded = (await core.store.load(keys)) as readonly (Held<'person'> | undefined)[];
  // Of a person in a form that cannot be read nobody knows an address or a consent (EN-73).
  const people = loaded.map((record) =>
    record === undefined || isSound(record) ? record : undefined,
  );
  const suppressed = await loadSuppressions(core, people);
  let next = 0;
  return effects.map(({ body }) => {
    const decision = decide(core, body, people, next, suppressed);
    next += body.people?.length ?? 0;
    return decision;
  });
}

/** `people` holds, from `from` on, the records of the effect's people in their order. */
function decide(
  core: Core,
  { effect, people, doubtful }: EffectBody,
  records: readonly (Held<'person'> | undefined)[],
  from: number,
  suppressed: ReadonlySet<string>,
): GateDecision {
  const status = core.registry.journeys.get(effect.journey)?.body.status;
  if (status === undefined || status === 'aborted') {
    return {
      people,
      closed: true,
      refused: [{ outcome: 'refused', reason: 'journey_aborted', people }],
    };
  }
  if (people === null) return { people, closed: false, refused: NOBODY };
  // It may have arrived already; whether it has is asked before anything is decided anew.
  if (doubtful) return { people, closed: false, refused: NOBODY };
  let refused: Map<GateRefusal, string[]> | null = null;
  for (let index = 0; index < people.length; index += 1) {
    const reason = refusalOf(core, effect, records[from + index], suppressed);
    if (reason === null) continue;
    refused ??= new Map();
    const known = refused.get(reason);
    if (known === undefined) refused.set(reason, [people[index]!]);
    else known.push(people[index]!);
  }
  if (refused === null) return { people, closed: false, refused: NOBODY };
  const out = new Set([...refused.values()].flat());
  const allowed = people.filter((id) => !out.has(id));
  return {
    people: allowed,
    closed: allowed.length === 0,
    refused: [...refused].map(([reason, ids]) => ({ outcome: 'refused', reason, people: ids })),
  };
}

const NOBODY: readonly never[] = Object.freeze([]);

function refusalOf(
  core: Core,
  { account, action }: EffectBody['effect'],
  person: Held<'person'> | undefined,
  suppressed: ReadonlySet<string>,
): GateRefusal | null {
  if (person === undefined || !person.body.accounts.includes(account)) return 'left_account';
  if (action.type !== 'sendEmail') return null;
  if ('email' in core.settings.catalogue.person) {
    const address = person.body.attributes['email'];
    if (typeof address !== 'string' || address.trim() === '') return 'no_address';
    if (suppressed.size > 0 && suppressed.has(suppressionId(address))) return 'suppressed';
  }
  return !action.operational && person.body.consent === 'n' ? 'no_consent' : null;
}

/** The addresses among those of the people that are suppressed, by {@link suppressionId}; also those kept as a hash (PV-25). */
async function loadSuppressions(
  core: Core,
  people: readonly (Held<'person'> | undefined)[],
): Promise<ReadonlySet<string>> {
  const counts = await core.store.counters(SUPPRESSIONS);
  if (counts.every(({ value }) => value === 0)) return NONE;
  const addresses = new Set<string>();
  for (const person of people) {
    const address = person?.body.attributes['email'];
    if (typeof address === 'string') addresses.add(address);
  }
  const { hashes } = core.settings;
  const anyHashed = counts.some(({ name, value }) => name === HASHED_SUPPRESSIONS && value > 0);
  const forms = await Promise.all(
    [...addresses].flatMap((address) => {
      const stands = suppressionId(address);
      const plain = Promise.resolve({ id: stands, stands });
      if (!anyHashed) return [plain];
      const hashed = hashes.map(async (hash) => ({
        id: await hashedSuppressionId(hash, address),
        stands,
      }));
      return [plain, ...hashed];
    }),
  );
  const records = await core.store.load(forms.map(({ id }): Key => ({ kind: 'suppression', id })));
  return new Set(
    forms.flatMap(({ stands }, index) => (records[index] === undefined ? [] : [stands])),
  );
}

const NONE: ReadonlySet<string> = new Set();
