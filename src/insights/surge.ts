import { needArguments } from '../kernel/needed-arguments.ts';
import { DAILY_CAP } from '../engagement/tally.ts';
import type { Weights } from '../engagement/weighting-model.ts';
import type { Day } from '../engagement/day.ts';
import type { GroupFact } from './group-fact.ts';
import { compareText } from '../kernel/text-order.ts';

/** Names of the buckets, weakest first (BG-105). */
export const SURGE_BUCKETS = ['negative', 'neutral', 'positive', 'surging', 'surgingMost'] as const;

/** How the engagement of an account changed. */
export type SurgeBucket = (typeof SURGE_BUCKETS)[number];

/** Momentum of one account. */
export interface AccountMomentum {
  readonly account: string;
  /** Weighted, capped activity of all its people. */
  readonly current: number;
  readonly previous: number;
  /** Change in percent; `null` when there was nothing before and something is there now. */
  readonly change: number | null;
  readonly bucket: SurgeBucket;
}

/** A period in whole days, both ends included. */
export interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

/**
 * The change of every account's mean daily raw engagement from the period of equal length before (BG-104), by the
 * present weights in both. Accounts that are asked for and did nothing are neutral.
 * @throws AccompanyError `INVALID_INPUT` for a span that ends before it begins, or is none of whole days (BG-148)
 */
export function surge(
  accounts: readonly string[],
  facts: readonly GroupFact[],
  options: { readonly weights: Weights; readonly span: DaySpan },
): readonly AccountMomentum[] {
  needArguments('surge', {
    accounts: [accounts, 'list'],
    facts: [facts, 'list'],
    options: [options, 'object'],
  });
  const { weights, span } = options;
  needArguments('surge', { weights: [weights, 'map'], span: [span, 'span'] });
  const length = span.last - span.first + 1;
  const current = sumByAccount(facts, weights, span);
  const before = { first: span.first - length, last: span.first - 1 };
  const previous = sumByAccount(facts, weights, before);
  return accounts.map((account) => {
    const [now, then] = [current.get(account) ?? 0, previous.get(account) ?? 0];
    const change = then === 0 ? (now === 0 ? 0 : null) : (100 * (now - then)) / then;
    return { account, current: now, previous: then, change, bucket: bucketOf(change) };
  });
}

/** Accounts that surge, strongest first, and those at risk, weakest first (BG-106). */
export function highlights(
  momenta: readonly AccountMomentum[],
  most: number = 5,
): { readonly surging: readonly AccountMomentum[]; readonly atRisk: readonly AccountMomentum[] } {
  needArguments('highlights', { momenta: [momenta, 'list'], most: [most, 'count'] });
  const size = ({ change }: AccountMomentum): number => change ?? Number.POSITIVE_INFINITY;
  const order = (left: AccountMomentum, right: AccountMomentum): number => {
    if (size(left) !== size(right)) return size(left) < size(right) ? 1 : -1;
    return right.current - left.current || compareText(left.account, right.account);
  };
  const sorted = momenta.toSorted(order);
  return {
    surging: sorted.filter(({ bucket }) => bucket.startsWith('surging')).slice(0, most),
    atRisk: sorted
      .filter(({ bucket }) => bucket === 'negative')
      .toReversed()
      .slice(0, most),
  };
}

/** The bucket of a change in percent; `null` is the top one. */
export function bucketOf(change: number | null): SurgeBucket {
  if (change === null || change > 75) return 'surgingMost';
  if (change > 50) return 'surging';
  if (change > 10) return 'positive';
  return change < -10 ? 'negative' : 'neutral';
}

function sumByAccount(
  facts: readonly GroupFact[],
  weights: Weights,
  { first, last }: DaySpan,
): ReadonlyMap<string, number> {
  // Facts of one day may come in parts; the cap is on their sum.
  const counts = new Map<string, { account: string; activity: string; count: number }>();
  for (const fact of facts) {
    if (fact.type !== 'activity' || fact.day < first || fact.day > last) continue;
    const { account, person, day } = fact;
    for (const [activity, count] of Object.entries(fact.counts)) {
      const key = JSON.stringify([account, person, day, activity]);
      const known = counts.get(key);
      if (known === undefined) counts.set(key, { account, activity, count });
      else known.count += count;
    }
  }
  const sums = new Map<string, number>();
  for (const { account, activity, count } of counts.values()) {
    const points = Math.min(count, DAILY_CAP) * (weights.get(activity) ?? 0);
    sums.set(account, (sums.get(account) ?? 0) + points);
  }
  return sums;
}
