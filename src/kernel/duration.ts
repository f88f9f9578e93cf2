import { formatDuration as format } from 'date-fns/formatDuration';

/** Milliseconds. */
export const MINUTE = 60_000;
/** Milliseconds. */
export const HOUR: number = 60 * MINUTE;
/** Milliseconds. */
export const DAY: number = 24 * HOUR;

/** The five units of a wait (reference 7.1), largest first. */
export const DURATION_UNITS = ['months', 'weeks', 'days', 'hours', 'minutes'] as const;

/** A unit of a duration. */
export type DurationUnit = (typeof DURATION_UNITS)[number];

/**
 * A length of time in whole units, at least one of them given: `{ days: 3 }`.
 * Minutes and hours are absolute; days, weeks and months are calendar units of a zone (reference A-39).
 */
export type Duration = { readonly [unit in DurationUnit]?: number };

/** The seven days a wait may end on, in the order of the calendar. */
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

/** A day of the week, in English. */
export type Weekday = (typeof WEEKDAYS)[number];

/** The local moment a wait must end on (reference 7.1, A-10): days and a time of day in an IANA zone. */
export interface MustEndOn {
  /** Missing or empty: any day. */
  readonly days?: readonly Weekday[];
  /** `HH:mm`, 24 hours; missing: 00:00. */
  readonly time?: string;
  /** IANA zone, such as `Europe/Berlin`. */
  readonly zone: string;
}

/** `3 days`, `1 month, 2 hours`; nothing at all is `0 minutes`. */
export function formatDuration(duration: Duration): string {
  const text = format(duration, { format: [...DURATION_UNITS], delimiter: ', ' });
  return text === '' ? '0 minutes' : text;
}

/** The longest wait: 100 years. */
const LONGEST_DAYS = 36_525;

/** Days in a unit, months as a twelfth of 365.25 days. */
const DAYS_IN: Readonly<Record<DurationUnit, number>> = {
  months: 30.4375,
  weeks: 7,
  days: 1,
  hours: 1 / 24,
  minutes: 1 / 1440,
};

/**
 * What is wrong with a duration, as a sentence; `undefined` for a sound one: whole numbers of known units, none
 * negative, at least one of them positive, no more than 100 years in all (TM-6).
 */
export function checkDuration(duration: Duration): string | undefined {
  let days = 0;
  for (const unit of Object.keys(duration)) {
    if (!isUnit(unit)) return `${unit} is not a unit of time.`;
    const count = duration[unit];
    if (count === undefined) continue;
    if (!Number.isInteger(count) || count < 0) return `${unit} is not a whole number from 0 up.`;
    days += count * DAYS_IN[unit];
  }
  if (days === 0) return 'The duration has no length.';
  return days > LONGEST_DAYS ? 'The duration is longer than 100 years.' : undefined;
}

function isUnit(text: string): text is DurationUnit {
  return (DURATION_UNITS as readonly string[]).includes(text);
}
