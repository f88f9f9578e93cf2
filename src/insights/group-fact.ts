import type { Source } from '../buying-group/precedence.ts';
import type { Day } from '../engagement/day.ts';
import type { Instant } from '../kernel/instant.ts';

/**
 * What has to be committed about buying groups so that insights can be computed: one entry for each thing that happened
 * to an account, in the order of commit. The account and the instant are those of the fact that holds it.
 */
export type GroupFact = GroupFactItem & { readonly at: Instant; readonly account: string };

/** The kinds of things that facts tell about groups; `group` is always the definition's id. */
export type GroupFactItem =
  | GroupCreated
  | GroupDeleted
  | MemberFact
  | CompletenessFact
  | StageFact
  | StageRejected
  | StatusFact
  | EngagementFact
  | DecisionBlocked
  | ActivityFact;

/** A group came into being. */
export interface GroupCreated {
  readonly type: 'groupCreated';
  readonly group: string;
  /** The creation job; `null` when the definition's own condition made it. */
  readonly job: string | null;
}

/** A user deleted a group (BG-129). */
export interface GroupDeleted {
  readonly type: 'groupDeleted';
  readonly group: string;
  /** Id of the user; missing: nobody is named. */
  readonly by?: string;
}

/** A person got a role, changed it (`previous` is the role before) or is no active member any more (`role: null`). */
export interface MemberFact {
  readonly type: 'member';
  readonly group: string;
  readonly person: string;
  readonly role: string | null;
  readonly previous: string | null;
  readonly source: Source | 'leftAccount';
  /** Id of the user or the journey; `null` when nobody is named. */
  readonly by: string | null;
}

/** The exact completeness changed. */
export interface CompletenessFact {
  readonly type: 'completeness';
  readonly group: string;
  readonly previous: number | null;
  readonly next: number | null;
}

/** The group moved to a stage; `next: null` when another stage model took its stage away. */
export interface StageFact {
  readonly type: 'stage';
  readonly group: string;
  readonly previous: string | null;
  readonly next: string | null;
  /** The journey that asked; `null` for a user, and for the change of a model. */
  readonly journey: string | null;
  /** Id of the user who asked; missing: nobody is named. */
  readonly by?: string;
  /** Why a group lost its stage without anybody asking (BG-88). */
  readonly reason?: 'modelChanged';
}

/** A journey's or user's wish to move the group that was not fulfilled. */
export interface StageRejected {
  readonly type: 'stageRejected';
  readonly group: string;
  readonly stage: string;
  /** `noGroup`, or a `StageRefusal`. */
  readonly reason: string;
  /** The journey that asked; `null` for a user. */
  readonly journey: string | null;
  /** Id of the user who asked; missing: nobody is named. */
  readonly by?: string;
}

/** The group has another status. */
export interface StatusFact {
  readonly type: 'status';
  readonly group: string;
  readonly previous: string | null;
  readonly next: string;
  /** The journey that asked; `null` for a user. */
  readonly journey: string | null;
  /** Id of the user who asked; missing: nobody is named. */
  readonly by?: string;
}

/** The stored value changed and the score that people see differs (EG-43). */
export interface EngagementFact {
  readonly type: 'engagement';
  readonly group: string;
  readonly previous: number | null;
  readonly next: number;
  /** Number of the epoch. */
  readonly epoch: number;
}

/** A decision of lower authority than the one that stands (BG-31). */
export interface DecisionBlocked {
  readonly type: 'blocked';
  readonly group: string;
  readonly person: string;
  readonly role: string | null;
  readonly source: Source;
}

/** What one person did on one day, uncapped; written once a day, and again with what came in late. */
export interface ActivityFact {
  readonly type: 'activity';
  readonly person: string;
  readonly day: Day;
  readonly counts: Readonly<Record<string, number>>;
}
