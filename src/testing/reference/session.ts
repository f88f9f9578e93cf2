import type { Instant } from '../../kernel/instant.ts';
import type { EventView } from '../../model/view.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import type { EntryRefusal } from '../../runtime/fact.ts';
import type { Message } from '../../runtime/input.ts';
import type { ExitReason } from '../../runtime/run.ts';
import type { ReferencePersonCopy, ReferenceState } from './state.ts';
import type { ReferenceWorld } from './world.ts';

/** One advance under way. */
export interface Session {
  readonly world: ReferenceWorld;
  readonly state: ReferenceState;
  readonly now: Instant;
  /** People who have left the account in this advance, as they were. */
  readonly departed: ReferencePersonCopy[];
  /** Everything that this advance has caused, handled or not. */
  readonly caused: Caused[];
  readonly outcome: ReferenceOutcome;
}

/** An input that comes out of the advance for the same account (RT-4). */
export type Caused =
  | { readonly kind: 'event'; readonly person: string | null; readonly event: EventView }
  | { readonly kind: 'enrol' | 'leave'; readonly journey: string };

/** What an advance did, besides the state. */
export interface ReferenceOutcome {
  readonly effects: ReferenceEffect[];
  readonly messages: Message[];
  readonly entries: { readonly journey: string; readonly entry: number }[];
  readonly exits: {
    readonly journey: string;
    readonly entry: number;
    readonly reason: ExitReason;
  }[];
  readonly refused: { readonly journey: string; readonly reason: EntryRefusal }[];
  readonly visits: Visit[];
  /** People per path of a split by people; path `''` is for those who skip to the close. */
  readonly groups: {
    readonly journey: string;
    readonly node: string;
    readonly path: string;
    readonly people: number;
  }[];
}

/** A node that a run came to, or (with `edge`) an edge that it took out of a node. */
export interface Visit {
  readonly journey: string;
  readonly node: string;
  readonly edge: string | null;
}

/** What the engine is asked to carry out. */
export interface ReferenceEffect {
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
  readonly ordinal: number;
  readonly action: ReferenceAction;
  /** `null` for an effect of the account itself. */
  readonly people: readonly string[] | null;
}

/** An action that leaves the engine, sales alerts without what they say. */
export type ReferenceAction =
  | Exclude<EffectAction, { type: 'sendSalesAlert' }>
  | Omit<Extract<EffectAction, { type: 'sendSalesAlert' }>, 'alert'>;

/** Nothing has happened yet. */
export function newOutcome(): ReferenceOutcome {
  return { effects: [], messages: [], entries: [], exits: [], refused: [], visits: [], groups: [] };
}

/** Puts an event of the account, or of one of its people, behind everything caused so far. */
export function cause(
  session: Session,
  person: string | null,
  type: string,
  fields: EventView['fields'],
): void {
  const event = { id: `caused-${session.caused.length}`, type, at: session.now, fields };
  session.caused.push({ kind: 'event', person, event });
}

/** RT-11: whether the account may enter journeys and have groups. */
export function hasName({ world, state }: Session): boolean {
  if (world.catalogue.account['name']?.kind !== 'text') return true;
  const { name } = state.account.attributes;
  return typeof name === 'string' && name.trim() !== '';
}
