import { problem } from '../kernel/issue.ts';
import type { Issue, Path, Result } from '../kernel/issue.ts';
import { defineAction } from './action-schema.ts';
import { defineAttribute } from './attribute-schema.ts';
import { BUILT_IN_EVENTS } from './built-in-events.ts';
import type {
  ActionDefinition,
  AttributeDefinitions,
  Catalogue,
  EventDefinition,
  ObjectDefinition,
} from './definition.ts';
import { isRecord } from './is-record.ts';
import type { Limits } from './limits.ts';

const NAME = /^[A-Za-z][A-Za-z0-9_.]{0,63}$/;

interface Reading {
  readonly issues: Issue[];
  readonly limits: Limits;
}

/** A catalogue from what a host gives, or all its faults. Nothing of the input is believed. */
export function readCatalogue(input: unknown, limits: Limits): Result<Catalogue> {
  const reading: Reading = { issues: [], limits };
  const source = isRecord(input) ? input : {};
  const most = limits.attributesPerClass;
  const value: Catalogue = Object.freeze({
    account: readShape(reading, ['account'], source['account'], most),
    person: readShape(reading, ['person'], source['person'], most),
    opportunity: readShape(reading, ['opportunity'], source['opportunity'] ?? {}, most),
    objects: readObjects(reading, source['objects'] ?? {}),
    events: readEvents(reading, source['events'] ?? {}),
    actions: readActions(reading, source['actions'] ?? {}),
  });
  const { issues } = reading;
  return issues.length === 0 ? { ok: true, value, issues } : { ok: false, issues };
}

function readShape(
  reading: Reading,
  path: Path,
  shape: unknown,
  most: number,
): AttributeDefinitions {
  return readEntries(reading, path, shape, most, (name, schema, at) => {
    const definition = defineAttribute(name, schema);
    if (definition === undefined) {
      const message = `The schema of ${name} stands for no kind of attribute.`;
      const fix = 'Use text(), number(), boolean(), date(), texts(), oneOf() or such a zod schema.';
      refuse(reading, 'WRONG_SCHEMA', at, message, fix);
    }
    return definition;
  });
}

function readObjects(reading: Reading, objects: unknown): Catalogue['objects'] {
  const { limits } = reading;
  return readEntries(reading, ['objects'], objects, limits.objects, (_, object, at) => {
    const { of, attributes } = isRecord(object) ? object : {};
    readOwner(reading, at, of, ['account', 'person']);
    const most = limits.attributesPerObject;
    const definition: ObjectDefinition = {
      of: of as ObjectDefinition['of'],
      attributes: readShape(reading, [...at, 'attributes'], attributes, most),
    };
    return Object.freeze(definition);
  });
}

function readEvents(reading: Reading, events: unknown): Catalogue['events'] {
  const { limits } = reading;
  const all = Object.create(null) as Record<string, EventDefinition>;
  for (const [name, { of, fields, builtIn }] of Object.entries(BUILT_IN_EVENTS)) {
    const shape = readShape(reading, ['events', name], fields, Infinity);
    all[name] = Object.freeze({ of, fields: shape, builtIn });
  }
  const own = readEntries(reading, ['events'], events, limits.events, (name, event, at) => {
    const { of, fields } = isRecord(event) ? event : {};
    readOwner(reading, at, of, ['account', 'person']);
    if (name in all) {
      const message = `${name} is an event that every catalogue has.`;
      refuse(reading, 'RESERVED_NAME', at, message, 'Choose another name.');
    }
    const definition: EventDefinition = {
      of: of as EventDefinition['of'],
      fields: readShape(reading, [...at, 'fields'], fields, limits.fieldsPerEvent),
      builtIn: false,
    };
    return Object.freeze(definition);
  });
  return Object.freeze(Object.assign(all, own));
}

function readActions(reading: Reading, actions: unknown): Catalogue['actions'] {
  const most = reading.limits.actions;
  return readEntries(reading, ['actions'], actions, most, (name, action, at) => {
    const { of, input } = isRecord(action) ? action : {};
    readOwner(reading, at, of, ['accounts', 'people']);
    const definition = defineAction(of as ActionDefinition['of'], input);
    if (definition === undefined) {
      const message = `The action ${name} has no input schema.`;
      refuse(reading, 'WRONG_SCHEMA', [...at, 'input'], message, 'Give a zod object schema.');
    }
    return definition;
  });
}

/** Reads a record of named parts; the result has no prototype and is frozen. */
function readEntries<T>(
  reading: Reading,
  path: Path,
  record: unknown,
  most: number,
  read: (name: string, part: unknown, at: Path) => T | undefined,
): Readonly<Record<string, T>> {
  const result = Object.create(null) as Record<string, T>;
  if (!isRecord(record)) {
    refuse(reading, 'WRONG_TYPE', path, 'This is no object.', 'Give an object, empty if need be.');
    return result;
  }
  const entries = Object.entries(record);
  if (entries.length > most) {
    const message = `${entries.length} entries are more than ${most}.`;
    refuse(reading, 'TOO_MANY', path, message, 'Leave some out or raise the limit.');
  }
  for (const [name, part] of entries.slice(0, most)) {
    const at = [...path, name];
    if (NAME.test(name) && name !== 'prototype' && !(name in {})) {
      const value = read(name, part, at);
      if (value !== undefined) result[name] = value;
    } else {
      const fix = 'Use a letter and up to 63 letters, digits, dots and underscores.';
      refuse(reading, 'INVALID_NAME', at, `${JSON.stringify(name)} cannot be a name.`, fix);
    }
  }
  return Object.freeze(result);
}

function readOwner(reading: Reading, at: Path, of: unknown, owners: readonly string[]): void {
  if (typeof of === 'string' && owners.includes(of)) return;
  const fix = `Give ${owners.join(' or ')}.`;
  refuse(reading, 'WRONG_TYPE', [...at, 'of'], 'It is not said whose this is.', fix);
}

function refuse(reading: Reading, code: string, path: Path, message: string, fix: string): void {
  reading.issues.push(problem(code, path, message, fix));
}
