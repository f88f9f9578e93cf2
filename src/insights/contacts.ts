import type { Instant } from '../kernel/instant.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import { compareText } from '../kernel/text-order.ts';
import type { GroupSnapshot, MemberSnapshot, Period } from './snapshot.ts';

/** How many contacts have each role for each solution interest. */
export interface Coverage {
  /** Columns: every role of the templates, in their order. */
  readonly roles: readonly string[];
  readonly rows: readonly {
    readonly group: string;
    /** Name of the interest; the id without one. */
    readonly name: string;
    /** `null`: the template does not have the role; 0: it has it, and nobody is in it. */
    readonly counts: readonly (number | null)[];
  }[];
}

/** What narrows coverage down. */
export interface CoverageOptions {
  /** When the contacts became members (BG-139); missing: whenever. */
  readonly joined?: Period;
}

/**
 * Active contacts by solution interest and role (BG-107); each contact counts once in a cell.
 * @throws AccompanyError `INVALID_INPUT` for a period that ends before it begins (BG-148)
 */
export function contactCoverage(
  groups: readonly GroupSnapshot[],
  templates: readonly {
    readonly id: string;
    readonly name?: string;
    readonly roles: readonly { readonly role: string }[];
  }[],
  options: CoverageOptions = {},
): Coverage {
  needArguments('contactCoverage', { groups: [groups, 'list'], templates: [templates, 'list'] });
  needJoined('contactCoverage', options);
  const roles = [...new Set(templates.flatMap((one) => one.roles.map(({ role }) => role)))];
  const rows = templates.map((template) => {
    const own = new Set(template.roles.map(({ role }) => role));
    const people = new Map<string, Set<string>>();
    for (const { group, account, members } of groups) {
      if (group !== template.id) continue;
      for (const { person, role, removed, since } of members) {
        if (removed || !isWithin(since, options)) continue;
        const known = people.get(role) ?? new Set();
        people.set(role, known.add(JSON.stringify([account, person])));
      }
    }
    const counts = roles.map((role) => (own.has(role) ? (people.get(role)?.size ?? 0) : null));
    return { group: template.id, name: template.name ?? template.id, counts };
  });
  return { roles, rows };
}

/**
 * The contacts behind one cell of the coverage, by score, then name.
 * @throws AccompanyError `INVALID_INPUT` for a period that ends before it begins (BG-148)
 */
export function contactsInRole(
  groups: readonly GroupSnapshot[],
  group: string,
  role: string,
  options: CoverageOptions = {},
): readonly { readonly group: GroupSnapshot; readonly member: MemberSnapshot }[] {
  needArguments('contactsInRole', {
    groups: [groups, 'list'],
    group: [group, 'text'],
    role: [role, 'text'],
  });
  needJoined('contactsInRole', options);
  return groups
    .filter((one) => one.group === group)
    .flatMap((one) =>
      one.members
        .filter(
          (member) => member.role === role && !member.removed && isWithin(member.since, options),
        )
        .map((member) => ({ group: one, member })),
    )
    .toSorted(
      (left, right) =>
        (right.member.engagement ?? -1) - (left.member.engagement ?? -1) ||
        compareText(left.member.name, right.member.name) ||
        compareText(left.member.person, right.member.person),
    );
}

/** @throws AccompanyError `INVALID_INPUT` for a period that ends before it begins (BG-148) */
export function needJoined(call: string, { joined }: CoverageOptions): void {
  if (joined !== undefined) needArguments(call, { joined: [joined, 'period'] });
}

function isWithin(since: Instant, { joined }: CoverageOptions): boolean {
  return joined === undefined || (since >= joined.from && since < joined.to);
}

/** A contact who is active in several groups of one account. */
export interface Overlap {
  readonly account: string;
  readonly person: string;
  readonly name: string;
  readonly jobTitle: string | null;
  /** `group` is the interest's id, `name` what the account's group is called. */
  readonly groups: readonly OverlapGroup[];
}

/** One of the groups that such a contact is in. */
export interface OverlapGroup {
  readonly group: string;
  readonly name: string;
  readonly role: string;
}

/** Contacts in groups of more than one solution interest, those in most of them first (BG-108). */
export function contactOverlap(groups: readonly GroupSnapshot[]): readonly Overlap[] {
  needArguments('contactOverlap', { groups: [groups, 'list'] });
  const found = new Map<string, Overlap & { groups: OverlapGroup[] }>();
  for (const { account, group, name: groupName, members } of groups) {
    for (const { person, role, removed, name, jobTitle } of members) {
      if (removed) continue;
      const key = JSON.stringify([account, person]);
      const known = found.get(key);
      const place = { group, name: groupName, role };
      if (known === undefined) {
        found.set(key, { account, person, name, jobTitle, groups: [place] });
      } else known.groups.push(place);
    }
  }
  return [...found.values()]
    .filter((one) => new Set(one.groups.map(({ group }) => group)).size > 1)
    .toSorted(
      (left, right) =>
        right.groups.length - left.groups.length ||
        compareText(left.name, right.name) ||
        compareText(left.person, right.person),
    );
}
