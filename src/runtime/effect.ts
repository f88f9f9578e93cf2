import { hashIds } from '../kernel/hash.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AccessorTest } from '../model/accessor.ts';
import type { SalesAlert } from '../insights/sales-alert.ts';

/** What leaves the engine: one node visit, many recipients. Record kind `effect`. */
export interface Effect {
  readonly journey: string;
  readonly plan: string;
  readonly account: string;
  readonly entry: number;
  readonly node: string;
  /** Distinguishes the effects of one visit, from 0. */
  readonly ordinal: number;
  readonly action: EffectAction;
  /** Person ids; `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
  readonly asked: Instant;
}

/** The actions that leave the engine. */
export type EffectAction =
  | { readonly type: 'sendEmail'; readonly email: string; readonly operational: boolean }
  | {
      readonly type: 'sendSalesAlert';
      readonly group: string;
      /** E-mail addresses of the host's own people. */
      readonly to: readonly string[];
      readonly alert: SalesAlert;
    }
  | {
      readonly type: 'custom';
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    }
  | ExternalRequest;

/** A request to an external service: about the account, about its people in one, or about each person. */
export interface ExternalRequest {
  readonly type: 'external';
  readonly service: string;
  readonly about: 'account' | 'people' | 'person';
  /** What the node gives. */
  readonly input: Readonly<Record<string, string | number | boolean>>;
  /** Minutes from the asking on after which nobody waits for an answer any more. */
  readonly minutes: number;
  /** Paths of a split with their tests, that without tests last; `null` for an external action. */
  readonly paths:
    | readonly { readonly id: string; readonly tests: readonly AccessorTest[] }[]
    | null;
}

/** What an effect is known by: the e-mail's id, the name of the host action, the service, the group that an alert is about. */
export function nameOfAction(action: EffectAction): string {
  switch (action.type) {
    case 'sendEmail':
      return action.email;
    case 'sendSalesAlert':
      return action.group;
    case 'custom':
      return action.name;
    case 'external':
      return action.service;
  }
}

/** Greatest number of recipients of one effect (RT-30). */
export const RECIPIENTS_PER_EFFECT = 500;

/**
 * Separates the parts of derived record ids. Ids from outside hold no control characters (MO rules), so that two
 * different lists of parts never give the same text.
 */
export const SEPARATOR = '\u001f';

/** Joins ids into one, unambiguously. */
export function joinIds(...parts: readonly (string | number)[]): string {
  return parts.join(SEPARATOR);
}

/** The id of a run (RT-17). */
export function runId(
  subscription: string,
  journey: string,
  account: string,
  entry: number,
): string {
  return hashIds(subscription, journey, account, String(entry));
}

/**
 * The id of an effect for one recipient, `-` for the account itself (RT-39). Journeys are acyclic, so every node is
 * visited once per run and the visit is always 1.
 */
export function effectId(subscription: string, effect: Effect, person: string | null): string {
  const run = runId(subscription, effect.journey, effect.account, effect.entry);
  return hashIds(run, effect.node, '1', person ?? '-', String(effect.ordinal));
}

/** The id of the record that holds an effect. */
export function effectKey(effect: Effect): string {
  return joinIds(effect.account, effect.journey, effect.entry, effect.node, effect.ordinal);
}
