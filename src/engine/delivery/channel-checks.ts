import { AccompanyError } from '../../kernel/errors.ts';
import { needObject } from '../../kernel/object-argument.ts';
import { redact } from '../../kernel/redact.ts';
import type { Channel, Receipt, RetryPolicy } from '../../ports/channel.ts';
import type { Outcome } from '../../runtime/fact.ts';

/** Longest delay that a timer of the host bears. */
const LONGEST = 2 ** 31 - 1;
/** Longest pause or answer that makes sense: a hundred years. */
const CENTURY = 100 * 366 * 86_400_000;

const OUTCOMES: ReadonlySet<unknown> = new Set<Outcome>(['sent', 'refused', 'failed', 'unknown']);
const DELIVERIES: ReadonlySet<unknown> = new Set<Channel['delivery']>([
  'keyed',
  'queryable',
  'unkeyed',
]);

const PROFILES: ReadonlySet<string> = new Set(['undefined', 'boolean', 'function']);
const EDITION: ReadonlySet<string> = new Set(['undefined', 'function']);

/** Refuses a channel that could never work as it says. @throws AccompanyError `INVALID_INPUT` with its path */
export function checkChannel(channel: Channel, path: readonly string[]): void {
  const name = path.join('.');
  needObject(channel, `The channel ${name} must be an object with delivery and deliver.`, path);
  const { delivery, limits = {}, retry, onUnknown = 'park' } = channel;
  needObject(limits, `limits of the channel ${name} must be an object.`, [...path, 'limits']);
  if (retry !== undefined && !Array.isArray((retry as Partial<RetryPolicy> | null)?.pauses)) {
    const advice = `retry of the channel ${name} needs pauses, a list of milliseconds.`;
    throw new AccompanyError('INVALID_INPUT', advice, { path: [...path, 'retry'] });
  }
  const asks = typeof channel.query;
  const { concurrency = 1, batch = 1, perSecond = 1, timeout = 1 } = limits;
  const { pauses = [], jitter = 0 } = retry ?? {};
  const faults: readonly (readonly [string, boolean, string])[] = [
    ['deliver', typeof channel.deliver === 'function', 'a function'],
    ['delivery', DELIVERIES.has(delivery), [...DELIVERIES].join(', ')],
    ['query', asks === 'undefined' || asks === 'function', 'a function'],
    ['profiles', PROFILES.has(typeof channel.profiles), 'true, false or a function'],
    ['edition', EDITION.has(typeof channel.edition), 'a function'],
    ['onUnknown', onUnknown === 'park' || onUnknown === 'repeat', 'park or repeat'],
    ['limits.concurrency', isWhole(concurrency, 1, LONGEST), 'a whole number from 1'],
    ['limits.batch', isWhole(batch, 1, LONGEST), 'a whole number from 1'],
    ['limits.perSecond', Number.isFinite(perSecond) && perSecond > 0, 'a number above 0'],
    ['limits.timeout', isWhole(timeout, 1, LONGEST), `whole milliseconds from 1 to ${LONGEST}`],
    ['retry.pauses', pauses.every((pause) => isWhole(pause, 0, CENTURY)), 'whole milliseconds'],
    ['retry.jitter', jitter >= 0 && jitter <= 1, 'a share from 0 to 1'],
  ];
  const fault = faults.find(([, fits]) => !fits);
  if (fault === undefined) return;
  const [part, , wanted] = fault;
  throw new AccompanyError(
    'INVALID_INPUT',
    `The channel ${name} cannot be used: ${part} must be ${wanted}.`,
    { path: [...path, ...part.split('.')] },
  );
}

const INVALID: Receipt = Object.freeze({ outcome: 'unknown', reason: 'invalid_receipt' });

/** What a channel answered for one delivery; an answer of another form says nothing of what became of it (EN-54). */
export function readReceipt(answer: unknown): Receipt {
  if (!isRecord(answer) || !OUTCOMES.has(answer['outcome']) || !isReason(answer['reason']))
    return INVALID;
  const { except, retryAfter = 0, after = 0, events = [], answers = [] } = answer;
  if (!isWhole(retryAfter, 0, CENTURY) || !isWhole(after, 0, CENTURY)) return INVALID;
  if (except !== undefined && !(isRecord(except) && Object.values(except).every(isDifferent)))
    return INVALID;
  if (!Array.isArray(events) || !events.every(isFollowUp)) return INVALID;
  if (!Array.isArray(answers) || !answers.every(isAnswer)) return INVALID;
  return withoutSecrets(answer as unknown as Receipt);
}

/** Reasons are kept in facts: what a receiver quotes of secrets and addresses is taken out of them (OB-2). */
function withoutSecrets(receipt: Receipt): Receipt {
  const { reason, except } = receipt;
  if (!reason && except === undefined) return receipt;
  const others = Object.entries(except ?? {}).map(([person, value]) => [person, clean(value)]);
  return {
    ...clean(receipt),
    ...(except !== undefined && { except: Object.fromEntries(others) as typeof except }),
  };
}

function clean<T extends { readonly reason?: string }>(value: T): T {
  return value.reason ? { ...value, reason: redact(value.reason) } : value;
}

function isDifferent(value: unknown): boolean {
  return isRecord(value) && OUTCOMES.has(value['outcome']) && isReason(value['reason']);
}

function isFollowUp(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['person'] === 'string' &&
    typeof value['type'] === 'string' &&
    isWhole(value['after'], Number.MIN_SAFE_INTEGER, CENTURY)
  );
}

function isAnswer(value: unknown): boolean {
  return (
    isRecord(value) &&
    isWhole(value['after'], 0, CENTURY) &&
    Array.isArray(value['answers']) &&
    value['answers'].every((one) => isRecord(one) && typeof one['ok'] === 'boolean')
  );
}

function isReason(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
