import type { Engine, Instant } from '../../src/index.ts';
import {
  contactCoverage,
  contactOverlap,
  dayCounter,
  emailPerformance,
  emailRows,
  engagementOverview,
  groupPage,
  highlights,
  highVelocity,
  journeyRows,
  journeysOverview,
  readInsights,
  readPageData,
  roleAcquisition,
  roleEngagement,
  scoreDistribution,
  stageFlow,
  stagnant,
  surge,
  topEngaged,
  weightsOf,
} from '../../src/dashboard/index.ts';
import type {
  Coverage,
  Distribution,
  EmailPerformance,
  EngagementOverview,
  Weights,
  GroupPage,
  GroupSnapshot,
  InsightData,
  JourneysOverview,
  RoleSeries,
  StageBar,
} from '../../src/dashboard/index.ts';
import { activeModel } from '../../src/index.ts';
import { INTERESTS, purchaseStages, TEMPLATES } from './buying-groups.ts';
import type { DemoShape } from './demo-catalogue.ts';

/** How many entries a list of the dashboard has. */
const SHOWN = 5;

/** A buying group in a list, with what the list is about. */
export interface GroupCard {
  readonly name: string;
  readonly account: string;
  readonly stage: string | null;
  readonly completeness: number | null;
  readonly engagement: number | null;
  readonly note: string;
}

/** An account in a list of highlights. */
export interface AccountCard {
  readonly name: string;
  /** Change in percent; `null` for the first activity ever. */
  readonly change: number | null;
}

/** What engagement adds to the dashboard. */
export interface EngagementPart {
  readonly overview: Pick<EngagementOverview, 'accounts' | 'groups' | 'people'>;
  readonly buckets: readonly { readonly bucket: string; readonly accounts: number }[];
  readonly surging: readonly AccountCard[];
  readonly atRisk: readonly AccountCard[];
  readonly byRole: RoleSeries;
  readonly distributions: readonly InterestDistribution[];
  readonly top: readonly GroupCard[];
}

/** The distribution of a score over the groups of one interest. */
export interface InterestDistribution {
  readonly name: string;
  readonly distribution: Distribution;
}

/** Everything that the buying-group dashboard shows. Plain data. */
export interface GroupDashboard {
  readonly groups: number;
  readonly stages: readonly { readonly name: string; readonly bars: readonly StageBar[] }[];
  readonly completeness: readonly InterestDistribution[];
  readonly fast: readonly GroupCard[];
  readonly still: readonly GroupCard[];
  readonly coverage: Coverage;
  readonly overlap: {
    readonly contacts: number;
    readonly first: readonly { readonly name: string; readonly groups: readonly string[] }[];
  };
  readonly acquisition: RoleSeries;
  /** `null` while nobody's activity is scored. */
  readonly engagement: EngagementPart | null;
  readonly journeys: JourneysOverview & { readonly rows: ReturnType<typeof journeyRows> };
  readonly emails: Pick<EmailPerformance, 'all'> & { readonly rows: ReturnType<typeof emailRows> };
  /** The page of the most engaged group; `null` while there is none. */
  readonly page: GroupPage | null;
}

/** Computes the dashboard from what the engine has committed between two instants. */
export async function groupDashboard(
  engine: Engine<DemoShape>,
  period: { readonly from: Instant; readonly to: Instant },
): Promise<GroupDashboard> {
  const data = await readInsights(engine);
  const model = activeModel(await engine.scoring.models());
  const { facts, groups } = data;
  const options = { model: purchaseStages, period, most: SHOWN };
  const roles = { period, zone: 'UTC' };
  const perInterest = (score: 'completeness' | 'engagement'): readonly InterestDistribution[] =>
    INTERESTS.map(({ id, name }) => ({
      name,
      distribution: scoreDistribution(
        groups.filter(({ group }) => group === id),
        score,
      ),
    }));
  const overlap = contactOverlap(groups);
  const performance = emailPerformance(data.emails, { period });
  const chosen = topEngaged(groups, 1)[0] ?? groups.find(({ stage }) => stage === 'customer');
  return {
    groups: groups.length,
    stages: INTERESTS.map(({ id, name }) => ({
      name,
      bars: stageFlow(
        groups.filter(({ group }) => group === id),
        facts,
        { ...options, zone: 'UTC' },
      ),
    })),
    completeness: perInterest('completeness'),
    fast: highVelocity(groups, facts, options).map(({ group, velocity }) =>
      card(group, (7 * velocity).toFixed(2)),
    ),
    still: stagnant(groups, facts, {
      ...options,
      period: { from: period.to - (period.to - period.from) / 3, to: period.to },
    }).map(({ group, daysInStage }) => card(group, String(Math.floor(daysInStage)))),
    coverage: contactCoverage(groups, TEMPLATES),
    overlap: {
      contacts: overlap.length,
      first: overlap.slice(0, SHOWN).map(({ name, groups: of }) => ({
        name,
        groups: of.map(({ group, role }) => `${role} of ${nameOf(group)}`),
      })),
    },
    acquisition: roleAcquisition(facts, roles),
    engagement:
      model === undefined
        ? null
        : engagementPart(data, weightsOf(model), period, perInterest('engagement')),
    journeys: { ...journeysOverview(data.journeys), rows: journeyRows(data.journeys) },
    emails: { all: performance.all, rows: emailRows(performance) },
    page:
      chosen === undefined
        ? null
        : groupPage(await readPageData(engine, chosen.account), chosen.group),
  };
}

function engagementPart(
  { accounts, facts, groups }: InsightData,
  weights: Weights,
  period: { readonly from: Instant; readonly to: Instant },
  distributions: readonly InterestDistribution[],
): EngagementPart {
  const dayOf = dayCounter('UTC');
  const last = dayOf(period.to - 1);
  const half = Math.max(1, Math.floor((last - dayOf(period.from) + 1) / 2));
  const span = { first: last - half + 1, last };
  const momenta = surge(
    accounts.map(({ account }) => account),
    facts,
    { weights, span },
  );
  const names = new Map(accounts.map(({ account, name }) => [account, name]));
  const cards = (some: typeof momenta): readonly AccountCard[] =>
    some.map(({ account, change }) => ({ name: names.get(account) ?? account, change }));
  const { surging, atRisk } = highlights(momenta, SHOWN);
  const buckets = Map.groupBy(momenta, ({ bucket }) => bucket);
  const { days: _days, ...overview } = engagementOverview(accounts, groups, facts, {
    weights,
    span,
  });
  return {
    overview,
    buckets: (['negative', 'neutral', 'positive', 'surging', 'surgingMost'] as const).map(
      (bucket) => ({ bucket, accounts: buckets.get(bucket)?.length ?? 0 }),
    ),
    surging: cards(surging),
    atRisk: cards(atRisk),
    byRole: roleEngagement(groups, facts, { period, zone: 'UTC', weights }),
    distributions,
    top: topEngaged(groups, SHOWN).map((group) => card(group, '')),
  };
}

function card(
  { name, accountName, stage, completeness, engagement }: GroupSnapshot,
  note: string,
): GroupCard {
  return {
    name,
    account: accountName,
    stage: purchaseStages.stages.find(({ id }) => id === stage)?.name ?? stage,
    completeness: completeness === null ? null : Math.round(completeness),
    engagement: engagement === null ? null : Math.round(engagement),
    note,
  };
}

function nameOf(interest: string): string {
  return INTERESTS.find(({ id }) => id === interest)?.name ?? interest;
}
