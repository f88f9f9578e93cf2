import { restOf } from '../connectors/retry-after.ts';
import { isAccompanyError } from '../kernel/errors.ts';
import type { Outcome } from '../runtime/fact.ts';

/** What became of one call. */
export interface CallOutcome {
  readonly outcome: Outcome;
  /** A code without anything that the receiver said (WH-26). */
  readonly reason?: string;
  /** Milliseconds that the receiver wants to be left alone. */
  readonly retryAfter?: number;
}

/** What had not been begun when the time was over or the receiver asked for rest. */
export const NOT_BEGUN: CallOutcome = Object.freeze({ outcome: 'failed', reason: 'not_begun' });

const SENT: CallOutcome = Object.freeze({ outcome: 'sent' });

/** What a status says (WH-20 to WH-22). */
export function outcomeOfStatus(status: number, retryAfter: string | null = null): CallOutcome {
  if (status >= 200 && status < 300) return SENT;
  const reason = `http_${status}`;
  const isForNow = status >= 500 || status === 408 || status === 425 || status === 429;
  if (!isForNow) return { outcome: 'refused', reason };
  const rest = restOf(retryAfter);
  return { outcome: 'failed', reason, ...(rest > 0 && { retryAfter: rest }) };
}

/** What an error of `guardedFetch` says (WH-4, WH-20, WH-23 to WH-25). */
export function outcomeOfError(error: unknown): CallOutcome {
  const known = isAccompanyError(error) ? error : null;
  switch (known?.code) {
    case 'HTTP_REFUSED':
      return { outcome: 'refused', reason: 'http_refused' };
    case 'TOO_LARGE':
      // The status has come; only what follows it is too long to be read.
      return outcomeOfStatus(Number(known.details?.['status']));
    case 'HTTP_TIMEOUT':
      return { outcome: 'unknown', reason: 'http_timeout' };
    case 'ABORTED':
      return { outcome: 'unknown', reason: 'interrupted' };
    default:
      return known !== null && isBeforeRequest(known.cause)
        ? { outcome: 'failed', reason: 'not_connected' }
        : { outcome: 'unknown', reason: 'connection_lost' };
  }
}

/** Steps before a connection stands, as Node names them. */
const BEFORE: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);

/** Errors of finding, connecting to and trusting the receiver, by Node and undici; nothing of a request has left then. */
const CODE_BEFORE =
  /^(?:E(?:AI_AGAIN|CONNREFUSED|HOSTUNREACH|NETUNREACH|NOTFOUND)|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_\w+|CERT_\w+|\w+_SIGNED_CERT\w*|UNABLE_TO_\w+)$/u;

/** Whether an error came before the request was written. Without any cause it is a name that has no address. */
function isBeforeRequest(cause: unknown): boolean {
  if (cause === undefined) return true;
  for (let inner: unknown = cause; inner instanceof Error; inner = inner.cause) {
    const { code, syscall } = inner as { code?: unknown; syscall?: unknown };
    if ((typeof code === 'string' && CODE_BEFORE.test(code)) || BEFORE.has(syscall)) return true;
  }
  return false;
}
