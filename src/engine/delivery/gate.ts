import { WITHOUT_CONSENT } from '../../model/consent.ts';
import type { Value } from '../../model/value.ts';
import type { Channel, ConsentRule } from '../../ports/channel.ts';
import type { Expectation, Key } from '../../ports/storage.ts';
import { now, type Core } from '../core.ts';
import { withScores } from '../../runtime/score-account.ts';
import type { Admitted, GateDecision, GateRefusal } from './claim.ts';
import { contentOf } from './content.ts';
import { isSound } from '../../records/body-shape.ts';
import { accountsOf, reliesOn } from './gate-accounts.ts';
import { journeyOf } from './open-requests.ts';
import type { EffectBody } from '../../records/bodies.ts';
import type { Held } from '../../records/store.ts';
import {
  hashedSuppressionId,
  HASHED_SUPPRESSIONS,
  SUPPRESSIONS,
  suppressionId,
} from '../../records/suppression.ts';

/**
 * Decides for effects that are being claimed for dispatch (EN-51, architecture decision 4b): the place where consent
 * and suppression count. Looks at the people themselves, not at the accounts' copies. Where other engines may write, a
 * decision holds only with the commit that still finds what it was made by (EM-63).
 */
export async function gate(
  core: Core,
  effects: readonly Admitted[],
): Promise<readonly GateDecision[]> {
  const keys: Key[] = [];
  for (const { record } of effects) {
    const asked = record.body.people ?? NOBODY;
    for (let index = 0; index < asked.length; index += 1)
      keys.push({ kind: 'person', id: asked[index]! });
  }
  const loaded = (await core.store.load(keys)) as readonly (Held<'person'> | undefined)[];
  // Of a person in a form that cannot be read nobody knows an address or a consent (EN-73).
  const people = loaded.map((record) =>
    record === undefined || isSound(record) ? record : undefined,
  );
  const suppressed = await loadSuppressions(core, () => [
    ...people.flatMap((person) => person?.body.attributes['email'] ?? []),
    ...effects.flatMap(({ record }) => [...frozenAddresses(record.body).values()]),
  ]);
  const accounts = await accountsOf(core, effects);
  let next = 0;
  const at = now(core);
  return effects.map(({ record, channel }) => {
    const { body } = record;
    const own = people.slice(next, (next += body.people?.length ?? 0));
    const account = accounts.get(body.effect.account);
    if (account?.body?.merged !== undefined && !body.doubtful)
      return closed(body.people, body.people === null ? 'account_merged' : 'left_account');
    const decision = decide(core, body, channel, own, suppressed);
    const known = account === undefined ? decision : reliesOn(core, decision, body, account);
    if (channel === null || decision.closed || isCheap(channel)) return known;
    const content = contentOf(body, channel, {
      people: decision.people,
      records: own,
      account: account?.body && withScores(core.registry.world(), account.body),
      journey: body.effect.action.type === 'external' ? journeyOf(core, body.effect) : undefined,
      at,
    });
    return { ...known, content };
  });
}

/** Nothing leaves, and nothing is to be known. */
function isCheap({ simulated = false, profiles = false }: Channel): boolean {
  return simulated && profiles === false;
}

/** `records` are those of the effect's people, in their order. */
function decide(
  core: Core,
  body: EffectBody,
  channel: Channel | null,
  records: readonly (Held<'person'> | undefined)[],
  suppressed: ReadonlySet<string>,
): GateDecision {
  const { effect, people, doubtful } = body;
  const status = core.registry.journeys.get(effect.journey)?.body.status;
  if (status === undefined || status === 'aborted') {
    return closed(people, 'journey_aborted');
  }
  // What may have arrived already is asked about before anything is decided anew.
  if (people === null || doubtful)
    return { people, closed: false, refused: NOBODY, relies: NOBODY };
  const kept = frozenAddresses(body);
  const relies = core.members.shared ? reliedOn(effect.action, records, kept, suppressed) : NOBODY;
  let refused: Map<GateRefusal, string[]> | null = null;
  const allowed: string[] = [];
  for (let index = 0; index < people.length; index += 1) {
    const reason = refusalOf(core, effect, channel, records[index], { kept, suppressed });
    if (reason === null) {
      allowed.push(people[index]!);
      continue;
    }
    refused ??= new Map();
    const known = refused.get(reason);
    if (known === undefined) refused.set(reason, [people[index]!]);
    else known.push(people[index]!);
  }
  if (refused === null) return { people, closed: false, refused: NOBODY, relies };
  return {
    people: allowed,
    closed: allowed.length === 0,
    refused: [...refused].map(([reason, ids]) => ({ outcome: 'refused', reason, people: ids })),
    relies,
  };
}

