import { needArguments } from '../kernel/needed-arguments.ts';
import type { RoleCard } from '../buying-group/definition.ts';
import type { Engine } from '../engine/engine.ts';
import { labelsOf, stageLabel } from '../insights/labels.ts';
import type { SummarySubject } from '../insights/summary-subject.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { Fact } from '../runtime/fact.ts';
import { DEFAULT_NAMES, needNames } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { latestJourneys } from './journey-use.ts';
import { emailNodesOf, journeySnapshotOf } from './read-journeys.ts';
import {
  accountSubject,
  groupSubject,
  membershipsOf,
  missing,
  needPerson,
  personSubject,
} from './subjects.ts';

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
  options: ReadSubjectOptions = {},
): Promise<SummarySubject> {
  needArguments('readSubject', {
    engine: [engine, 'object'],
    of: [of, 'object'],
    options: [options, 'object'],
  });
  needSubject(of);
  const { names = DEFAULT_NAMES, roles } = options;
  needNames('readSubject', names);
  if ('journey' in of) return journeySubject(engine, of.journey);
  const account = await engine.account(of.account);
  if (account === undefined) throw missing('account', of.account);
  if ('group' in of) {
    const definitions = await engine.definitions();
    const labels = labelsOf(definitions);
    const stage = account.groups.find(({ definition }) => definition === of.group)?.stage ?? null;
    return groupSubject(account, of.group, names, {
      roles: roles ?? definitions.allGroups.find(({ id }) => id === of.group)?.roles ?? [],
      stageName: stageLabel(labels, { group: of.group, stage }) ?? undefined,
    });
  }
  if ('person' in of) {
    const person = needPerson(account, of.person);
    const groups = membershipsOf(account, names).get(person.id) ?? [];
    return personSubject(account, person, groups, { names, now: engine.now() });
  }
  const facts: Fact[] = [];
  for await (const fact of engine.facts({ account: account.id })) facts.push(fact);
  const journeys = latestJourneys(facts, await engine.journeys());
  return accountSubject(
    account,
    names,
    journeys.map(({ name }) => name),
  );
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

/** Refuses a name of another form, which might be taken for that of something else (BG-148). */
function needSubject(of: object): void {
  const parts: readonly string[] =
    'journey' in of ? ['journey'] : ['account', 'group' in of ? 'group' : 'person'];
  for (const name of Object.keys(of))
    needArguments('readSubject', { [`part ${name} of the name`]: [name, parts] });
  const { [parts[0]!]: first } = of as Readonly<Record<string, unknown>>;
  for (const [name, id] of [[parts[0]!, first] as const, ...Object.entries(of)])
    needArguments('readSubject', { [name]: [id, 'text'] });
}
