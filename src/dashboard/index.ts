/**
 * Insights: what buying groups, journeys and e-mails came to, computed from what an engine has committed. Every function
 * takes data and gives data; `readInsights` reads it all from an open engine.
 *
 * @packageDocumentation
 */

// Reading: from an open engine to data.
export { DEFAULT_NAMES } from './attribute-names.ts';
export type { AttributeNames } from './attribute-names.ts';
export { accountSnapshotOf, groupFactsOf, snapshotsOf } from './read-account.ts';
export { readInsights } from './read-insights.ts';
export type { InsightData, ReadInsightsOptions } from './read-insights.ts';
export { emailFactsOf, journeySnapshotOf } from './read-journeys.ts';
export { readSubject } from './read-subject.ts';
export type { Readable, ReadSubjectOptions, SubjectName } from './read-subject.ts';

// Buying groups.
export { contactCoverage, contactOverlap, contactsInRole } from '../insights/contacts.ts';
export type { Coverage, CoverageOptions, Overlap, OverlapGroup } from '../insights/contacts.ts';
export { countGroups, scoreDistribution } from '../insights/distribution.ts';
export type { Distribution } from '../insights/distribution.ts';
export { roleAcquisition, roleEngagement, totals } from '../insights/role-insights.ts';
export type { RoleOptions, RoleSeries } from '../insights/role-insights.ts';
export { filterGroups } from '../insights/snapshot.ts';
export { stageFlow } from '../insights/stage-flow.ts';
export type { StageBar } from '../insights/stage-flow.ts';
export { highVelocity, stagnant, topEngaged } from '../insights/top-groups.ts';
export type { FastGroup, StagnantGroup, TopOptions } from '../insights/top-groups.ts';

// How complete a group is, role by role.
export { exactCompleteness, missingRoles, roleStates } from '../buying-group/exact-completeness.ts';
export type { RoleState } from '../buying-group/exact-completeness.ts';
export { roundRatio } from '../buying-group/ratio.ts';
export type { Ratio } from '../buying-group/ratio.ts';
export type { RoleCard } from '../buying-group/definition.ts';

// Engagement.
export { dayCounter, formatDay } from '../engagement/day.ts';
export type { Day } from '../engagement/day.ts';
export { weightsOf } from '../engagement/weighting-model.ts';
export type { Weights } from '../engagement/weighting-model.ts';
export { engagedTable, engagementOverview } from '../insights/engagement-overview.ts';
export type {
  Engaged,
  EngagedCount,
  EngagedTable,
  EngagementOptions,
  EngagementOverview,
} from '../insights/engagement-overview.ts';
export { highlights, SURGE_BUCKETS, surge } from '../insights/surge.ts';
export type { AccountMomentum, DaySpan, SurgeBucket } from '../insights/surge.ts';

// Journeys and e-mails.
export type { EmailFact, EmailStep } from '../insights/email-fact.ts';
export { emailPerformance } from '../insights/email-performance.ts';
export type {
  EmailCounts,
  EmailFigures,
  EmailOptions,
  EmailPerformance,
  EmailRates,
} from '../insights/email-performance.ts';
export { completionRate, journeysOverview } from '../insights/journeys.ts';
export type { JourneysOverview, JourneySnapshot } from '../insights/journeys.ts';

// Pages of a buying group, an account and a person.
export { accountPage } from './pages/account-page.ts';
export type {
  AccountPage,
  AccountPageOptions,
  ContactLine,
  OverlapCard,
} from './pages/account-page.ts';
export { groupPage } from './pages/group-page.ts';
export type { GroupHead, GroupPage } from './pages/group-page.ts';
export { membersTable } from './pages/members-table.ts';
export type { MemberRow } from './pages/members-table.ts';
export { personPage } from './pages/person-page.ts';
export type { PersonGroup, PersonHead, PersonPage } from './pages/person-page.ts';
export { readPageData } from './pages/read-page-data.ts';
export type { PageSource } from './pages/read-page-data.ts';
export type { PageData } from './pages/page-data.ts';

// Rows behind the figures, for CSV.
export { labelsOf } from '../insights/labels.ts';
export type { Labels, NamedDefinitions } from '../insights/labels.ts';
export {
  contactRows,
  emailRows,
  engagedAccountRows,
  engagedGroupRows,
  engagedPersonRows,
  groupRows,
  journeyRows,
} from '../insights/rows.ts';
export type { Row } from '../insights/rows.ts';

// Summaries.
export { extractSummary } from '../insights/summary-subject.ts';
export type { GroupFacts, SummarySubject } from '../insights/summary-subject.ts';
export type { AccountFacts, PersonFacts } from '../insights/summary.ts';
export type { JourneyFacts } from '../insights/summarize-journey.ts';
export type { Ai, SummaryRequest } from '../ports/ai.ts';
export { summarize } from './summarize.ts';
export type { SummarizeOptions, Summary } from './summarize.ts';

// Personas that a model decides on.
export { judgePrompts } from './judge-prompts.ts';
export type { PromptAi, PromptQuestion } from './judge-prompts.ts';

// Intent.
export { memoryIntent } from '../connectors/memory-intent.ts';
export type { MemoryIntent } from '../connectors/memory-intent.ts';
export type { IntentPage, IntentSource } from '../ports/intent.ts';
export { intentDetails, intentLevel, sortSignals } from '../intent/signals.ts';
export type { IntentDetail } from '../intent/signals.ts';
export type { IntentCategory, IntentProduct } from '../intent/taxonomy.ts';
export { strongestSignals } from '../model/intent.ts';
export { takeIntent } from './take-intent.ts';
export type { TakeIntentOptions } from './take-intent.ts';

// What the signatures above are made of.
export type { JourneyUse } from './journey-use.ts';
export type { AccountBlock, IntentBlock } from './pages/account-block.ts';
export type { AttributeLine } from './pages/attribute-lines.ts';
export type { MemberCard } from './pages/member-card.ts';
export type { PageLink, PageSummary } from './pages/page-summary.ts';
export type { PageActivity, PageMoment, PersonBlock } from './pages/person-block.ts';
export type {
  ActivityFact,
  CompletenessFact,
  DecisionBlocked,
  EngagementFact,
  GroupCreated,
  GroupDeleted,
  GroupFact,
  GroupFactItem,
  MemberFact,
  StageFact,
  StageRejected,
  StatusFact,
} from '../insights/group-fact.ts';
export type {
  AccountSnapshot,
  ContactSnapshot,
  GroupSnapshot,
  InsightFilter,
  MemberSnapshot,
  Period,
} from '../insights/snapshot.ts';
