import { needArguments } from '../kernel/needed-arguments.ts';
import type { RoleCard } from '../buying-group/definition.ts';
import type { Engine } from '../engine/engine.ts';
import type { SummarySubject } from '../insights/summary-subject.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import { strongestSignals } from '../model/intent.ts';
import type { AccountView } from '../model/view.ts';
import { accountName, DEFAULT_NAMES, personName, textOf } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { snapshotsOf } from './read-account.ts';
import { emailNodesOf, journeySnapshotOf } from './read-journeys.ts';

/** How many journeys of an account a summary names (reference 20). */
const JOURNEYS = 3;

/** Whom a summary is about. */
export type SubjectName =
  | { readonly account: string }
  /** The account's buying group for a definition. */
  | { readonly account: string; readonly group: string }
  /** A person as the account knows it. */
  | { readonly account: string; readonly person: string }
  | { readonly journey: string };

/** Under which names the subject keeps what a summary looks at, and which roles a group should have. */
export interface ReadSubjectOptions {
  /** Missing: the attributes of the default catalogue. */
  readonly names?: AttributeNames;
  /** Role cards by which missing roles are named; missing: those of the group's definition as it is kept now. */
  readonly roles?: readonly RoleCard[];
}

/** The parts of an engine that a subject is read from. */
export type Readable<S extends CatalogueShape> = Pick<
  Engine<S>,
  'account' | 'counts' | 'definitions' | 'facts' | 'journey' | 'journeys' | 'now'
>;

/**
 * Reads what a summary of an account, a buying group, a person or a journey is made of (BG-143).
 * @throws AccompanyError `NOT_FOUND`
 */
export async function readSubject<S extends CatalogueShape>(
  engine: Readable<S>,
  of: SubjectName,
  { names = DEFAULT_NAMES, roles }: ReadSubjectOptions = {},
): Promise<SummarySubject> {
  needArguments('readSubject', { engine: [engine, 'object'], of: [of, 'object'] });
  if ('journey' in of) return journeySubject(engine, of.journey);
  const account = await engine.account(of.account);
  if (account === undefined) throw missing('account', of.account);
  if ('group' in of) {
    return groupSubject(account, of.group, names, roles ?? (await rolesOf(engine, of.group)));
  }
  if ('person' in of) return personSubject(account, of.person, names, engine.now());
  return {
    kind: 'account',
    facts: {
      name: accountName(account, names),
      industry: textOf(account.attributes, names.account.industry),
      people: account.people.length,
      openOpportunities: account.opportunities.filter(
        ({ attributes }) => attributes[names.opportunity.closed] !== true,
      ).length,
      groups: snapshotsOf(account, names),
      intent: account.intent ?? [],
      journeys: await latestJourneys(engine, account.id),
    },
  };
}

/** Names of the three journeys that the account entered last, the latest entry first. */
async function latestJourneys<S extends CatalogueShape>(
  engine: Readable<S>,
  account: string,
): Promise<readonly string[]> {
  const known = new Map((await engine.journeys()).map(({ id, name }) => [id, name]));
  const entered: string[] = [];
  for await (const { items } of engine.facts({ account })) {
    for (const item of items)
      if (item.type === 'run' && item.from === null) entered.push(item.journey);
  }
  return [...new Set(entered.reverse())].slice(0, JOURNEYS).map((id) => known.get(id) ?? id);
}

async function rolesOf<S extends CatalogueShape>(
  engine: Readable<S>,
  group: string,
): Promise<readonly RoleCard[]> {
  const { allGroups } = await engine.definitions();
  return allGroups.find(({ id }) => id === group)?.roles ?? [];
}

function groupSubject(
  account: AccountView,
  definition: string,
  names: AttributeNames,
  roles: readonly RoleCard[],
): SummarySubject {
  const group = snapshotsOf(account, names).find((one) => one.group === definition);
  if (group === undefined) throw missing('buying group', definition);
  const active = new Set(
    group.members.filter(({ removed }) => !removed).map(({ person }) => person),
  );
  const intent = account.people
    .filter(({ id }) => active.has(id))
    .map((person) => person.intent ?? []);
  return { kind: 'group', facts: { group, roles, intent: strongestSignals(...intent) } };
}

function personSubject(
  account: AccountView,
  id: string,
  names: AttributeNames,
  now: Instant,
): SummarySubject {
  const person = account.people.find((one) => one.id === id);
  if (person === undefined) throw missing('person', id);
  // What is dated ahead has not happened yet.
  const last = person.events.findLast(({ at }) => at <= now);
  return {
    kind: 'person',
    facts: {
      name: personName(person, names),
      jobTitle: textOf(person.attributes, names.person.jobTitle),
      accountName: accountName(account, names),
      engagement: person.engagement ?? null,
      intent: person.intent ?? [],
      groups: snapshotsOf(account, names)
        .toSorted((left, right) => (right.engagement ?? -1) - (left.engagement ?? -1))
        .flatMap(({ name, members }) =>
          members
            .filter((member) => member.person === id && !member.removed)
            .map(({ role }) => ({ name, role })),
        ),
      lastActivity: last === undefined ? null : { label: last.type, at: last.at },
    },
  };
}

async function journeySubject<S extends CatalogueShape>(
  engine: Readable<S>,
  id: string,
): Promise<SummarySubject> {
  const summary = await engine.journey(id);
  const counts = await engine.counts(id);
  const { document } = summary;
  const labels = new Map(document.nodes.map((node) => [node.id, node.label ?? node.id]));
  const emails: Record<string, number> = {};
  for (const node of emailNodesOf(document)) {
    for (const [outcome, people] of Object.entries(counts.nodes[node]?.outcomes ?? {}))
      emails[outcome] = (emails[outcome] ?? 0) + people;
  }
  return {
    kind: 'journey',
    facts: {
      journey: journeySnapshotOf(summary, counts),
      description: document.description ?? null,
      exits: counts.exits,
      waiting: Object.entries(counts.nodes).map(([node, { here }]) => ({
        step: labels.get(node) ?? node,
        accounts: here,
      })),
      emails,
    },
  };
}

function missing(kind: string, id: string): AccompanyError {
  return new AccompanyError('NOT_FOUND', `There is no ${kind} ${id} here. Look at the id.`);
}
