import type { Instant } from '../kernel/instant.ts';
import type { Value } from '../model/value.ts';
import { joinIds } from './effect.ts';

/**
 * What several sources state about one record, and which statement counts. The registers keep, field by field, the newest
 * statement of each record of each source, so that the result is the same in whatever order statements arrive (DI-30).
 */
export interface Feeds {
  /** By field, then by the record of the source that states it (source and id, joined). */
  readonly registers: Readonly<Record<string, Register>>;
  /** Changes of journeys that the platform has not answered yet, by attribute; missing: none. */
  readonly outgoing?: Readonly<Record<string, Outgoing>>;
  /** Number of the last change of a journey; missing: 0. */
  readonly numbered?: number;
}

/** What is stated about one field. */
export type Register = Readonly<Record<string, Statement>>;

/** What a source said of one field: the record's version at the source, and the value; `null`: cleared. */
export type Statement = readonly [version: number, value: Value | null];

/** A change of a journey on its way to the platform. */
export interface Outgoing {
  readonly n: number;
  readonly value: Value | null;
  readonly journey: string;
  /** The account whose journey it was. */
  readonly account: string;
  readonly at: Instant;
}

/** Which source's word counts when several state the same field. */
export interface FeedRules {
  /** Sources, the one that counts most first. */
  readonly order: readonly string[];
  /** The same for single attributes. */
  readonly account?: Readonly<Record<string, readonly string[]>>;
  readonly person?: Readonly<Record<string, readonly string[]>>;
  readonly opportunity?: Readonly<Record<string, readonly string[]>>;
  /** Attribute of people that lists the audiences of the sources that hold them; missing: they are left out. */
  readonly audiences?: string;
}

/** One statement as it reaches an account or a person. */
export interface FedInput {
  readonly kind: 'fed';
  readonly source: string;
  /** Id of the record at the source. */
  readonly record: string;
  readonly version: number;
  /** An echo: the source tells of a change that we made (DI-12). */
  readonly own: boolean;
  /** By field: names of attributes, or what the functions below make. */
  readonly values: Readonly<Record<string, Value | null>>;
  readonly rules: FeedRules;
  /** What the platform said to changes of journeys; `null` for what it says by itself. */
  readonly answer: BackAnswer | null;
}

/** An answer of the platform to changes of journeys. */
export interface BackAnswer {
  readonly outcome: 'accepted' | 'overridden' | 'refused';
  readonly reason: string | null;
  /** The numbers of the changes that it answers, by attribute. */
  readonly numbers: Readonly<Record<string, number>>;
}

const NO_REGISTERS: Feeds['registers'] = Object.freeze({});

/** Nothing was ever stated. */
export const NO_FEEDS: Feeds = Object.freeze({ registers: NO_REGISTERS });

/** Field that says whether a record is gone; `of`: an opportunity, missing for the account or person itself. */
export function goneField(of?: string): string {
  return of === undefined ? joinIds('gone', '') : joinIds('opportunity', of, '');
}

/** Field of an attribute of an opportunity. */
export function opportunityField(opportunity: string, attribute: string): string {
  return joinIds('opportunity', opportunity, attribute);
}

/** Field of a person's relation to an account. */
export function relationField(account: string, part: 'member' | 'roles' | 'since'): string {
  return joinIds('relation', account, part);
}

/** The accounts to which fields relate a person. */
export function relatedAccounts(fields: Readonly<Record<string, unknown>>): readonly string[] {
  const accounts = new Set<string>();
  for (const field of Object.keys(fields)) {
    const [kind, account, part] = partsOf(field);
    if (kind === 'relation' && part !== undefined) accounts.add(account!);
  }
  return [...accounts];
}

/** Field of the membership in an audience of a source. */
export function audienceField(audience: string): string {
  return joinIds('audience', audience);
}

/** Field of the consent to e-mails. */
export const CONSENT: string = joinIds('consent', '');

/** The parts of a field's name; one part is an attribute. */
export function partsOf(field: string): readonly string[] {
  return field.split(joinIds('', ''));
}

