import { needArguments } from '../kernel/needed-arguments.ts';
import type { AccountList } from '../audience/account-list.ts';
import type { BuyingGroup } from '../buying-group/buying-group.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatInstant, toInstant } from '../kernel/instant.ts';
import type { Duration, MustEndOn } from '../kernel/duration.ts';
import type { Action, ActionNode, WaitNode } from './document.ts';
import { freshId } from './sketch.ts';
import type { Resource, Sketch, StepOptions } from './sketch.ts';

/** What `wait` takes: a duration, a duration with the local moment it must end on, or an instant. */
export type WaitLength =
  | (Duration & { readonly mustEndOn?: MustEndOn })
  | { readonly until: string | Date };

/** Options of `interestingMoment`. */
export interface MomentOptions extends StepOptions {
  /** At most 140 characters. */
  readonly description?: string;
}

/** Options of `assignToGroup`. */
export interface AssignOptions extends StepOptions {
  /** A role of the group; missing: each person gets the first one whose condition holds, if there is one. */
  readonly role?: string;
}

/** Options of `sendEmail`. */
export interface EmailOptions extends StepOptions {
  /** Operational e-mails are not stopped by a lack of consent. */
  readonly operational?: boolean;
}

/** A list or journey by id, or the value itself. */
export type Named = string | { readonly id: string };

/** What an attribute may be set to; `null` clears it. */
export type Update = string | number | boolean | Date | readonly string[] | null;

/** The id and label of a new node. */
export function naming(
  sketch: Pick<Sketch, 'nodes'>,
  prefix: string,
  { id, label }: StepOptions = {},
): { readonly id: string; readonly label?: string } {
  const own = id ?? freshId(sketch, prefix);
  return label === undefined ? { id: own } : { id: own, label };
}

/** A node that takes an action. */
export function actionNode(
  sketch: Pick<Sketch, 'nodes'>,
  prefix: string,
  context: ActionNode['context'],
  action: Action,
  options?: StepOptions,
): ActionNode {
  return { kind: 'action', ...naming(sketch, prefix, options), context, action };
}

/** One action for each attribute. */
export function updates(values: Readonly<Record<string, Update | undefined>>): Action[] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  if (given.length === 0) {
    throw new AccompanyError('INVALID_INPUT', 'An update names no attribute. Give at least one.');
  }
  return given.map(([attribute, value]) => ({
    type: 'updateProfile',
    attribute,
    value: value instanceof Date ? isoText(value) : value!,
  }));
}

/** The action that sends an e-mail. */
export function emailAction(email: string, { operational }: EmailOptions): Action {
  return { type: 'sendEmail', email, ...(operational !== undefined && { operational }) };
}

/** The action that records an interesting moment. */
export function momentAction(
  moment: 'Email' | 'Milestone' | 'Web',
  { description }: MomentOptions,
): Action {
  return { type: 'interestingMoment', moment, ...(description !== undefined && { description }) };
}

/** The action that puts people into a buying group. */
export function assignAction(group: Named, { role }: AssignOptions): Action {
  return { type: 'assignToGroup', group: idOf(group), ...(role !== undefined && { role }) };
}

/** A node that waits. */
export function waitNode(
  sketch: Sketch,
  length: WaitLength | undefined,
  options?: StepOptions,
): WaitNode {
  const node = { kind: 'wait', ...naming(sketch, 'wait', options) } as const;
  if (length === undefined) return node;
  if ('until' in length) return { ...node, until: isoText(length.until) };
  const { mustEndOn, ...duration } = length;
  return {
    ...node,
    ...(Object.keys(duration).length > 0 && { for: duration }),
    ...(mustEndOn !== undefined && { mustEndOn }),
  };
}

/** Text as it is; a `Date` as ISO text. */
export function isoText(instant: string | Date): string {
  return typeof instant === 'string' ? instant : formatInstant(toInstant(instant));
}

/** The id of what was given by id or as a value. */
export function idOf(named: Named): string {
  if (typeof named === 'string') return named;
  needArguments('This step', { name: [named, 'object'] });
  needArguments('This step', { id: [named.id, 'text'] });
  return named.id;
}

/** A list or buying group that was given as a value travels with the journey. */
export function resourceOf(given: Named | AccountList | BuyingGroup): readonly Resource[] {
  return typeof given === 'string' || !('document' in given) ? [] : [given];
}
