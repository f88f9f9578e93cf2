import type { Engine } from '../engine/engine.ts';
import type { EmailFact } from '../insights/email-fact.ts';
import type { GroupFact } from '../insights/group-fact.ts';
import { withJoins } from '../insights/joined.ts';
import type { JourneySnapshot } from '../insights/journeys.ts';
import { compareText } from '../kernel/text-order.ts';
import type { AccountSnapshot, GroupSnapshot } from '../insights/snapshot.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { AccountView } from '../model/view.ts';
import type { Fact } from '../runtime/fact.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import { DEFAULT_NAMES, needNames } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { mergedOf } from './merged-facts.ts';
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
  /**
   * Ids; missing: the accounts that facts tell of, which are those that came through a journey or a group. Merged ones are the
   * accounts that they are now (BG-170).
   */
  readonly accounts?: readonly string[];
  /** Missing: the attributes of the default catalogue. */
  readonly names?: AttributeNames;
}

/**
 * Reads everything that insights need from an open engine (BG-143, BG-144): facts of the accounts that are asked for, or of
 * all of them, these accounts in order of id, their e-mails, and all journeys with the counts that they have in all accounts.
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
  options: ReadInsightsOptions = {},
): Promise<InsightData> {
  needArguments('readInsights', { engine: [engine, 'object'], options: [options, 'object'] });
  const { accounts: wanted, names = DEFAULT_NAMES } = options;
  if (wanted !== undefined) needArguments('readInsights', { accounts: [wanted, 'texts'] });
  needNames('readInsights', names);
  const facts: Fact[] = [];
  for await (const fact of engine.facts()) facts.push(fact);
  const merged = mergedOf(facts);
  const nowOf = (account: string): string => {
    let now = account;
    while (merged.has(now)) now = merged.get(now)!;
    return now;
  };
  const ids = new Set((wanted ?? facts.map(({ account }) => account)).map(nowOf));
  const found = new Map<string, AccountView>();
  for (const id of [...ids].sort()) {
    const account = await engine.account(id);
    if (account !== undefined) found.set(account.id, account);
  }
  const accounts = [...found.values()];
  const summaries = await engine.journeys();
  const journeys: JourneySnapshot[] = [];
  for (const summary of summaries)
    journeys.push(journeySnapshotOf(summary, await engine.counts(summary.id)));
  const told = facts
    .filter(({ account }) => ids.has(nowOf(account)))
    .toSorted((left, right) => compareText(left.account, right.account));
  const groupFacts = groupFactsOf(told);
  return {
    facts: groupFacts,
    accounts: accounts.map((account) => accountSnapshotOf(account, names)),
    groups: withJoins(
      accounts.flatMap((account) => snapshotsOf(account, names)),
      groupFacts,
    ),
    journeys,
    emails: emailFactsOf({
      facts: told,
      accounts,
      journeys: summaries.map(({ document }) => document),
    }),
  };
}