function closed(people: readonly string[] | null, reason: GateRefusal): GateDecision {
  const refused = [{ outcome: 'refused', reason, people }] as const;
  return { people, closed: true, refused, relies: NOBODY };
}

const NOBODY: readonly never[] = Object.freeze([]);

/**
 * The versions of the people as they were read, and that no address has been suppressed meanwhile. Who is not there, or
 * cannot be read, is refused whatever comes.
 */
function reliedOn(
  action: EffectBody['effect']['action'],
  records: readonly (Held<'person'> | undefined)[],
  kept: ReadonlyMap<string, string>,
  suppressed: ReadonlySet<string>,
): readonly Expectation[] {
  return records.flatMap((record) => {
    if (record === undefined) return [];
    const known = { key: { kind: 'person', id: record.id }, version: record.version } as const;
    if (action.type !== 'sendEmail') return [known];
    const free = addressesOf(record, kept)
      .map(suppressionId)
      // What is suppressed stays so.
      .filter((id) => !suppressed.has(id))
      .map((id) => ({ key: { kind: 'suppression', id }, version: 0 }) as const);
    return [known, ...free];
  });
}

/** The addresses that stand in what may have arrived, by person: a repetition goes there (EM-82). */
function frozenAddresses({ frozen }: EffectBody): ReadonlyMap<string, string> {
  if (frozen === undefined) return NOWHERE;
  return new Map(
    frozen.people.flatMap(({ id, attributes }) => {
      const address = attributes['email'];
      return id === null || typeof address !== 'string' ? [] : [[id, address]];
    }),
  );
}

const NOWHERE: ReadonlyMap<string, string> = new Map();

/** The address that the person has, and the one that a repetition would go to. */
function addressesOf(
  { id, body }: Held<'person'>,
  kept: ReadonlyMap<string, string>,
): readonly string[] {
  const address = body.attributes['email'];
  const frozen = kept.get(id);
  const own = typeof address === 'string' ? [address] : [];
  return frozen === undefined || frozen === address ? own : [...own, frozen];
}

function refusalOf(
  core: Core,
  { account, action }: EffectBody['effect'],
  channel: Channel | null,
  person: Held<'person'> | undefined,
  {
    kept,
    suppressed,
  }: { readonly kept: ReadonlyMap<string, string>; readonly suppressed: ReadonlySet<string> },
): GateRefusal | null {
  if (person === undefined || !person.body.accounts.includes(account)) return 'left_account';
  const isMail = action.type === 'sendEmail';
  if (isMail && 'email' in core.settings.catalogue.person) {
    const address = person.body.attributes['email'];
    if (typeof address !== 'string' || address.trim() === '') return 'no_address';
    if (suppressed.size > 0) {
      const ids = addressesOf(person, kept).map(suppressionId);
      if (ids.some((id) => suppressed.has(id))) return 'suppressed';
    }
  }
  if (isMail) {
    const { attributes } = person.body;
    for (const [name, reason, marketingOnly] of MARKS) {
      // Nearly nobody is marked, and a plain look is the cheaper one.
      const isMarked = attributes[name] === true && Object.hasOwn(attributes, name);
      if (isMarked && !(marketingOnly && action.operational)) return reason;
    }
    if (action.operational) return null;
  }
  const rule = channel?.consent ?? (isMail ? EMAIL : undefined);
  if (rule === undefined) return null;
  const { consent, consents } = person.body;
  const stated = rule.to === 'email' ? consent : (consents?.[rule.to] ?? null);
  const passes =
    stated === null ? (rule.absent ?? WITHOUT_CONSENT[rule.to]) === 'in' : stated === 'y';
  return passes ? null : 'no_consent';
}

/** Attributes that stop e-mails where they are true (EM-65). */
const MARKS: readonly (readonly [name: string, reason: GateRefusal, marketingOnly: boolean])[] = [
  ['emailInvalid', 'email_invalid', false],
  ['emailSuspended', 'email_suspended', false],
  ['marketingSuspended', 'marketing_suspended', true],
];

const EMAIL: ConsentRule = Object.freeze({ to: 'email' });

/**
 * The addresses that are suppressed, by {@link suppressionId}; also those kept as a hash (PV-25). Those in question are
 * gathered only when anything is suppressed at all.
 */
async function loadSuppressions(
  core: Core,
  values: () => readonly Value[],
): Promise<ReadonlySet<string>> {
  const counts = await core.store.counters(SUPPRESSIONS);
  if (counts.every(({ value }) => value === 0)) return NONE;
  const addresses = new Set<string>();
  for (const address of values()) if (typeof address === 'string') addresses.add(address);
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
