import type { Engine } from '../engine/engine.ts';
import type { EmailFact } from '../insights/email-fact.ts';
import type { GroupFact } from '../insights/group-fact.ts';
import type { JourneySnapshot } from '../insights/journeys.ts';
import { compareText } from '../kernel/text-order.ts';
import type { AccountSnapshot, GroupSnapshot } from '../insights/snapshot.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { AccountView } from '../model/view.ts';
import type { Fact } from '../runtime/fact.ts';
import { DEFAULT_NAMES } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { accountSnapshotOf, groupFactsOf, snapshotsOf } from './read-account.ts';
import { emailFactsOf, journeySnapshotOf } from './read-journeys.ts';

/** Everything that insights are computed from, as an engine has committed it. */
export interface InsightData {
  /** What happened to groups and people: by account, oldest first. */
  readonly facts: readonly GroupFact[];
  readonly accounts: readonly AccountSnapshot[];
  readonly groups: readonly GroupSnapshot[];
  readonly journeys: readonly JourneySnapshot[];
  readonly emails: readonly EmailFact[];
}

/** Which accounts are read, and under which names they keep what insights look at. */
export interface ReadInsightsOptions {
  /** Ids; missing: the accounts that facts tell of, which are those that came through a journey or a group. */
  readonly accounts?: readonly string[];
  /** Missing: the attributes of the default catalogue. */
  readonly names?: AttributeNames;
}

/**
 * Reads everything that insights need from an open engine (BG-143, BG-144): all facts, the accounts that they tell of,
 * in order of id, and all journeys with their counts.
 *
 * @example
 * ```ts
 * import { Engine, defaultCatalogue, memoryStorage, virtualClock } from 'accompany';
 * import { journeysOverview, readInsights } from 'accompany/insights';
 *
 * await using engine = await Engine.open({
 *   catalogue: defaultCatalogue,
 *   storage: memoryStorage(),
 *   clock: virtualClock('2026-01-05'),
 * });
 * const { journeys } = await readInsights(engine);
 * console.log(journeysOverview(journeys).completion.total); // => 0
 * ```
 */
export async function readInsights<S extends CatalogueShape>(
  engine: Pick<Engine<S>, 'account' | 'counts' | 'facts' | 'journeys'>,
  { accounts: wanted, names = DEFAULT_NAMES }: ReadInsightsOptions = {},
): Promise<InsightData> {
  const facts: Fact[] = [];
  for await (const fact of engine.facts()) facts.push(fact);
  const ids = new Set(wanted ?? facts.map(({ account }) => account));
  const accounts: AccountView[] = [];
  for (const id of [...ids].sort()) {
    const account = await engine.account(id);
    if (account !== undefined) accounts.push(account);
  }
  const summaries = await engine.journeys();
  const journeys: JourneySnapshot[] = [];
  for (const summary of summaries)
    journeys.push(journeySnapshotOf(summary, await engine.counts(summary.id)));
  const told = facts
    .filter(({ account }) => ids.has(account))
    .toSorted((left, right) => compareText(left.account, right.account));
  return {
    facts: groupFactsOf(told),
    accounts: accounts.map((account) => accountSnapshotOf(account, names)),
    groups: accounts.flatMap((account) => snapshotsOf(account, names)),
    journeys,
    emails: emailFactsOf({
      facts,
      accounts,
      journeys: summaries.map(({ document }) => document),
    }),
  };
}
