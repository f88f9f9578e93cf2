import { hash128 } from '../kernel/hash.ts';
import { formatInstant } from '../kernel/instant.ts';
import { canonicalJson } from '../kernel/json.ts';
import { OWN_ID } from '../model/external-service.ts';
import type { ExternalService, ServiceField, ServiceWire } from '../model/external-service.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { Delivery } from '../ports/channel.ts';
import type { ServiceRequest } from '../ports/external.ts';
import type { ExternalRequest } from '../runtime/effect.ts';
import { wireId } from './wire-id.ts';

/** Rises whenever the same delivery becomes another request. */
const FORM = 1;

/** What a request says besides what the delivery holds. */
export interface RequestContext {
  readonly token: string;
  readonly callbackUrl: string;
  readonly subscription: Readonly<Record<string, string>>;
  /** The person that the request is about; `null` for one about the account. */
  readonly person: string | null;
}

/** The body of `POST /submitAsyncAction` (XA-70): an `ExecutionRequest` of the protocol. */
export function executionRequest(
  service: ExternalService,
  { action, request }: Pick<Delivery, 'request'> & { readonly action: ExternalRequest },
  given: RequestContext,
): Record<string, unknown> {
  const { wire, entity, split } = service;
  const context = contextOf(wire, request!, given);
  const headers = headersOf(service, context);
  return {
    token: given.token,
    callbackUrl: given.callbackUrl,
    context,
    objectData: {
      objectType: entity,
      objectContext: objectContext(service, request!, given.person),
      flowStepContext: action.input,
    },
    actionConfig: {
      timeout: action.minutes,
      ...(action.paths !== null && {
        pathConfig: action.paths.map(({ id, tests }) => ({ pathId: id, pathDefinition: tests })),
      }),
    },
    ...(Object.keys(headers).length > 0 && { customHeaders: headers }),
    enableSplitPaths: split,
  };
}

/** The service's own HTTP headers, with placeholders such as `{{journey.id}}` resolved; unknown ones are empty. */
export function headersOf(
  { wire }: ExternalService,
  context: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wire?.headers ?? {}).map(([name, value]) => [
      name,
      value.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path: string) => {
        const found = path
          .split('.')
          .reduce<unknown>(
            (holder, part) =>
              typeof holder === 'object' && holder !== null && Object.hasOwn(holder, part)
                ? (holder as Record<string, unknown>)[part]
                : undefined,
            context,
          );
        return typeof found === 'string' || typeof found === 'number'
          ? headerText(String(found))
          : '';
      }),
    ]),
  );
}

/** Headers bear neither line breaks nor what is not Latin-1. */
function headerText(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/g, (character) =>
    encodeURIComponent(character.toWellFormed()),
  );
}

/** The attributes that are mapped to fields. */
export function attributesIn(fields: readonly ServiceField[]): readonly string[] {
  const names = fields.flatMap(({ attribute }) => attribute ?? []);
  return [...new Set(names)].filter((name) => name !== OWN_ID);
}

/**
 * Another text whenever the same delivery would become another request (EM-83). Where to call, how to prove who calls, and
 * where the answer is to go, are no content.
 */
export function editionOf(
  { entity, split, sends, wire }: ExternalService,
  subscription: Readonly<Record<string, string>> = {},
): string {
  const { headers, globals, journeyContext, subscriptionContext } = wire ?? {};
  const parts = { entity, split, sends, headers, globals, journeyContext, subscriptionContext };
  return hash128(canonicalJson({ form: FORM, ...parts, subscription }));
}

const STATUSES: Readonly<Record<string, string>> = {
  draft: 'Draft',
  scheduled: 'Live',
  live: 'Live',
  closed: 'Live',
  aborted: 'Aborted',
  finished: 'Finished',
};

function contextOf(
  wire: ServiceWire | undefined,
  { journey }: ServiceRequest,
  { subscription }: RequestContext,
): Record<string, unknown> {
  const globals = (wire?.globals ?? []).flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const { id, name, status, start, end } = journey;
  return {
    ...(wire?.subscriptionContext !== false && { subscription }),
    ...(wire?.journeyContext !== false && {
      journey: {
        id,
        name,
        status: STATUSES[status] ?? 'Live',
        ...(start !== null && { startDate: formatInstant(start) }),
        ...(end !== null && { endDate: formatInstant(end) }),
      },
    }),
    admin: Object.fromEntries(globals),
  };
}

function objectContext(
  { entity, sends }: ExternalService,
  { account, people }: ServiceRequest,
  person: string | null,
): Record<string, unknown> {
  const accountId = String(wireId(account.id));
  switch (entity) {
    case 'lead': {
      const lead = people.find(({ id }) => id === person) ?? { id: person ?? '', attributes: {} };
      return { leadId: String(wireId(lead.id)), leadData: dataOf(sends.person, lead) };
    }
    case 'account':
      return { accountId, accountData: dataOf(sends.account, account) };
    case 'accountPerson':
      return {
        accountId,
        accountData: dataOf(sends.account, account),
        accountPersonRelationships: people.map((one) => ({
          accountPersonRelId: wireId(one.id),
          accountId: wireId(account.id),
          personId: wireId(one.id),
          leadData: dataOf(sends.person, one),
        })),
      };
  }
}

/** Mapped fields that have a value. */
function dataOf(
  fields: readonly ServiceField[],
  { id, attributes }: { readonly id: string; readonly attributes: Attributes },
): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const { field, attribute, type } of fields) {
    if (attribute === undefined) continue;
    if (attribute === OWN_ID) data[field] = type === 'string' ? id : wireId(id);
    else if (Object.hasOwn(attributes, attribute))
      data[field] = wireValue(attributes[attribute]!, type);
  }
  return data;
}

function wireValue(value: Value, type: ServiceField['type']): unknown {
  if ((type !== 'date' && type !== 'datetime') || typeof value !== 'number') return value;
  const text = formatInstant(value);
  return type === 'date' ? text.slice(0, 10) : text;
}
