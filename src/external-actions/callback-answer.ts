import { isOfType } from '../model/accessor.ts';
import type { AccessorValues } from '../model/accessor.ts';
import type { ExternalService, ServiceField } from '../model/external-service.ts';
import type { Value } from '../model/value.ts';
import type { OpenRequest, ServiceAnswer, ServicePersonAnswer } from '../ports/external.ts';
import type { AttributeChanges } from '../model/value.ts';
import type { CallbackItem } from './callback-schema.ts';
import type { TokenContent } from './callback-token.ts';
import { isWireId } from './wire-id.ts';

/** What is wrong with a callback, by the place in its body. */
export interface CallbackFault {
  readonly field: string;
  readonly message: string;
}

/** What a callback means to the engine, in the words of the catalogue, or what is wrong with it (XA-84 to XA-87). */
export function readCallback(
  item: CallbackItem,
  service: ExternalService,
  { account, journey, entry, node, person }: TokenContent,
  open: OpenRequest,
): ServiceAnswer | readonly CallbackFault[] {
  const faults: CallbackFault[] = [];
  const place = { account, journey, entry, node };
  const { activityData, leadData, accountData, accountPersonData } = item;
  const { success: ok, errorCode, reason } = activityData;
  const why = [errorCode, reason]
    .filter((part) => part)
    .join(': ')
    .slice(0, 200);
  const said = { ok, ...(why !== '' && { reason: why }) };
  const need = (id: unknown, expected: string, field: string): void => {
    if (id === undefined) faults.push({ field, message: 'is missing' });
    else if (!isWireId(id, expected))
      faults.push({ field, message: 'is not the id that was sent' });
  };
  const changesOf = (
    fields: readonly ServiceField[],
    data: unknown,
    path: string,
  ): AttributeChanges => (ok ? mapped(fields, data, path, faults) : {});

  if (service.entity === 'lead') {
    need(leadData?.['id'], person ?? '', 'leadData.id');
    const answer: ServicePersonAnswer = {
      ...said,
      person,
      values: valuesOf(service, leadData?.['accessorValues']),
      attributes: changesOf(service.receives.person, leadData, 'leadData'),
    };
    return faults.length > 0 ? faults : { ...place, answers: [answer] };
  }
  if (service.entity === 'account' || accountData !== undefined)
    need(accountData?.['id'], account, 'accountData.id');
  const changes = changesOf(service.receives.account, accountData, 'accountData');
  if (service.entity === 'account') {
    const values = valuesOf(service, accountData?.['accessorValues']);
    const answers = [{ ...said, person: null, values }];
    return faults.length > 0 ? faults : { ...place, changes, answers };
  }
  if (accountPersonData === undefined && ok)
    faults.push({ field: 'accountPersonData', message: 'is missing' });
  const asked = open.people ?? [];
  const answers = (accountPersonData ?? []).flatMap((one, at): ServicePersonAnswer[] => {
    const path = `accountPersonData[${at}]`;
    const found = asked.find((id) => isWireId(one.personId, id));
    need(one.accountId, account, `${path}.accountId`);
    if (found === undefined) {
      faults.push({ field: `${path}.personId`, message: 'is nobody who was asked about' });
      return [];
    }
    need(one.accountPersonRelId, found, `${path}.accountPersonRelId`);
    return [
      {
        ...said,
        person: found,
        values: valuesOf(service, one.accessorValues),
        attributes: changesOf(service.receives.person, one.leadData, `${path}.leadData`),
      },
    ];
  });
  // The request was about all of them, so that this is the answer about all of them.
  return faults.length > 0 ? faults : { ...place, changes, answers, rest: said };
}

/** Reported values under declared names and of the declared type; everything else counts as not reported. */
function valuesOf({ accessors }: ExternalService, given: unknown): AccessorValues {
  if (typeof given !== 'object' || given === null) return {};
  const values: Record<string, Value> = {};
  for (const { name, type } of accessors) {
    const value: unknown = Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
    if (isOfType(value, type)) values[name] = value as Value;
  }
  return values;
}

/** Mapped fields; what is not declared or not mapped is left out, what is not of its type is a fault. */
function mapped(
  fields: readonly ServiceField[],
  data: unknown,
  path: string,
  faults: CallbackFault[],
): AttributeChanges {
  if (typeof data !== 'object' || data === null) return {};
  const changes: Record<string, Value | null> = {};
  for (const { field, attribute, type } of fields) {
    if (attribute === undefined || !Object.hasOwn(data, field)) continue;
    const value: unknown = Reflect.get(data, field);
    if (value === null) changes[attribute] = null;
    else if (isOfType(value, type)) changes[attribute] = value as Value;
    else faults.push({ field: `${path}.${field}`, message: `must be ${type}` });
  }
  return changes;
}
