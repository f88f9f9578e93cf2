import type { Instant } from '../kernel/instant.ts';
import type { AccountView, GroupView, MemberView } from '../model/view.ts';

/** A buying group of one account for one definition; kept by the engine and never sent to the platform. */
export interface BuyingGroupRecord extends GroupView {
  /** Active and removed ones, in the order in which they first became members. */
  readonly members: readonly Member[];
  /** `<interest> for <account>`, as both were called when the group came into being. */
  readonly name?: string;
  /** When the group came into being. Missing, as the two next ones: the record is older than this field. */
  readonly created?: Instant;
  /** When anything in the record changed last. */
  readonly updated?: Instant;
  /** Id of the creation job that made the group; `null` when the definition itself did. */
  readonly job?: string | null;
  /** Stored engagement value (EG-32); missing: never computed. */
  readonly value?: number;
  /** The value changed after the last nightly run, and `engagement` is read by the maxima of before (EG-41). */
  readonly provisional?: true;
  /** Number of the epoch for which `engagement` stands whatever the value is (EG-56); missing: for none. */
  readonly held?: number;
  /** The score that was told last. */
  readonly told?: number;
  /** People whom a decision keeps out and who never were members (BG-34); missing: none. */
  readonly exclusions?: readonly Exclusion[];
}

/** An account with the whole records of its buying groups. */
export interface AccountWithGroups extends AccountView {
  readonly groups: readonly BuyingGroupRecord[];
}

/** A member with the authority of the decision that made or removed it (reference 8.1). */
export interface Member extends MemberView {
  readonly decidedAt: Instant;
  /** The id of the user or the journey that decided, when it was given. */
  readonly by?: string;
}

/** A removal of somebody who never was a member (correction 5). */
export interface Exclusion {
  readonly person: string;
  readonly source: 'manual' | 'journey';
  readonly decidedAt: Instant;
  readonly by?: string;
}
