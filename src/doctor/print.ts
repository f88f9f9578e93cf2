import { formatInstant } from '../kernel/instant.ts';
import type { Diagnosis, Finding, FindingSeverity, WaitingGroup } from './diagnosis.ts';
import { lengthOf } from './overdue.ts';
import { counted } from './sample.ts';

const VERDICTS: Readonly<Record<FindingSeverity, string>> = {
  ok: 'All is well.',
  notice: 'All is well; some things are worth knowing.',
  warning: 'Somebody should look at this soon.',
  error: 'Somebody must look at this now.',
};

/** Groups of waiting runs that are shown. */
const GROUPS = 20;

/** A diagnosis as text: the verdict, what was found, worst first, and what runs wait for (DR-5). */
export function printDiagnosis(diagnosis: Diagnosis): string {
  const { subscription, at, verdict, findings, records, storage } = diagnosis;
  const well = findings.filter(({ severity }) => severity === 'ok');
  const lines = [
    `Subscription ${subscription} on ${storage.name} at ${formatInstant(at)}`,
    `${verdict}: ${VERDICTS[verdict]}`,
    '',
  ];
  for (const severity of ['error', 'warning', 'notice'] as const)
    for (const each of findings) if (each.severity === severity) lines.push(...printFinding(each));
  for (const { message } of well) lines.push(`ok       ${message}`);
  lines.push('', ...printRuns(diagnosis));
  lines.push(
    '',
    `${counted(records.erasure ?? 0, 'erasure')}, ${counted(records.suppression ?? 0, 'suppressed address', 'suppressed addresses')}`,
  );
  return lines.join('\n');
}

function printFinding({ severity, message, next, examples, count }: Finding): string[] {
  const lines = [`${severity.padEnd(8)} ${message}`];
  for (const example of examples) lines.push(`           ${example}`);
  if (examples.length > 0 && count > examples.length)
    lines.push(`           … and ${(count - examples.length).toLocaleString('en')} more`);
  if (next !== '') lines.push(`         → ${next}`);
  return lines;
}

function printRuns({ runs, at }: Diagnosis): string[] {
  const { unfinished, groups, others } = runs;
  const lines = [`${counted(unfinished, 'run')} not finished`];
  for (const group of groups.slice(0, GROUPS)) lines.push(`  ${printGroup(group, at)}`);
  const rest = groups.slice(GROUPS).reduce((sum, { count }) => sum + count, others);
  if (rest > 0) lines.push(`  … and ${rest.toLocaleString('en')} more`);
  return lines;
}

function printGroup(group: WaitingGroup, at: number): string {
  const { count, journey, node, campaign, since, due, accounts } = group;
  const place = node ?? `campaign ${campaign}`;
  const first = due === null ? '' : `, the first ${whenOf(due, at)}`;
  return `${count.toLocaleString('en')} in ${journey} at ${place} ${REASONS[group.waitsFor](group)}${first}; for up to ${lengthOf(Math.max(0, at - since))}: ${accounts.join(', ')}${count > accounts.length ? ', …' : ''}`;
}

function whenOf(due: number, at: number): string {
  return due < at ? `${lengthOf(at - due)} ago` : `in ${lengthOf(due - at)}`;
}

const REASONS: Readonly<Record<WaitingGroup['waitsFor'], (group: WaitingGroup) => string>> = {
  time: () => 'wait for time',
  event: ({ events }) => `wait for ${events.join(' or ')}`,
  answer: () => 'wait for an external service',
  'event-or-time': ({ events }) => `wait for ${events.join(' or ')} or time`,
  action: ({ action }) => `wait for somebody to carry out ${action ?? 'an action'}`,
  unknown: () => 'wait for nobody knows what: their plan is missing',
};
