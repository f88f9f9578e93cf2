import { needArguments } from '../kernel/needed-arguments.ts';
import { displayed } from '../engagement/epoch.ts';
import { formatInstant } from '../kernel/instant.ts';
import type { AlertMember, SalesAlert } from '../insights/sales-alert.ts';
import { summarizeAlert } from '../insights/summarize-alert.ts';

/** A sales alert as an e-mail without markup. */
export interface AlertText {
  readonly subject: string;
  /** Lines that end in a line feed, the last one not. */
  readonly text: string;
}

/** What an alert says besides its data. */
export interface AlertTextOptions {
  /** What members did of late, in words, such as a model's; missing: as the built-in summary has it. Blank: nothing. */
  readonly summary?: string;
}

/**
 * The text of a sales alert, for channels that have no template of their own (BG-121). Scores are rounded for display;
 * what is not known is left out.
 */
export function renderSalesAlert(alert: SalesAlert, options: AlertTextOptions = {}): AlertText {
  needArguments('renderSalesAlert', { alert: [alert, 'object'], options: [options, 'object'] });
  needArguments('renderSalesAlert', {
    'alert.name': [alert.name, 'text'],
    'alert.missing': [alert.missing, 'object'],
    'alert.topics': [alert.topics, 'texts'],
    'alert.members': [alert.members, 'objects'],
  });
  const { name, accountName, interest, status, stage, completeness, engagement } = alert;
  const { missing, topics, members } = alert;
  const { summary = summarizeAlert(alert) } = options;
  needArguments('renderSalesAlert', { summary: [summary, 'text'] });
  const lines = [
    name,
    '',
    `Account: ${accountName}`,
    `Solution interest: ${interest}`,
    ...line('Engagement (30 days)', engagement === null ? null : String(displayed(engagement))),
    ...line('Completeness', completeness === null ? null : `${displayed(completeness)} %`),
    ...line('Stage', stage),
    ...line('Status', status),
    ...line('Missing roles', listOf(missing.empty)),
    ...line('Roles with too few people', listOf(missing.short)),
    ...line('Topics of interest', listOf(topics)),
    ...line('Summary (30 days)', summary.trim() === '' ? null : summary),
    ...members.flatMap((member) => ['', ...memberLines(member)]),
  ];
  return { subject: oneLine(`Sales alert: ${name}`), text: lines.map(oneLine).join('\n') };
}

function memberLines(member: AlertMember): readonly string[] {
  const { person, role, name, jobTitle, email, phone, engagement, moment, activities } = member;
  const title = jobTitle === null ? '' : `, ${jobTitle}`;
  return [
    `${role}: ${name ?? person}${title}`,
    ...line('  Engagement', engagement === null ? null : String(displayed(engagement))),
    ...line('  Last interesting moment', moment === null ? null : momentText(moment)),
    ...line(
      '  Latest activities',
      listOf(activities.map(({ at, type }) => `${type} (${dayOf(at)})`)),
    ),
    ...line('  E-mail', email),
    ...line('  Phone', phone),
  ];
}

function momentText({ at, type, description }: NonNullable<AlertMember['moment']>): string {
  return `${[type, description].filter((part) => part !== '').join(', ')} (${dayOf(at)})`;
}

function dayOf(at: number): string {
  return formatInstant(at).slice(0, 10);
}

function line(name: string, value: string | null): readonly string[] {
  return value === null ? [] : [`${name}: ${value}`];
}

function listOf(items: readonly string[]): string | null {
  return items.length === 0 ? null : items.join(', ');
}

/** Names come from outside: none of them may add a line, or a header. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
