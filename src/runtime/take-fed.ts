import type { Value } from '../model/value.ts';
import type { WriteBackFact } from './fact.ts';
import {
  goneField,
  NO_FEEDS,
  noted,
  own,
  partsOf,
  winner,
  withoutOutgoing,
  type FedInput,
  type Feeds,
} from './feeds.ts';
import { same } from './same.ts';

/** What a statement makes of a record. */
export interface Taken {
  readonly feeds: Feeds;
  /** Fields whose value counts from now on; `null`: there is none. */
  readonly changed: ReadonlyMap<string, Value | null>;
  /** Changes of journeys that did not reach the platform, with the account whose journey it was. */
  readonly lost: readonly { readonly account: string; readonly fact: WriteBackFact }[];
}

/**
 * Notes a statement, and says which values follow from it (DI-10 to DI-15). A field is written when the value that
 * counts among the sources is another one than before; a change of a journey that is still on its way gives way to it,
 * except to an echo.
 */
export function takeFed(
  known: Feeds | undefined,
  of: 'account' | 'person',
  person: string | null,
  input: FedInput,
): Taken {
  const before = known ?? NO_FEEDS;
  const { values, rules, answer } = input;
  const changed = new Map<string, Value | null>();
  const lost: Taken['lost'][number][] = [];
  let feeds = noted(before, input);
  const drop = (
    attribute: string,
    outcome: WriteBackFact['outcome'],
    theirs: Value | null,
  ): void => {
    const { journey, account, value: ours } = own(feeds.outgoing ?? {}, attribute)!;
    feeds = withoutOutgoing(feeds, attribute);
    const reason = answer?.reason ?? null;
    const fact = {
      type: 'writeBack',
      outcome,
      person,
      attribute,
      ours,
      theirs,
      reason,
      journey,
    } as const;
    lost.push({ account, fact });
  };

  if (feeds !== before) {
    const isGone = countsAs(feeds, goneField(), of, rules) === true;
    const wasGone = countsAs(before, goneField(), of, rules) === true;
    const fields = isGone === wasGone ? Object.keys(values) : Object.keys(feeds.registers);
    for (const field of fields) {
      const value = isGone && field !== goneField() ? null : countsAs(feeds, field, of, rules);
      const was = wasGone && field !== goneField() ? null : countsAs(before, field, of, rules);
      if (value === undefined || (was !== undefined && isSame(was, value))) continue;
      const waits = own(feeds.outgoing ?? {}, field);
      if (waits !== undefined) {
        if (input.own) continue;
        if (same(waits.value ?? undefined, value)) feeds = withoutOutgoing(feeds, field);
        else drop(field, 'overridden', value);
      }
      changed.set(field, value);
    }
  }
  for (const [attribute, n] of Object.entries(answer?.numbers ?? {})) {
    if (own(feeds.outgoing ?? {}, attribute)?.n !== n) continue;
    const theirs = countsAs(feeds, attribute, of, rules) ?? null;
    if (answer!.outcome === 'accepted') feeds = withoutOutgoing(feeds, attribute);
    else drop(attribute, answer!.outcome, theirs);
    if (answer!.outcome === 'overridden') changed.set(attribute, theirs);
  }
  return { feeds, changed, lost };
}

function countsAs(
  feeds: Feeds,
  field: string,
  of: 'account' | 'person',
  rules: FedInput['rules'],
): Value | null | undefined {
  return winner(feeds, field, of, rules)?.[1];
}

function isSame(left: Value | null, right: Value | null): boolean {
  return same(left ?? undefined, right);
}

/** The changed fields that are attributes of the account or person itself. */
export function attributesIn(
  changed: ReadonlyMap<string, Value | null>,
): Record<string, Value | null> {
  const attributes: Record<string, Value | null> = {};
  for (const [field, value] of changed) if (partsOf(field).length === 1) attributes[field] = value;
  return attributes;
}
