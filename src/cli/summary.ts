import type { JourneyResult, NodeResult, RunResult, ScenarioResult } from '../scenario/result.ts';
import { formatTable, type Column } from './table.ts';

const LEFT = (title: string): Column => ({ title });
const RIGHT = (title: string): Column => ({ title, right: true });

/** A result as text for people: one table per part, parts without rows left out. */
export function formatSummary(result: ScenarioResult, limit: number): string {
  const { name, start, end, journeys } = result;
  const parts = [`${name ?? 'Scenario'}\n${start} to ${end}`];
  const add = (
    title: string,
    columns: readonly Column[],
    rows: readonly (readonly string[])[],
  ): void => {
    if (rows.length > 0) parts.push(`${title}\n${formatTable(columns, rows, limit)}`);
  };
  add('Journeys', JOURNEY, journeys.map(journeyRow));
  for (const { id, counts, runs } of journeys) {
    add(`Nodes of ${id}`, NODE, counts.nodes.map(nodeRow));
    add(`Runs of ${id}`, RUN, runs.map(runRow));
  }
  add(
    'Effects',
    ['at', 'journey', 'node', 'account', 'person', 'action', 'outcome'].map(LEFT),
    result.effects.map(({ at, journey, node, account, person, name: what, outcome, reason }) => [
      at,
      journey,
      node,
      account,
      person ?? '-',
      what,
      reason === null ? outcome : `${outcome} (${reason})`,
    ]),
  );
  add(
    'Answers',
    ['at', 'journey', 'node', 'account', 'succeeded', 'failed', 'reason', 'counts'].map(LEFT),
    result.answers.map(({ at, journey, node, account, ok, failed, reason, taken }) => [
      at,
      journey,
      node,
      account,
      String(ok),
      String(failed),
      reason ?? '-',
      taken ? 'yes' : 'no',
    ]),
  );
  add(
    'Changes',
    ['at', 'journey', 'account', 'person', 'attribute', 'from', 'to'].map(LEFT),
    result.changes.map(({ at, journey, account, person, attribute, previous, next }) => [
      at,
      journey,
      account,
      person ?? '-',
      attribute,
      JSON.stringify(previous),
      JSON.stringify(next),
    ]),
  );
  add(
    'Interesting moments',
    ['at', 'journey', 'account', 'moment', 'description'].map(LEFT),
    result.moments.map(({ at, journey, account, moment, description }) => [
      at,
      journey,
      account,
      moment,
      description,
    ]),
  );
  const memberships = [
    ...result.audiences.map(({ id, members }) => ['audience', id, members] as const),
    ...result.lists.map(({ id, members }) => ['list', id, members] as const),
  ];
  add(
    'Audiences and lists',
    [LEFT('kind'), LEFT('id'), RIGHT('accounts'), LEFT('members')],
    memberships.map(([kind, id, members]) => [kind, id, String(members.length), some(members)]),
  );
  add(
    'Buying groups',
    [LEFT('account'), LEFT('group'), RIGHT('completeness'), LEFT('members')],
    result.groups.map(({ account, group, completeness, members }) => [
      account,
      group,
      completeness === null ? '-' : String(Math.round(completeness)),
      some(members.map(({ person, role }) => `${person} (${role})`)),
    ]),
  );
  add(
    'Refused entries',
    ['at', 'journey', 'account', 'reason'].map(LEFT),
    result.refusedEntries.map(({ at, journey, account, reason }) => [at, journey, account, reason]),
  );
  add(
    'Refused commands',
    ['at', 'entry', 'code', 'message'].map(LEFT),
    result.refusedCommands.map(({ at, entry, code, message }) => [
      at,
      entry === null ? '-' : `timeline[${entry}]`,
      code,
      message,
    ]),
  );
  add(
    'Quarantined',
    ['at', 'kind', 'id', 'reason'].map(LEFT),
    result.quarantined.map(({ at, kind, id, reason }) => [at, kind, id, reason]),
  );
  return parts.join('\n\n');
}

const JOURNEY = [LEFT('id'), LEFT('status'), RIGHT('entered'), RIGHT('in flight'), LEFT('exits')];

function journeyRow({ id, status, counts }: JourneyResult): string[] {
  return [id, status, String(counts.entered), String(counts.inFlight), counted(counts.exits)];
}

const NODE = [
  LEFT('node'),
  LEFT('kind'),
  RIGHT('entered'),
  RIGHT('here'),
  RIGHT('open'),
  LEFT('edges and outcomes'),
];

function nodeRow({
  node,
  kind,
  entered,
  here,
  notYetActioned,
  edges,
  paths,
  outcomes,
}: NodeResult): string[] {
  const more = [counted(edges), counted(paths), counted(outcomes)]
    .filter((text) => text !== '')
    .join('; ');
  return [node, kind, String(entered), String(here), String(notYetActioned), more];
}

const RUN = [LEFT('account'), RIGHT('entry'), LEFT('entered'), LEFT('now'), LEFT('way')];

function runRow({
  account,
  entry,
  enteredAt,
  exitedAt,
  exit,
  waitingAt,
  waitingUntil,
  trail,
}: RunResult): string[] {
  const end =
    exit === null
      ? `waits at ${waitingAt} ${waitingUntil === null ? 'without limit' : `until ${waitingUntil}`}`
      : `${exit} ${exitedAt}`;
  const way = trail.map(({ node, edge }) => (edge === null ? node : `${node}:${edge}`)).join(' ');
  return [account, String(entry), enteredAt, end, way];
}

function counted(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name === '' ? '(skipped)' : name} ${count}`)
    .join(', ');
}

function some(names: readonly string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 10).join(', ')}, …`;
}
