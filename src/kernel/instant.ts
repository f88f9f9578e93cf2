import { AccompanyError } from './errors.ts';

/** A point in time: whole milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Later than every instant; stands for "never". Not a valid stored value. */
export const NEVER: Instant = Number.POSITIVE_INFINITY;

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2}))?$/;
const LAST = 8.64e15;

/** True for a whole number of milliseconds that a date can hold. */
export function isInstant(value: unknown): value is Instant {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LAST;
}

/**
 * Reads an ISO 8601 instant. An offset (`Z`, `+02:00`) is required with a time of day (reference A-51);
 * a bare date stands for 00:00 UTC. Returns `undefined` for anything else, 30 February included.
 */
export function readInstant(text: string): Instant | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    match;
  const millisecond = Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second, millisecond);
  const date = new Date(local);
  const honest =
    date.getUTCMonth() === +month! - 1 &&
    date.getUTCDate() === +day! &&
    +hour < 24 &&
    +minute < 60 &&
    +second < 60;
  if (!honest || +year! < 100) return undefined;
  if (zone === 'Z') return local;
  const sign = zone.startsWith('-') ? -1 : 1;
  const [offsetHours, offsetMinutes] = [Number(zone.slice(1, 3)), Number(zone.slice(4, 6))];
  if (offsetHours > 18 || offsetMinutes > 59) return undefined;
  return local - sign * (offsetHours * 60 + offsetMinutes) * 60_000;
}

/**
 * What people may give for an instant: ISO text with an offset, a bare date (00:00 UTC), a `Date`, or milliseconds.
 * @throws AccompanyError `INVALID_INSTANT`
 */
export function toInstant(value: string | number | Date): Instant {
  const given: unknown = value;
  const instant =
    typeof given === 'string'
      ? readInstant(given)
      : given instanceof Date
        ? given.getTime()
        : given;
  if (isInstant(instant)) return instant;
  const shown = typeof given === 'object' ? 'This object' : (JSON.stringify(given) ?? typeof given);
  throw new AccompanyError(
    'INVALID_INSTANT',
    `${shown} is not an instant. Give ISO 8601 with an offset, such as 2026-01-05T09:00:00Z.`,
  );
}

/** ISO 8601 in UTC with milliseconds left out when zero: `2026-01-05T09:00:00Z`; `never` for `NEVER`. */
export function formatInstant(instant: Instant): string {
  if (instant === NEVER) return 'never';
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
