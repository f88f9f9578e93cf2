import { displayed } from '../engagement/epoch.ts';
import { formatInstant, type Instant } from '../kernel/instant.ts';
import type { AttributeDefinitions, Catalogue } from '../model/definition.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { AccountView, GroupView } from '../model/view.ts';

/** The part of an account that templates may read. */
export type EmailAccount = Pick<AccountView, 'id' | 'attributes'> &
  Partial<Pick<AccountView, 'groups'>>;

/** Whom a message is for, and what else its templates may read (EM-12). */
export interface EmailSubject {
  readonly person: { readonly id: string; readonly attributes: Attributes };
  /** `undefined` for an account that is not there any more. What `engine.account` gives fits. */
  readonly account: EmailAccount | undefined;
  /** Where the person opts out; missing: nowhere. */
  readonly unsubscribeUrl?: string | undefined;
  /** What `now` and `today` mean to the filter `date`; missing: the present. */
  readonly at?: Instant;
}

/** Texts of the host that are the same in every message, such as its name and postal address; `subscription` in templates. */
export type SubscriptionTexts = Readonly<Record<string, string>>;

/** What templates may read of the buying group. */
export const GROUP_FIELDS = [
  'interest',
  'role',
  'status',
  'stage',
  'completeness',
  'engagement',
] as const;

/** The names in reach of a template, as objects of their own without a prototype. Dates are ISO texts. */
export function scopeOf(
  { person, account, unsubscribeUrl }: EmailSubject,
  {
    catalogue,
    subscription,
    group,
  }: {
    readonly catalogue: Catalogue;
    readonly subscription: SubscriptionTexts;
    readonly group: string | undefined;
  },
): object {
  return bare({
    person: record(person.id, person.attributes, catalogue.person),
    account: record(account?.id ?? '', account?.attributes ?? {}, catalogue.account),
    group: groupOf(account?.groups ?? [], person.id, group),
    subscription: bare(subscription),
    unsubscribeUrl: unsubscribeUrl ?? '',
  });
}

function record(id: string, attributes: Attributes, definitions: AttributeDefinitions): object {
  const shown = Object.entries(attributes).map(([name, value]) => [
    name,
    definitions[name]?.kind === 'date' ? dateText(value) : value,
  ]);
  return bare({ id, ...Object.fromEntries(shown) });
}

function dateText(value: Value): Value {
  return typeof value === 'number' ? formatInstant(value) : value;
}

/** The wanted group, or the first that the person is an active member of; nothing when there is none. */
function groupOf(
  groups: readonly GroupView[],
  person: string,
  wanted: string | undefined,
): object | null {
  const memberOf = (group: GroupView): GroupView['members'][number] | undefined =>
    group.members.find((member) => member.person === person && !member.removed);
  const group = groups.find((one) =>
    wanted === undefined ? memberOf(one) !== undefined : one.definition === wanted,
  );
  if (group === undefined) return null;
  const { completeness, engagement, status, stage, definition } = group;
  const fields: Record<(typeof GROUP_FIELDS)[number], unknown> = {
    interest: definition,
    role: memberOf(group)?.role ?? null,
    status: status ?? null,
    stage: stage ?? null,
    completeness: completeness === null ? null : displayed(completeness),
    engagement: engagement === undefined ? null : displayed(engagement),
  };
  return bare(fields);
}

function bare(fields: Readonly<Record<string, unknown>>): object {
  return Object.assign(Object.create(null) as object, fields);
}
