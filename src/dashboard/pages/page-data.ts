import type { Definitions } from '../../engine/definitions/kept-definitions.ts';
import { STANDARD_ACTIVITIES } from '../../engagement/standard-activities.ts';
import { labelsOf } from '../../insights/labels.ts';
import type { Labels } from '../../insights/labels.ts';
import type { Instant } from '../../kernel/instant.ts';
import { needArguments } from '../../kernel/needed-arguments.ts';
import type { Catalogue } from '../../model/definition.ts';
import type { AccountView } from '../../model/view.ts';
import type { Fact } from '../../runtime/fact.ts';
import { DEFAULT_NAMES, needNames } from '../attribute-names.ts';
import type { AttributeNames } from '../attribute-names.ts';
import { latestJourneys } from '../journey-use.ts';
import type { JourneyUse } from '../journey-use.ts';
import { membershipsOf } from '../subjects.ts';
import type { Membership } from '../subjects.ts';

/** What the pages of one account, its groups and its people are made of: plain data, as an engine gives it. */
export interface PageData {
  /** `engine.account(id)` */
  readonly account: AccountView;
  /** The parts of `engine.definitions()` that pages look at. */
  readonly definitions: Pick<
    Definitions,
    'allGroups' | 'personas' | 'stages' | 'taxonomy' | 'templates'
  >;
  /** The facts of the account, oldest first. Of what was pruned, pages do not tell. */
  readonly facts: readonly Fact[];
  /** `engine.journeys()`, for their names. */
  readonly journeys: readonly { readonly id: string; readonly name: string }[];
  /** What is dated later has not happened yet. */
  readonly now: Instant;
  /**
   * What kinds of activity are called, such as those of the active weighting model; missing, or without a label: as the
   * default list has them, and a kind that is not there either is called by its type.
   */
  readonly activities?: readonly { readonly activity: string; readonly label?: string }[];
  /** Under which attributes names, titles and the like are kept; missing: those of the default catalogue. */
  readonly names?: AttributeNames;
  /** Whose labels attributes get; missing: attributes are shown under their own names. */
  readonly catalogue?: Pick<Catalogue, 'account' | 'person'>;
}

/** Page data with what several blocks look up. */
export interface PageContext extends PageData {
  readonly names: AttributeNames;
  readonly labels: Labels;
  readonly activityLabels: ReadonlyMap<string, string>;
  /** The latest ones (reference 20). */
  readonly uses: readonly JourneyUse[];
  /** The groups that somebody is an active member of, by person. */
  readonly memberships: ReadonlyMap<string, readonly Membership[]>;
}

/**
 * What all blocks of a page are made with.
 * @throws AccompanyError `INVALID_INPUT` when a part is missing (BG-148)
 */
export function pageContext(call: string, data: PageData): PageContext {
  needArguments(call, { data: [data, 'object'] });
  needArguments(call, {
    account: [data.account, 'object'],
    definitions: [data.definitions, 'object'],
    facts: [data.facts, 'list'],
    journeys: [data.journeys, 'list'],
    now: [data.now, 'number'],
  });
  const { activities = [], account, definitions, facts, journeys, names = DEFAULT_NAMES } = data;
  needArguments(call, { activities: [activities, 'list'] });
  needNames(call, names);
  const labelled = [...STANDARD_ACTIVITIES, ...activities].flatMap(({ activity, label }) =>
    label === undefined ? [] : [[activity, label] as const],
  );
  return {
    ...data,
    names,
    labels: labelsOf(definitions),
    activityLabels: new Map(labelled),
    uses: latestJourneys(facts, journeys),
    memberships: membershipsOf(account, names),
  };
}
