import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';
import { formatIssue } from '../../kernel/issue.ts';
import { faultsIn } from './check-kept.ts';
import type { Tenant } from './check-parts.ts';

/**
 * What to throw when kept definitions do not compile: `STORAGE_CORRUPT` with each of them that is at fault and how to mend
 * it (EN-93); the error itself when none is, or when it is the catalogue alone that lacks something (EN-8).
 */
export function corruptDefinitions(cause: unknown, tenant: Tenant): unknown {
  const issues = isAccompanyError(cause) ? faultsIn(tenant) : [];
  if (issues.every(({ code }) => OF_CATALOGUE.has(code))) return cause;
  return new AccompanyError(
    'STORAGE_CORRUPT',
    `Definitions that are kept do not fit each other: ${issues.map(formatIssue).join('; ')} Open the engine with mend: what it defines and undefines is done before anything else.`,
    { cause, details: { issues } },
  );
}

/** Faults that another catalogue heals; the last one is told of whoever names what is at fault. */
const OF_CATALOGUE: ReadonlySet<string> = new Set([
  'UNKNOWN_ATTRIBUTE',
  'UNKNOWN_EVENT',
  'UNKNOWN_OBJECT',
  'UNKNOWN_REFERENCE',
]);
