import { errorFacts } from '../kernel/error-facts.ts';
import { redact } from '../kernel/redact.ts';
import type { LogFields, Logger, LogLevel } from '../ports/logger.ts';
import type { FactItem } from '../runtime/fact.ts';
import type { Publication } from '../records/bodies.ts';
import type { Fault } from './fault.ts';

/** Writes one line; never throws. */
export type Log = (level: LogLevel, fields: LogFields, message: string) => void;

/** Writes nothing. */
export const NO_LOG: Log = () => undefined;

/**
 * The log of an engine: every line names the subscription, and no text in it has the form of a secret or an address
 * (OB-10). `failed` hears of a logger that throws (OB-13).
 */
export function logOf(
  logger: Logger | null,
  subscription: string,
  failed: (error: unknown) => void,
): Log {
  if (logger === null) return NO_LOG;
  return (level, fields, message) => {
    const clean: Record<string, LogFields[string]> = { subscription: redact(subscription) };
    for (const [name, value] of Object.entries(fields))
      clean[name] = typeof value === 'string' ? redact(value) : value;
    try {
      logger[level](clean, message);
    } catch (error) {
      failed(error);
    }
  };
}

/** Something failed that no call could report. */
export function logError(log: Log, error: unknown, about: LogFields = {}): void {
  if (log === NO_LOG) return;
  const { type, kind, causes } = errorFacts(error);
  log('error', { ...about, error: type, kind, causes: causes.join(' ') }, 'failed');
}

/** A publication made a step; what stands against it is told by codes. */
export function logPublication(log: Log, publication: Publication): void {
  if (log === NO_LOG) return;
  const { journey, status, steps, issues } = publication;
  const fields = { journey, status, step: steps.at(-1)?.step ?? null };
  const codes = new Set(issues.map(({ code }) => code));
  const level = status === 'refused' ? 'warn' : 'info';
  log(level, { ...fields, issues: [...codes].join(' ') }, 'publication');
}

/** Subjects that stand still from now on. */
export function logFaults(log: Log, faults: Iterable<Fault>): void {
  if (log === NO_LOG) return;
  for (const { kind, id, error } of faults) {
    if (error === null) continue;
    const { type, causes } = errorFacts(error);
    log('error', { [kind]: id, error: type, causes: causes.join(' ') }, 'quarantined');
  }
}

/** Effects that became dead letters. */
export function logDead(
  log: Log,
  endings: readonly { readonly account: string; readonly items: readonly FactItem[] }[],
): void {
  if (log === NO_LOG) return;
  for (const { account, items } of endings) {
    for (const item of items) {
      if (item.type !== 'settled' || !item.closed) continue;
      const { journey, node, action, outcomes } = item;
      const dead = outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown');
      if (dead.length === 0) continue;
      const recipients = dead.reduce((sum, { people }) => sum + (people?.length ?? 1), 0);
      const outcome = dead.some((one) => one.outcome === 'unknown') ? 'unknown' : 'failed';
      log('warn', { journey, account, node, action, outcome, recipients }, 'dead letter');
    }
  }
}
