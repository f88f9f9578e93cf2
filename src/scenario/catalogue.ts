import * as z from 'zod/mini';
import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { under } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { boolean, date, number, text, texts } from '../model/attribute.ts';
import { catalogue } from '../model/catalogue.ts';
import type { ActionSource, Catalogue, EventSource, ObjectSource } from '../model/catalogue.ts';
import type { Shape } from '../model/attribute-schema.ts';
import {
  accountAttributes,
  defaultCatalogue,
  opportunityAttributes,
  personAttributes,
} from '../model/default-catalogue.ts';
import { experienceEvents } from '../model/experience-events.ts';
import type { ScenarioCatalogue, ScenarioKind, ScenarioKinds } from './scenario.ts';

const KINDS: Readonly<Record<ScenarioKind, () => Shape[string]>> = {
  text: () => text(),
  number: () => number(),
  boolean: () => boolean(),
  date: () => date(),
  texts: () => texts(),
};

const OPEN_INPUT: ActionSource['input'] = z.record(z.string(), z.unknown());

/** The catalogue that a scenario describes; the default one when it describes none (SC-13). */
export function readScenarioCatalogue(given: ScenarioCatalogue | undefined): Result<Catalogue> {
  if (given === undefined) return { ok: true, value: defaultCatalogue as Catalogue, issues: [] };
  const { account, person, opportunity, objects, events, actions } = given;
  try {
    const value = catalogue({
      account: account === undefined ? accountAttributes : shape(account),
      person: person === undefined ? personAttributes : shape(person),
      opportunity: opportunity === undefined ? opportunityAttributes : shape(opportunity),
      objects: each(objects, ({ of, attributes }): ObjectSource => ({
        of,
        attributes: shape(attributes),
      })),
      events:
        events === undefined
          ? experienceEvents
          : each(events, ({ of, fields }): EventSource => ({ of, fields: shape(fields) })),
      actions: each(actions, ({ of }): ActionSource => ({ of, input: OPEN_INPUT })),
    });
    return { ok: true, value: value as Catalogue, issues: [] };
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    return { ok: false, issues: under(['catalogue'], issuesOf(error)) };
  }
}

function shape(kinds: ScenarioKinds): Shape {
  return each(kinds, (kind) => KINDS[kind]());
}

function each<T, U>(
  given: Readonly<Record<string, T>> | undefined,
  make: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([name, value]) => [name, make(value)]),
  );
}

function issuesOf(error: AccompanyError): readonly Issue[] {
  const { issues } = error.details;
  if (!Array.isArray(issues)) throw error;
  return issues as readonly Issue[];
}
