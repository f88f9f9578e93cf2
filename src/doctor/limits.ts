import { MINUTE } from '../kernel/duration.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { DoctorLimits } from './diagnosis.ts';

/**
 * Engines sweep every minute and claims last five, so that nothing healthy is five minutes late; after an hour without
 * anybody doing the work, somebody has to look.
 */
export const DOCTOR_LIMITS: DoctorLimits = {
  grace: 5 * MINUTE,
  tooLate: 60 * MINUTE,
  examples: 5,
  groups: 1_000,
  page: 500,
};

/** The limits with defaults filled in. @throws AccompanyError `INVALID_INPUT` */
export function doctorLimits(given: Partial<DoctorLimits>): DoctorLimits {
  for (const [name, value] of Object.entries(given)) {
    const least = name === 'page' ? 1 : 0;
    if (value === undefined || (Number.isSafeInteger(value) && value >= least)) continue;
    throw new AccompanyError(
      'INVALID_INPUT',
      `limits.${name} must be a whole number of at least ${least}.`,
      { path: ['limits', name] },
    );
  }
  return { ...DOCTOR_LIMITS, ...given };
}
