import { formatInstant } from '../kernel/instant.ts';
import { hashIds } from '../kernel/hash.ts';
import { canonicalJson } from '../kernel/json.ts';
import type { AttributeDefinitions } from '../model/definition.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { Delivery } from '../ports/channel.ts';
import { joinIds, type EffectAction } from '../runtime/effect.ts';
import type { WebhookProfile } from './webhook-options.ts';

/** A host action as an effect has it. */
export type HostAction = Extract<EffectAction, { type: 'custom' }>;

/**
 * The body for one recipient, `null` for the account itself (WH-12, WH-13): canonical JSON without the attempt or its time,
 * so that the same content is the same bytes.
 */
export function webhookBody(
  delivery: Delivery,
  { name, input }: HostAction,
  person: string | null,
  profile: WebhookProfile | undefined,
): string {
  const { account, journey, node, key, profiles } = delivery;
  const known = profile?.catalogue;
  return canonicalJson({
    type: 'journey.action',
    id: key(person),
    journey,
    node,
    action: { name, input },
    account: {
      id: account,
      attributes: chosen(profile?.account, profiles?.account?.attributes, known?.account),
    },
    person:
      person === null
        ? null
        : {
            id: person,
            attributes: chosen(profile?.person, profiles?.people.get(person), known?.person),
          },
  });
}

/** Another text whenever the same delivery would have another body (EM-83). */
export function editionOf({ catalogue, account = [], person = [] }: WebhookProfile): string {
  const kinds = (names: readonly string[], definitions: AttributeDefinitions): string[] =>
    names.map((name) => joinIds(name, definitions[name]?.kind ?? ''));
  return hashIds(
    ...kinds(account, catalogue.account),
    'person',
    ...kinds(person, catalogue.person),
  );
}

/** The attributes on the list; `null` for what has no value, dates as ISO texts. */
function chosen(
  names: readonly string[] = [],
  attributes: Attributes = {},
  definitions: AttributeDefinitions = {},
): Readonly<Record<string, Value | null>> {
  return Object.fromEntries(
    names.map((name) => {
      const value = Object.hasOwn(attributes, name) ? (attributes[name] ?? null) : null;
      const isDate = definitions[name]?.kind === 'date' && typeof value === 'number';
      return [name, isDate ? formatInstant(value) : value];
    }),
  );
}
