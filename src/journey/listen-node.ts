import type { BuyingGroup } from '../buying-group/buying-group.ts';
import type { Condition, Operand } from '../conditions/condition.ts';
import type { Duration, MustEndOn } from '../kernel/duration.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { BUILT_IN_EVENTS } from '../model/built-in-events.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { EventNames, OperandOf } from '../model/shape.ts';
import type { AttributeKind } from '../model/value.ts';
import type { ListenEvent, ListenNode, Timeout } from './document.ts';
import { isoText, naming } from './step-node.ts';
import type { Resource, Sketch, StepOptions } from './sketch.ts';

/** Values of an event's fields: each field is the value, or one of the values. */
export type EventFields<F> = {
  readonly [N in keyof F]?: F[N] extends AttributeKind | 'any'
    ? OperandOf<F[N]> | readonly OperandOf<F[N]>[]
    : never;
};

/**
 * An event to listen for: its name, which values its fields have, a condition on its fields, and how often it has to
 * happen. `{ event: 'emailClicked', fields: { email: 'intro' }, minimum: 2 }`
 */
export type ListenFor<S extends CatalogueShape> = {
  readonly [E in EventNames<S>]: {
    readonly event: E;
    readonly fields?: EventFields<S['events'][E]>;
    /** Tests of the event: `event('emailClicked', 'link').contains('pricing')`. */
    readonly where?: Condition;
    readonly minimum?: number;
  };
}[EventNames<S>];

/** A name, a description, or a test of the history as conditions make it: `occurred('emailClicked', …)`. */
export type Listened<S extends CatalogueShape> = EventNames<S> | ListenFor<S> | Condition;

/** Options of `listen` besides where a timeout leads. */
export interface ListenOptions extends StepOptions {
  /** Missing: listens without limit, unless `mustEndOn` or `onTimeout` is given: 5 days then. */
  readonly timeout?: Duration | { readonly at: string | Date };
  readonly mustEndOn?: MustEndOn;
  /** Only active members of these buying groups, in these roles, count. */
  readonly members?: {
    readonly definitions?: readonly (string | BuyingGroup)[];
    readonly roles?: readonly string[];
  };
  /** Condition in person scope on the person who did it. */
  readonly filter?: Condition;
  readonly since?: 'nodeEntry' | 'journeyEntry';
  /** Whose events; missing: what the catalogue says, or people for an event that it does not know. */
  readonly context?: 'accounts' | 'people';
}

/** What a listener looks like from outside, its names unchecked. */
interface LooseEvent {
  readonly event: string;
  readonly fields?: Readonly<Record<string, FieldOperand | readonly FieldOperand[] | undefined>>;
  readonly where?: Condition;
  readonly minimum?: number;
}

type FieldOperand = Operand | Date;

/** A node that listens, without its edges. */
export function listenNode(
  sketch: Sketch,
  listened: readonly (string | LooseEvent | Condition)[],
  options: ListenOptions,
  timesOut: boolean,
  goesOn: boolean,
): ListenNode {
  const events = listened.map(listenEvent);
  const { members, filter, since } = options;
  const definitions = members?.definitions?.map((group) =>
    typeof group === 'string' ? group : group.id,
  );
  return {
    kind: 'listen',
    ...naming(sketch, 'listen', options),
    context: options.context ?? contextOf(events, sketch),
    events,
    ...(filter !== undefined && { filter }),
    ...(members !== undefined && {
      members: {
        ...(definitions !== undefined && { definitions }),
        ...(members.roles !== undefined && { roles: members.roles }),
      },
    }),
    ...(since !== undefined && { since }),
    ...(timesOut && { timeout: timeoutOf(options, goesOn) }),
  };
}

/** Buying groups that were given as values. */
export function memberResources({ members }: ListenOptions): readonly Resource[] {
  return (members?.definitions ?? []).filter((group) => typeof group !== 'string');
}

function timeoutOf({ timeout, mustEndOn }: ListenOptions, goesOn: boolean): Timeout {
  const length =
    timeout === undefined ? {} : 'at' in timeout ? { at: isoText(timeout.at) } : { after: timeout };
  return {
    ...length,
    ...(mustEndOn !== undefined && { mustEndOn }),
    ...(!goesOn && { path: false }),
  };
}

function listenEvent(listened: string | LooseEvent | Condition): ListenEvent {
  if (typeof listened === 'string') return constrained({ event: listened });
  if (!('kind' in listened)) return fromDescription(listened);
  if (listened.kind !== 'event') {
    const message = `A listener takes events; this is a condition of kind ${listened.kind}. Use it as filter.`;
    throw new AccompanyError('INVALID_INPUT', message);
  }
  const { kind: _kind, occurred, past, ...event } = listened;
  if (occurred && past === undefined) return constrained(event);
  throw new AccompanyError(
    'INVALID_INPUT',
    'A listener takes events to come; test for inactivity and for the past in a split.',
  );
}

function fromDescription({ event, fields = {}, where, minimum }: LooseEvent): ListenEvent {
  const tests: Condition[] = Object.entries(fields).flatMap(([attribute, given]) => {
    if (given === undefined) return [];
    const values = (Array.isArray(given) ? given : [given]).map(plain);
    return [{ kind: 'attribute', entity: 'event', attribute, operator: 'is', values }];
  });
  if (where !== undefined) tests.push(where);
  const all: Condition | undefined = tests.length > 1 ? { kind: 'all', of: tests } : tests[0];
  return constrained({
    event,
    ...(all !== undefined && { where: all }),
    ...(minimum !== undefined && { minimum }),
  });
}

/** Who names no constraint in code wants the event once: the minimum says so in the document (JD-64). */
function constrained(listened: ListenEvent): ListenEvent {
  if (listened.where !== undefined || listened.minimum !== undefined) return listened;
  return { ...listened, minimum: 1 };
}

function plain(value: FieldOperand): Operand {
  return value instanceof Date ? isoText(value) : value;
}

function contextOf(events: readonly ListenEvent[], { catalogue }: Sketch): 'accounts' | 'people' {
  const name = events[0]?.event ?? '';
  const known: Readonly<Record<string, { readonly of: 'account' | 'person' }>> =
    catalogue?.events ?? BUILT_IN_EVENTS;
  return Object.hasOwn(known, name) && known[name]?.of === 'account' ? 'accounts' : 'people';
}
