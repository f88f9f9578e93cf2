import type { BrokenStorage } from './broken-storage.ts';
import { earlyExpectations } from './early-expectations.ts';
import { forwardOnly } from './forward-only.ts';
import { hastyCounters } from './hasty-counters.ts';
import { ignoredExpectations } from './ignored-expectations.ts';
import { ignoredFence } from './ignored-fence.ts';
import { lastingVersions } from './lasting-versions.ts';
import { lateRenewal } from './late-renewal.ts';
import { lingeringDue } from './lingering-due.ts';
import { localeOrder } from './locale-order.ts';
import { lossyText } from './lossy-text.ts';
import { mergingPut } from './merging-put.ts';
import { narrowInstants } from './narrow-instants.ts';
import { partialCommit } from './partial-commit.ts';
import { prefixBehindLimit } from './prefix-behind-limit.ts';
import { racingCounters } from './racing-counters.ts';
import { rememberedLeases } from './remembered-leases.ts';
import { sharedSubscriptions } from './shared-subscriptions.ts';
import { standingFence } from './standing-fence.ts';
import { tornLoad } from './torn-load.ts';
import { trimmedIds } from './trimmed-ids.ts';
import { uncheckedVersions } from './unchecked-versions.ts';
import { undeadFence } from './undead-fence.ts';
import { unorderedTies } from './unordered-ties.ts';
import { wildcardPrefix } from './wildcard-prefix.ts';

/** Every deliberately broken storage, in the order of the rules. */
export const BROKEN_STORAGES: readonly BrokenStorage[] = [
  trimmedIds,
  lossyText,
  sharedSubscriptions,
  tornLoad,
  localeOrder,
  wildcardPrefix,
  prefixBehindLimit,
  forwardOnly,
  unorderedTies,
  narrowInstants,
  lingeringDue,
  uncheckedVersions,
  lastingVersions,
  partialCommit,
  mergingPut,
  hastyCounters,
  racingCounters,
  ignoredFence,
  ignoredExpectations,
  earlyExpectations,
  standingFence,
  lateRenewal,
  undeadFence,
  rememberedLeases,
];
