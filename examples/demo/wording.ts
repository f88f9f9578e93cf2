import { formatInstant } from '../../src/index.ts';
import type { Instant } from '../../src/index.ts';

/** `12,345` */
export function formatNumber(count: number): string {
  return count.toLocaleString('en-US');
}

/** `38 %`; nothing of nothing is 0 %. */
export function formatShare(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
}

/** `2026-01-05` */
export function formatDay(at: Instant): string {
  return formatInstant(at).slice(0, 10);
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** `Mon 2026-01-05 09:00` in UTC */
export function formatMoment(at: Instant): string {
  return `${WEEKDAYS[new Date(at).getUTCDay()]} ${formatInstant(at).slice(0, 16).replace('T', ' ')}`;
}

/** `no_consent` is `no consent`. */
export function spoken(code: string): string {
  return code.replaceAll('_', ' ');
}
