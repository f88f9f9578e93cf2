import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import { faultsIn } from './check-kept.ts';
import type { Tenant } from './check-parts.ts';

/**
 * What to throw when kept definitions do not compile: `STORAGE_CORRUPT` with each of them that is at fault and how to mend
 * it (EN-9), or the error itself when none is.
 */
export function corruptDefinitions(cause: unknown, tenant: Tenant): unknown {
  const issues = isAccompanyError(cause) ? faultsIn(tenant) : [];
  if (issues.length === 0) return cause;
  return new AccompanyError(
    'STORAGE_CORRUPT',
    `Definitions that are kept do not fit each other, or the catalogue: ${issues.map(formatIssue).join('; ')} Open the engine with the catalogue that they were made for, or with mend: what it defines and undefines is done before anything else.`,
    { cause, details: { issues } },
  );
}
