import type { Findings } from './findings.ts';
import type { FlowRow } from './flow.ts';
import { formatDay, formatMoment, formatNumber, formatShare, spoken } from './wording.ts';

/** Everything that was found out, as text for a terminal. */
export function terminalText(findings: Findings): string {
  return [
    ...headLines(findings),
    '',
    ...flowLines(findings.flow),
    '',
    ...exitLines(findings),
    '',
    ...storyLines(findings),
    '',
    silentLine(findings),
    '',
  ].join('\n');
}

function headLines({
  title,
  source,
  start,
  end,
  journey,
  entered,
  accounts,
  inFlight,
  events,
}: Findings): string[] {
  return [
    `${journey.name}`,
    `${title}: ${source}`,
    `${formatDay(start)} to ${formatDay(end)}: ${formatNumber(entered)} of ${formatNumber(accounts)} accounts entered, ${formatNumber(inFlight)} are on their way, ${formatNumber(events)} events of people.`,
  ];
}

function flowLines(flow: readonly FlowRow[]): string[] {
  const rows = flow.filter(({ kind }) => kind !== 'Merge');
  const title = Math.max(...rows.map((row) => indented(row).length));
  const kind = Math.max(...rows.map((row) => row.kind.length));
  const line = (a: string, b: string, c: string, d: string, e: string): string =>
    `  ${a.padEnd(title)}  ${b.padEnd(kind)}  ${c.padStart(7)}  ${d.padStart(6)}  ${e}`.trimEnd();
  return [
    line('Flow per node', '', 'entered', 'here', ''),
    ...rows.map((row) =>
      line(
        indented(row),
        row.kind,
        formatNumber(row.counts.entered),
        row.counts.here === 0 ? '' : formatNumber(row.counts.here),
        flowNote(row),
      ),
    ),
  ];
}

function indented({ inner, title }: FlowRow): string {
  return inner ? `  ${title}` : title;
}

/** Paths taken, or what became of what was sent. */
export function flowNote({ paths, counts }: FlowRow): string {
  if (paths.length > 0)
    return paths.map(({ label, count }) => `${label} ${formatNumber(count)}`).join(', ');
  return Object.entries(counts.outcomes)
    .toSorted(([, a], [, b]) => b - a)
    .map(([outcome, people]) => `${formatNumber(people)} ${outcome}`)
    .join(', ');
}

function exitLines({ exits, inFlight, flow, emails }: Findings): string[] {
  const ends = flow.filter(({ kind, counts }) => kind === 'End' && counts.entered > 0);
  return [
    'Exits',
    ...Object.entries(exits).map(
      ([reason, count]) => `  ${formatNumber(count).padStart(7)}  ${spoken(reason)}`,
    ),
    ...ends.map(
      ({ title, counts }) => `  ${formatNumber(counts.entered).padStart(7)}    at ${title}`,
    ),
    `  ${formatNumber(inFlight).padStart(7)}  still inside`,
    '',
    'E-mails to people',
    ...emails.map(
      ({ outcome, reason, people }) =>
        `  ${formatNumber(people).padStart(7)}  ${outcome}${reason === null ? '' : `: ${spoken(reason)}`}`,
    ),
  ];
}

function storyLines({ story }: Findings): string[] {
  if (story === null) return ['No account entered.'];
  return [
    `The story of ${story.name} (${story.about})`,
    ...story.people.map(({ name, about, events }) => `  ${name}, ${about}: ${deeds(events)}`),
    ...story.steps.flatMap(({ at, title, lines }) => [
      `  ${formatMoment(at)}  ${title}`,
      ...lines.map((text) => `                          ${text}`),
    ]),
    `  ${story.end}`,
  ];
}

/** `3 events` */
export function deeds(events: number): string {
  if (events === 0) return 'never did anything';
  return events === 1 ? '1 event' : `${formatNumber(events)} events`;
}

/** The line that shows that nobody was left behind for having done nothing. */
export function silentLine({ silent }: Findings): string {
  const { people, receivedAll, unreachable, missed } = silent;
  const reachable = people - unreachable;
  return `People without any event: ${formatNumber(people)}. Sent every phase that a colleague was sent: ${formatNumber(receivedAll)} of the ${formatNumber(reachable)} who can be reached (${formatShare(receivedAll, reachable)}); ${formatNumber(unreachable)} have no consent, no address or a dead mailbox. Missed: ${missed.length}.`;
}
