import { contactCoverage, contactOverlap, needJoined } from '../../insights/contacts.ts';
import type { Coverage, CoverageOptions, OverlapGroup } from '../../insights/contacts.ts';
import { interestLabel } from '../../insights/labels.ts';
import { sortSignals } from '../../intent/signals.ts';
import { needArguments } from '../../kernel/needed-arguments.ts';
import type { IntentSignal } from '../../model/intent.ts';
import type { GroupSnapshot } from '../../insights/snapshot.ts';
import { withJoins } from '../../insights/joined.ts';
import { groupFactsOf, snapshotsOf } from '../read-account.ts';
import { accountBlock, intentBlock } from './account-block.ts';
import type { AccountBlock, IntentBlock } from './account-block.ts';
import { pageContext } from './page-data.ts';
import type { PageContext, PageData } from './page-data.ts';
import type { PageLink } from './page-summary.ts';
import { personBlock } from './person-block.ts';

/** A contact of the account who is in groups of several interests (reference 15). */
export interface OverlapCard extends PageLink {
  readonly jobTitle: string | null;
  /** In order of the interests' ids. */
  readonly groups: readonly (OverlapGroup & {
    /** Name of the interest. */
    readonly interest: string;
  })[];
  /** Products that the contact is interested in, strongest first. */
  readonly products: readonly IntentSignal[];
}

/** A line of the account's contacts; the score is whole, `null` for what is not known. */
export interface ContactLine extends PageLink {
  readonly email: string | null;
  readonly engagement: number | null;
}

/** The page of an account (reference 15). */
export interface AccountPage {
  readonly account: AccountBlock;
  /** The account's own; empty when none is known. */
  readonly intent: IntentBlock;
  /** Active contacts by interest and role, a row for each interest (BG-107). */
  readonly coverage: Coverage;
  /** Those in most groups first; empty when everybody is in one at most (BG-108). */
  readonly overlap: readonly OverlapCard[];
  /** Everybody of the account, by person score. */
  readonly contacts: readonly ContactLine[];
}

/** What narrows coverage and overlap of an account down; missing parts match everything. */
export interface AccountPageOptions extends CoverageOptions {
  /** Ids of the solution interests that coverage is about, and that people of the overlap are in one of. */
  readonly interests?: readonly string[];
  /** Roles that people of the overlap have one of, in such an interest. */
  readonly roles?: readonly string[];
}

/**
 * The page of the account (BG-151, BG-154).
 * @throws AccompanyError `INVALID_INPUT` for a period that ends before it begins (BG-148)
 */
export function accountPage(data: PageData, options: AccountPageOptions = {}): AccountPage {
  needArguments('accountPage', { options: [options, 'object'] });
  const { interests, roles } = options;
  needArguments('accountPage', {
    ...(interests !== undefined && { interests: [interests, 'texts'] }),
    ...(roles !== undefined && { roles: [roles, 'texts'] }),
  });
  needJoined('accountPage', options);
  const context = pageContext('accountPage', data);
  const { account, definitions, names } = context;
  const groups = withJoins(snapshotsOf(account, names), groupFactsOf(data.facts));
  return {
    account: accountBlock(context),
    intent: intentBlock(context, account.intent ?? []),
    coverage: contactCoverage(
      groups,
      definitions.allGroups.filter(({ id }) => interests?.includes(id) ?? true),
      options,
    ),
    overlap: overlapOf(context, groups, options),
    contacts: account.people
      .toSorted((left, right) => (right.engagement ?? -1) - (left.engagement ?? -1))
      .map((person) => {
        const { id, name, email, engagement } = personBlock(context, person.id, person);
        return { id, name, email, engagement };
      }),
  };
}

function overlapOf(
  { account, labels }: PageContext,
  groups: readonly GroupSnapshot[],
  { interests, roles }: AccountPageOptions,
): readonly OverlapCard[] {
  const intent = new Map(account.people.map(({ id, intent: signals = [] }) => [id, signals]));
  // Whoever is in one of the groups asked for is shown with all groups: these are the overlap.
  const isWanted = ({ group, role }: OverlapGroup): boolean =>
    (interests?.includes(group) ?? true) && (roles?.includes(role) ?? true);
  return contactOverlap(groups)
    .filter((one) => one.groups.some(isWanted))
    .map((one) => ({
      id: one.person,
      name: one.name,
      jobTitle: one.jobTitle,
      groups: one.groups.map((place) => ({
        ...place,
        interest: interestLabel(labels, place.group),
      })),
      products: sortSignals(
        (intent.get(one.person) ?? []).filter(({ signal }) => signal === 'product'),
      ),
    }));
}
