import { addDuration, instantOf, localParts } from '../kernel/calendar.ts';
import { isZone } from '../kernel/zone.ts';
import { DAY, HOUR, MINUTE } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';

/** When something that is done again and again is due: so long after the last time, or at a local time every day. */
export type Cadence =
  | { readonly every: number }
  | {
      readonly daily: { readonly hour: number; readonly minute?: number };
      /** IANA time zone; missing: UTC. */
      readonly zone?: string;
    };

/** What there is a {@link CADENCES} for. */
export type CadenceName =
  | 'nightly'
  | 'nearRealTime'
  | 'daily'
  | 'listPopulation'
  | 'externalAudience'
  | 'destinationStart'
  | 'destination'
  | 'overview'
  | 'businessRules'
  | 'quietHours'
  | 'channelSettings';

/**
 * How soon things follow at the product whose journeys these are, as far as it says so (DI-40). What it does "within" a time
 * is due when that time has passed. Milliseconds.
 */
export const CADENCES: Readonly<Record<CadenceName, Cadence>> = Object.freeze({
  /** Accounts and people of audiences, every night. */
  nightly: { daily: { hour: 2 } },
  /** Changes of the platform, and what flows back to it. */
  nearRealTime: { every: 1_000 },
  /** Dynamic lists, buying groups and solution interests. */
  daily: { every: DAY },
  /** Filling a list. */
  listPopulation: { every: 2 * HOUR },
  /** An audience that is kept outside. */
  externalAudience: { every: 48 * HOUR },
  /** The first activation of a destination. */
  destinationStart: { every: 15 * MINUTE },
  /** Later activations of a destination. */
  destination: { every: DAY },
  /** Figures of overviews. */
  overview: { every: 4 * HOUR },
  /** New business rules. */
  businessRules: { every: 10 * MINUTE },
  /** A change of quiet hours. */
  quietHours: { every: 12 * HOUR },
  /** Settings of a transactional channel. */
  channelSettings: { every: 5 * MINUTE },
});

/** When it is due next; at once when it was never done (DI-40). */
export function nextDue(cadence: Cadence, last: Instant | null, now: Instant): Instant {
  if (last === null) return now;
  if ('every' in cadence) return last + cadence.every;
  const { daily, zone = 'UTC' } = cadence;
  const at = (day: Instant): Instant => {
    const { year, month, day: date } = localParts(day, zone);
    return instantOf({ year, month, day: date, hour: daily.hour, minute: daily.minute ?? 0 }, zone);
  };
  const today = at(last);
  return today > last ? today : at(addDuration(last, { days: 1 }, zone));
}

/** Whether it can be meant as a cadence. */
export function isCadence(cadence: unknown): cadence is Cadence {
  if (typeof cadence !== 'object' || cadence === null) return false;
  if ('every' in cadence)
    return Number.isSafeInteger(cadence.every) && (cadence.every as number) >= 1;
  const { daily, zone = 'UTC' } = cadence as Partial<Extract<Cadence, { daily: object }>>;
  const isWithin = (value: unknown, most: number): boolean =>
    Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most;
  return (
    typeof daily === 'object' &&
    isWithin(daily.hour, 23) &&
    isWithin(daily.minute ?? 0, 59) &&
    isZone(zone)
  );
}
