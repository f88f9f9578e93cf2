import type { AccountList } from '../audience/account-list.ts';
import type { Audience } from '../audience/audience.ts';
import type { BuyingGroup } from '../buying-group/buying-group.ts';
import { NO_REFERENCES } from '../conditions/references.ts';
import { hasErrors, problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { journeyGraph } from '../journey/graph.ts';
import { overlay } from '../journey/overlay.ts';
import { sortOf } from '../journey/sketch.ts';
import { validateJourney } from '../journey/validate.ts';
import type { ValidateContext } from '../journey/validate.ts';
import type { AttributeDefinitions, Catalogue } from '../model/catalogue.ts';
import type { DraftNames } from '../ports/ai.ts';

/** What a draft may name. What is not given here does not exist for it (AI-22). */
export interface DraftContext {
  /** Id of the draft. A model cannot choose it, so that it cannot replace another draft. */
  readonly id: string;
  readonly catalogue: Catalogue;
  /** Audiences, lists and buying groups. */
  readonly definitions?: readonly (Audience | AccountList | BuyingGroup)[];
  /** Ids of e-mails. */
  readonly emails?: readonly string[];
  /** Who may get sales alerts. */
  readonly addresses?: readonly string[];
  /** Status of other journeys, by id. */
  readonly journeys?: Readonly<
    Record<string, NonNullable<ReturnType<NonNullable<ValidateContext['journeys']>>>>
  >;
  /** Date (00:00 UTC) or instant; a draft without one can be kept, and not published. */
  readonly ends?: string;
  /** Limits, whether another journey has the name, and the moment for which dates are checked. */
  readonly checks?: Pick<ValidateContext, 'limits' | 'nameTaken' | 'now'>;
}

/** The names of a context, as a model gets them. */
export function namesOf(context: DraftContext): DraftNames {
  const { catalogue, definitions = [], emails = [], addresses = [], journeys = {} } = context;
  const ids = (sort: ReturnType<typeof sortOf>): string[] =>
    definitions.filter((one) => sortOf(one) === sort).map(({ id }) => id);
  const groups = definitions.filter((one) => sortOf(one) === 'group') as BuyingGroup[];
  const { account, person, opportunity, events, actions } = catalogue;
  return {
    audiences: ids('audience'),
    lists: ids('list'),
    groups: recordOf(groups, ({ id, document }) => [id, document.roles.map(({ role }) => role)]),
    emails,
    addresses,
    journeys: Object.keys(journeys),
    attributes: {
      account: kindsOf(account),
      person: kindsOf(person),
      opportunity: kindsOf(opportunity),
    },
    events: recordOf(Object.entries(events), ([name, { fields }]) => [name, kindsOf(fields)]),
    actions: Object.keys(actions),
  };
}

/** Everything that is wrong with a draft, names that the context does not give included. */
export function draftIssues(document: JourneyDocument, context: DraftContext): readonly Issue[] {
  const { catalogue, definitions = [], journeys = {}, checks = {} } = context;
  return [
    ...validateJourney(document, {
      ...checks,
      catalogue,
      references: overlay(NO_REFERENCES, definitions),
      journeys: (id) => (Object.hasOwn(journeys, id) ? journeys[id] : undefined),
    }),
    ...unknownTargets(document, context),
  ];
}

/** E-mails and addresses, which no other check knows. */
function unknownTargets(
  document: JourneyDocument,
  { emails = [], addresses = [] }: DraftContext,
): Issue[] {
  return journeyGraph(document).places.flatMap(({ node, path }) => {
    if (node.kind !== 'action') return [];
    const { action } = node;
    const at: Path = [...path, 'action'];
    if (action.type === 'sendEmail' && !emails.includes(action.email)) {
      const message = `There is no e-mail ${JSON.stringify(action.email)}.`;
      return [problem('UNKNOWN_EMAIL', [...at, 'email'], message, 'Name one that is there.')];
    }
    if (action.type !== 'sendSalesAlert') return [];
    return action.to.flatMap((address, index) => {
      if (addresses.includes(address)) return [];
      const message = 'A sales alert goes to an address that was not given.';
      const fix = 'Give the address among those that may get alerts, or take it out.';
      return [problem('UNKNOWN_ADDRESS', [...at, 'to', index], message, fix)];
    });
  });
}

/** Issues about the form, which name nothing. */
const FORM: ReadonlySet<string> = new Set([
  'UNKNOWN_PROPERTY',
  'UNKNOWN_KIND',
  'UNKNOWN_FORMAT',
  'UNKNOWN_NODE',
  'UNKNOWN_VALUE',
]);

/** Errors that say that something of that name is not there. */
export function unknownNames(issues: readonly Issue[]): readonly Issue[] {
  return issues.filter(
    (issue) => hasErrors([issue]) && issue.code.startsWith('UNKNOWN_') && !FORM.has(issue.code),
  );
}

function kindsOf(definitions: AttributeDefinitions): Readonly<Record<string, string>> {
  return recordOf(Object.entries(definitions), ([name, { kind }]) => [name, kind]);
}

function recordOf<T, V>(
  items: readonly T[],
  entry: (item: T) => readonly [string, V],
): Readonly<Record<string, V>> {
  return Object.fromEntries(items.map(entry));
}