/** The statement that counts; `undefined` when nobody says anything. */
export function winner(
  feeds: Feeds,
  field: string,
  of: 'account' | 'person',
  rules: FeedRules,
): Statement | undefined {
  const register = own(feeds.registers, field);
  if (register === undefined) return undefined;
  const order = orderOf(field, of, rules);
  let best: readonly [rank: number, by: string, statement: Statement] | undefined;
  for (const by of Object.keys(register)) {
    const found = order.indexOf(partsOf(by)[0]!);
    const rank = found < 0 ? order.length : found;
    const statement = register[by]!;
    if (best === undefined || isBefore([rank, by, statement], best)) best = [rank, by, statement];
  }
  return best?.[2];
}

/** Among records of one source the newer counts, then the one with the smaller id: chance has no say in it. */
function isBefore(
  [rank, by, [version]]: readonly [number, string, Statement],
  [bestRank, bestBy, [bestVersion]]: readonly [number, string, Statement],
): boolean {
  if (rank !== bestRank) return rank < bestRank;
  if (version !== bestVersion) return version > bestVersion;
  return by < bestBy;
}

function orderOf(field: string, of: 'account' | 'person', rules: FeedRules): readonly string[] {
  const parts = partsOf(field);
  if (parts.length === 1) return own(rules[of] ?? {}, field) ?? rules.order;
  const [kind, , attribute] = parts;
  if (kind !== 'opportunity' || attribute === undefined) return rules.order;
  return own(rules.opportunity ?? {}, attribute) ?? rules.order;
}

/** The registers after a statement; the very same when it says nothing new. */
export function noted(
  feeds: Feeds,
  { source, record, version, values }: Pick<FedInput, 'source' | 'record' | 'version' | 'values'>,
): Feeds {
  const by = joinIds(source, record);
  let registers: Record<string, Register> | null = null;
  for (const [field, value] of Object.entries(values)) {
    const register = own(registers ?? feeds.registers, field);
    const known = register === undefined ? undefined : own(register, by);
    if (known !== undefined && !isNewer([version, value], known)) continue;
    registers ??= { ...feeds.registers };
    registers[field] = { ...register, [by]: [version, value] };
  }
  return registers === null ? feeds : { ...feeds, registers };
}

/** Two statements of the same version that differ are a fault of the source; the same one wins in every order. */
function isNewer([version, value]: Statement, [known, held]: Statement): boolean {
  if (version !== known) return version > known;
  return JSON.stringify(value) > JSON.stringify(held);
}

/** An own property, whatever the name is. */
export function own<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

/** The feeds with one more change of a journey on its way. */
export function withOutgoing(
  feeds: Feeds | undefined,
  attribute: string,
  change: Omit<Outgoing, 'n'>,
): Feeds {
  const known = feeds ?? NO_FEEDS;
  const n = (known.numbered ?? 0) + 1;
  return { ...known, numbered: n, outgoing: { ...known.outgoing, [attribute]: { ...change, n } } };
}

/** The feeds without a change of a journey. */
export function withoutOutgoing(feeds: Feeds, attribute: string): Feeds {
  const { outgoing = {}, ...rest } = feeds;
  const { [attribute]: _gone, ...left } = outgoing;
  return Object.keys(left).length === 0 ? rest : { ...rest, outgoing: left };
}

/** Whether changes of journeys wait to be told to the platform. */
export function hasOutgoing(feeds: Feeds | undefined): boolean {
  return feeds?.outgoing !== undefined;
}

/** The record of a source behind one of ours, with its newest version: of several the newest. */
export function recordAt(
  feeds: Feeds | undefined,
  source: string,
): { readonly id: string; readonly version: number } | null {
  const register = feeds === undefined ? undefined : own(feeds.registers, goneField());
  let best: { readonly id: string; readonly version: number } | null = null;
  for (const [by, [version]] of Object.entries(register ?? {})) {
    const [name, id = ''] = partsOf(by);
    if (name !== source) continue;
    if (best === null || version > best.version || (version === best.version && id < best.id))
      best = { id, version };
  }
  return best;
}
