import { problem, under } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { ServiceType } from '../model/accessor.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { checkNaming, checkUnique } from '../model/check-naming.ts';
import { OWN_ID } from '../model/external-service.ts';
import type { ExternalService, ServiceField, ServiceMapping } from '../model/external-service.ts';
import type { Limits } from '../model/limits.ts';
import type { AttributeKind } from '../model/value.ts';

/** What a service is checked against. */
export interface ServiceContext {
  readonly catalogue: Catalogue;
  readonly limits: Limits;
  /** The tenant's other services. */
  readonly others: readonly ExternalService[];
}

/** Kinds of attributes that can take what a service reports, and give what it wants. */
const KINDS: Readonly<Record<ServiceType, readonly AttributeKind[]>> = {
  string: ['text'],
  integer: ['number'],
  float: ['number'],
  boolean: ['boolean'],
  date: ['date', 'text'],
  datetime: ['date', 'text'],
};

/** Everything that stands against keeping a service (XA-1 to XA-8). */
export function checkService(service: ExternalService, context: ServiceContext): Issue[] {
  const { limits, others } = context;
  const issues = [...checkNaming(service, limits), ...checkUnique(service, others)];
  const { timeout, entity, split, accessors, inputs, sends, receives, wire } = service;
  const { externalTimeoutMinutes: most } = limits;
  if (!Number.isInteger(timeout) || timeout < 1 || timeout > most) {
    const fix = `Give whole minutes from 1 to ${most}.`;
    issues.push(
      problem('SERVICE_TIMEOUT', ['timeout'], `${timeout} minutes cannot be waited.`, fix),
    );
  }
  if (split && accessors.length === 0) {
    const message = 'A service for splits reports nothing that paths could look at.';
    issues.push(problem('ACCESSORS_MISSING', ['accessors'], message, 'Declare its accessors.'));
  }
  issues.push(
    ...doubles(
      accessors.map(({ name }) => name),
      ['accessors'],
      'name',
    ),
    ...doubles(
      inputs.map(({ name }) => name),
      ['inputs'],
      'name',
    ),
    ...checkEntity(entity, sends, receives),
    ...under(['sends'], checkMapping(sends, service, context, false)),
    ...under(['receives'], checkMapping(receives, service, context, true)),
  );
  if (service.status === 'draft') return issues;
  wire?.globals.forEach(({ name, required, value }, at) => {
    if (!required || value !== undefined) return;
    const message = `The service needs a value for ${JSON.stringify(name)}.`;
    const path = ['wire', 'globals', at, 'value'];
    issues.push(problem('VALUE_REQUIRED', path, message, 'Give it, or leave the service a draft.'));
  });
  return issues;
}

/** XA-4: people's fields for a lead, accounts' fields for an account, both for an account with its people. */
function checkEntity(
  entity: ExternalService['entity'],
  sends: ServiceMapping,
  receives: ServiceMapping,
): Issue[] {
  const needed = { lead: ['person'], account: ['account'], accountPerson: ['account', 'person'] }[
    entity
  ] as readonly (keyof ServiceMapping)[];
  return needed.flatMap((part) => {
    if (sends[part].length + receives[part].length > 0) return [];
    const message = `A service for ${entity} neither gets nor reports fields of the ${part}.`;
    return [problem('FIELDS_MISSING', ['sends', part], message, 'Declare at least one.')];
  });
}

function checkMapping(
  mapping: ServiceMapping,
  { status }: ExternalService,
  { catalogue }: ServiceContext,
  isWritten: boolean,
): Issue[] {
  return (['account', 'person'] as const).flatMap((part) => [
    ...doubles(
      mapping[part].map(({ field }) => field),
      [part],
      'field',
    ),
    ...mapping[part].flatMap((field, at) => {
      const path = [part, at, 'attribute'];
      return checkField(field, catalogue[part], path, status === 'active', isWritten);
    }),
  ]);
}

function checkField(
  { field, type, required, attribute }: ServiceField,
  attributes: Catalogue['account'],
  path: Path,
  isActive: boolean,
  isWritten: boolean,
): Issue[] {
  const name = JSON.stringify(field);
  if (attribute === undefined) {
    if (!required || !isActive) return [];
    const message = `The field ${name} is required and stands for no attribute.`;
    return [problem('FIELD_UNMAPPED', path, message, 'Name the attribute that it is.')];
  }
  if (attribute === OWN_ID && !isWritten) return [];
  const found = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (found === undefined) {
    const message = `The catalogue has no attribute ${JSON.stringify(attribute)}.`;
    return [problem('UNKNOWN_ATTRIBUTE', path, message, 'Name an attribute of the catalogue.')];
  }
  if (isWritten && !found.updatable) {
    const message = `The attribute ${JSON.stringify(attribute)} may not be written.`;
    return [problem('NOT_UPDATABLE', path, message, 'Make it updatable, or name another one.')];
  }
  if ((KINDS[type] as readonly string[]).includes(found.kind)) return [];
  const message = `The field ${name} is ${type}, the attribute ${found.kind}.`;
  return [
    problem('WRONG_TYPE', path, message, `Name an attribute of kind ${KINDS[type].join(' or ')}.`),
  ];
}

function doubles(names: readonly string[], path: Path, part: string): Issue[] {
  return names.flatMap((name, at) => {
    if (name.trim() === '')
      return [problem('INVALID_NAME', [...path, at, part], 'The name is blank.', 'Give it one.')];
    if (names.indexOf(name) === at) return [];
    const message = `${JSON.stringify(name)} is declared twice.`;
    return [problem('NAME_DUPLICATE', [...path, at, part], message, 'Declare it once.')];
  });
}
