import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue } from '../kernel/issue.ts';
import { readIngest } from '../model/ingest.ts';
import type { IngestInput, ParsedIngest } from '../model/record.ts';
import { joinIds } from '../runtime/effect.ts';
import type { AccountInput, PersonInput } from '../runtime/input.ts';
import type { Core } from './core.ts';
import { Pending } from './pending.ts';
import type { Rounds } from './rounds.ts';

/**
 * Reads what a host gives: everything is checked before anything is applied, people before accounts (EN-30 to EN-36).
 * @throws AccompanyError `INVALID_INPUT` with all issues in `details`; nothing was taken in
 */
export function readRounds(core: Core, input: IngestInput): Rounds {
  const read = readIngest(core.settings.catalogue, input, core.settings.limits);
  if (!read.ok) {
    const [first] = read.issues;
    throw new AccompanyError(
      'INVALID_INPUT',
      `Nothing was taken in: ${read.issues.length} ${read.issues.length === 1 ? 'issue' : 'issues'}, the first: ${formatIssue(first!)}`,
      { details: { issues: read.issues }, path: first!.path },
    );
  }
  return sort(read.value);
}

/** Who gets what: the round of the people, and what waits for the accounts in the next one (EN-32). */
function sort(data: ParsedIngest): Rounds {
  const people = new Pending();
  const accounts = new Pending();
  for (const { id, attributes, version = 0 } of data.accounts) {
    accounts.account(id).inputs.push(accountInput({ attributes, version }));
  }
  for (const { id, account, attributes, removed } of data.opportunities) {
    const change = { id, changes: removed ? null : attributes };
    accounts.account(account).inputs.push(accountInput({ opportunities: [change] }));
  }
  for (const { id, attributes, version = 0, consent, consents, once } of data.people) {
    const input: PersonInput = {
      kind: 'profile',
      attributes,
      version,
      objects: [],
      ...(consent !== undefined && { consent }),
      ...(consents !== undefined && { consents }),
    };
    if (once === undefined) people.person(id).inputs.push(input);
    // A name of its own, so that a change and an event of the same id are two things.
    else people.personOnce(id, joinIds('change', once), input);
  }
  for (const { of, subject, signals: intent } of data.intent) {
    if (of === 'account') accounts.account(subject).inputs.push(accountInput({ intent }));
    else {
      const nothing = { attributes: {}, version: 0, objects: [] };
      people.person(subject).inputs.push({ kind: 'profile', ...nothing, intent });
    }
  }
  for (const { object, id, of, owner, attributes, removed } of data.objects) {
    const objects = [{ object, id, changes: removed ? null : attributes }];
    if (of === 'account') accounts.account(owner).inputs.push(accountInput({ objects }));
    else people.person(owner).inputs.push({ kind: 'profile', attributes: {}, version: 0, objects });
  }
  for (const { account, person, roles = null, since = null, removed } of data.relations) {
    people
      .person(person)
      .inputs.push(
        removed ? { kind: 'unrelate', account } : { kind: 'relate', account, roles, since },
      );
  }
  for (const { id, type, at, of, subject, fields } of data.events) {
    const input = { kind: 'event', event: { id, type, at, fields } } as const;
    if (of === 'account') accounts.accountOnce(subject, id, input);
    else people.personOnce(subject, id, input);
  }
  return { first: people, second: accounts };
}

type Change = Extract<AccountInput, { kind: 'account' }>;

function accountInput(change: Partial<Change>): Change {
  return { kind: 'account', attributes: {}, version: 0, opportunities: [], objects: [], ...change };
}
