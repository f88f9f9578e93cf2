import { SEVERITIES } from './diagnosis.ts';
import type { Finding, FindingCode, FindingSeverity } from './diagnosis.ts';

/** Makes a {@link Finding}. */
export function finding(
  code: FindingCode,
  severity: FindingSeverity,
  count: number,
  message: string,
  next = '',
  examples: readonly string[] = [],
): Finding {
  return { code, severity, count, message, next, examples };
}

/** The worst severity among findings (DR-4). */
export function worstOf(findings: readonly Finding[]): FindingSeverity {
  const worst = Math.max(0, ...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
  return SEVERITIES[worst]!;
}
