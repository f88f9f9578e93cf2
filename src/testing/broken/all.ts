import type { BrokenStorage } from './broken-storage.ts';
import { forwardOnly } from './forward-only.ts';
import { hastyCounters } from './hasty-counters.ts';
import { ignoredFence } from './ignored-fence.ts';
import { lingeringDue } from './lingering-due.ts';
import { localeOrder } from './locale-order.ts';
import { partialCommit } from './partial-commit.ts';
import { prefixBehindLimit } from './prefix-behind-limit.ts';
import { sharedSubscriptions } from './shared-subscriptions.ts';
import { standingFence } from './standing-fence.ts';
import { uncheckedVersions } from './unchecked-versions.ts';
import { unorderedTies } from './unordered-ties.ts';
import { wildcardPrefix } from './wildcard-prefix.ts';

/** Every deliberately broken storage. */
export const BROKEN_STORAGES: readonly BrokenStorage[] = [
  partialCommit,
  uncheckedVersions,
  wildcardPrefix,
  localeOrder,
  prefixBehindLimit,
  forwardOnly,
  unorderedTies,
  lingeringDue,
  hastyCounters,
  ignoredFence,
  standingFence,
  sharedSubscriptions,
];
