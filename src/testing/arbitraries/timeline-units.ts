import { MINUTE } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';

/** When generated timelines begin: a Friday, two days before Europe's clocks go forward. */
export const BEGINNING: Instant = Date.UTC(2026, 2, 27, 9);

/** The grid of instants that timelines, waits and timeouts share, so that they meet. */
export const STEP: number = 30 * MINUTE;
