import type { Instant } from '../../kernel/instant.ts';
import type { Attributes } from '../../model/value.ts';
import type { GroupView } from '../../model/view.ts';
import type { AccountProfile, Channel, ProfileReads } from '../../ports/channel.ts';
import type { EffectBody, FrozenContent, FrozenRecipient } from '../../records/bodies.ts';
import type { Held } from '../../records/store.ts';
import type { Settlement } from '../../runtime/fact.ts';
import type { EffectAction } from '../../runtime/effect.ts';

/** Why a recipient is not repeated: what the channel would write is not what may have arrived (EM-83). */
export const CONTENT_CHANGED = 'content_changed';

const NOTHING: ProfileReads = Object.freeze({});
const EVERYTHING: ProfileReads = Object.freeze({ person: 'all', account: 'all', groups: true });
/** A request to a service has attributes whether or not its channel wants profiles besides (XA-54). */
const ATTRIBUTES: ProfileReads = Object.freeze({ person: 'all', account: 'all' });

/** What the channel needs to know for an action. */
function readsOf({ profiles = false }: Channel, action: EffectAction): ProfileReads {
  if (typeof profiles === 'function') return profiles(action);
  if (action.type === 'external' && !profiles) return ATTRIBUTES;
  return profiles ? EVERYTHING : NOTHING;
}

/**
 * What the content for those whom the gate let pass is made of (EM-80). Who may have got something keeps what it was made
 * of, and so does the account while there is anybody like that; everything else is as it was read now. Whose outcome is
 * parked stays in it, for a repetition that a person asks for.
 */
export function contentOf(
  { effect, frozen, parked }: EffectBody,
  channel: Channel,
  {
    people,
    records,
    account,
    journey,
    at,
  }: {
    /** Those who passed; `null` for the account itself. */
    readonly people: readonly string[] | null;
    readonly records: readonly (Held<'person'> | undefined)[];
    readonly account: Held<'account'>['body'] | undefined;
    readonly journey: FrozenContent['journey'];
    readonly at: Instant;
  },
): FrozenContent {
  const reads = readsOf(channel, effect.action);
  const known = new Map(frozen?.people.map((one) => [one.id, one]));
  const passed = new Set<string | null>(people ?? [null]);
  const fresh = new Map(records.map((record) => [record?.id, record?.body.attributes]));
  const recipients = [...passed].map(
    (id): FrozenRecipient =>
      known.get(id) ?? {
        id,
        attributes: id === null ? {} : pick(fresh.get(id) ?? {}, reads.person ?? []),
        doubtful: false,
      },
  );
  for (const { people: waiting } of parked)
    for (const id of waiting ?? [null])
      if (!passed.has(id) && known.has(id)) recipients.push(known.get(id)!);
  return frozen === undefined
    ? {
        at,
        edition: channel.edition?.(effect.action) ?? '',
        account: accountOf(account, new Set(people), reads),
        people: recipients,
        ...(journey !== undefined && { journey }),
      }
    : { ...frozen, people: recipients };
}

/** Whether what may have arrived would now be written differently. */
export function isChanged({ effect, frozen }: EffectBody, channel: Channel): boolean {
  return frozen !== undefined && frozen.edition !== (channel.edition?.(effect.action) ?? '');
}

/** An effect whose claim ran out: everybody in it may have got it. */
export function withDoubt(body: EffectBody): EffectBody {
  const { frozen } = body;
  if (frozen === undefined) return body;
  const people = frozen.people.map((one) => (one.doubtful ? one : { ...one, doubtful: true }));
  return { ...body, frozen: { ...frozen, people } };
}

/** An effect with another content; with none when nobody is in it. */
export function withContent(body: EffectBody, content: FrozenContent | undefined): EffectBody {
  const { frozen, ...rest } = body;
  if (content === undefined || content.people.length === 0)
    return frozen === undefined ? body : rest;
  return { ...rest, frozen: content };
}

/** An effect of which some are known not to have got anything. */
export function withoutContentOf(body: EffectBody, missing: readonly Settlement[]): EffectBody {
  const { frozen } = body;
  if (frozen === undefined) return body;
  const gone = idsOf(missing);
  const people = frozen.people.filter(({ id }) => !gone.has(id));
  return withContent(body, { ...frozen, people });
}

/**
 * An effect after an attempt: the content of those stays whose outcome is open and who may have got it, in this attempt or
 * in an earlier one. What failed afterwards does not take back what may have arrived before.
 */
export function withContentOf(body: EffectBody, open: readonly Settlement[]): EffectBody {
  const { frozen } = body;
  if (frozen === undefined) return body;
  const all = idsOf(open);
  const unknown = idsOf(open.filter(({ outcome }) => outcome === 'unknown'));
  const people = frozen.people
    .filter(({ id, doubtful }) => all.has(id) && (doubtful || unknown.has(id)))
    .map((one) => (one.doubtful ? one : { ...one, doubtful: true }));
  return withContent(body, { ...frozen, people });
}

function idsOf(outcomes: readonly Settlement[]): ReadonlySet<string | null> {
  return new Set(outcomes.flatMap<string | null>(({ people }) => people ?? [null]));
}

function accountOf(
  account: Held<'account'>['body'] | undefined,
  people: ReadonlySet<string>,
  { account: names, groups = false }: ProfileReads,
): AccountProfile | null {
  if (account === undefined || (names === undefined && !groups)) return null;
  return {
    id: account.id,
    attributes: pick(account.attributes, names ?? []),
    groups: groups ? account.groups.map((group) => groupOf(group, people)) : [],
  };
}

/** The part of a group that channels see; the record behind it holds more. */
function groupOf(
  { definition, members, completeness, engagement, stage, status }: GroupView,
  people: ReadonlySet<string>,
): GroupView {
  return {
    definition,
    members: members
      .filter(({ person }) => people.has(person))
      .map(({ person, role, source, removed }) => ({ person, role, source, removed })),
    completeness,
    ...(engagement !== undefined && { engagement }),
    ...(stage !== undefined && { stage }),
    ...(status !== undefined && { status }),
  };
}

function pick(attributes: Attributes, names: readonly string[] | 'all'): Attributes {
  if (names === 'all') return attributes;
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(attributes, name) ? [[name, attributes[name]!]] : [])),
  );
}
