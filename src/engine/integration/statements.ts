import { problem, type Issue } from '../../kernel/issue.ts';
import { readIngest } from '../../model/ingest.ts';
import type { IngestInput, ParsedIngest } from '../../model/record.ts';
import type { DataChange } from '../../ports/data-integration.ts';
import type { KeyBody } from '../../records/bodies.ts';
import { joinIds } from '../../runtime/effect.ts';
import {
  audienceField,
  CONSENT,
  goneField,
  opportunityField,
  relationField,
  type FedInput,
} from '../../runtime/feeds.ts';
import type { AccountMerge } from '../merge-accounts.ts';
import type { Pending } from '../pending.ts';
import type { Settings } from '../settings.ts';

/** A statement that was checked; ids are still the source's. */
export interface StatementRead {
  /** The records of the source that it names. */
  readonly names: readonly SourceName[];
  /** Puts it in line for those whom it concerns. */
  readonly put: (given: Putting) => unknown;
}

/** A record of a source. */
export interface SourceName {
  readonly of: KeyBody['of'];
  readonly id: string;
}

/** Where statements are put, and how. */
export interface Putting {
  readonly people: Pending;
  readonly accounts: Pending;
  /** Accounts that are other ones from now on. */
  readonly merges: AccountMerge[];
  /** Our id of a record of the source. */
  readonly ourId: (of: KeyBody['of'], id: string) => string;
  readonly fed: (
    record: string,
    statement: Pick<FedInput, 'version' | 'values'> & { readonly origin: unknown },
  ) => FedInput;
}

type Read =
  | { readonly ok: true; readonly statement: StatementRead }
  | { readonly ok: false; readonly issues: readonly Issue[] };

type Of<T extends DataChange['type']> = Extract<DataChange, { type: T }>;
type Readers = { readonly [T in DataChange['type']]: (settings: Settings, change: Of<T>) => Read };

/**
 * Checks one statement of a source; nothing of it is believed (DI-18). Attributes, ids and instants are held to the rules of
 * records that a host takes in (`docs/semantics/model.md`).
 */
export function readStatement(settings: Settings, change: unknown): Read {
  if (typeof change !== 'object' || change === null)
    return wrong('WRONG_TYPE', [], 'This is no statement.', 'Give an object with a type.');
  const { type, version } = change as { readonly type?: unknown; readonly version?: unknown };
  if (typeof type !== 'string' || !Object.hasOwn(READERS, type))
    return wrong('UNKNOWN_STATEMENT', ['type'], 'There is no such kind of statement.', KNOWN);
  const hasVersion = typeof version === 'number' && Number.isSafeInteger(version) && version >= 1;
  if (type !== 'event' && !hasVersion)
    return wrong(
      'INVALID_VERSION',
      ['version'],
      'This is no version.',
      'Give a whole number of at least 1.',
    );
  return READERS[type as 'account'](settings, change as Of<'account'>);
}

const READERS: Readers = {
  account(settings, { id, attributes, removed, version, origin }) {
    return read(settings, { accounts: [{ id, ...given({ attributes }) }] }, removed, (data) => ({
      names: [{ of: 'account', id }],
      put: ({ accounts, ourId, fed }) => {
        const values = { ...data.accounts[0]!.attributes, [goneField()]: removed === true };
        accounts.account(ourId('account', id)).inputs.push(fed(id, { version, origin, values }));
      },
    }));
  },

  person(settings, { id, attributes, consent, removed, version, origin }) {
    return read(
      settings,
      { people: [{ id, ...given({ attributes, consent }) }] },
      removed,
      (data) => ({
        names: [{ of: 'person', id }],
        put: ({ people, ourId, fed }) => {
          const { attributes: stated, consent: email } = data.people[0]!;
          const says = email === undefined ? {} : { [CONSENT]: email };
          const values = { ...stated, ...says, [goneField()]: removed === true };
          people.person(ourId('person', id)).inputs.push(fed(id, { version, origin, values }));
        },
      }),
    );
  },

  relation(settings, { account, person, roles, since, removed, version, origin }) {
    return read(
      settings,
      { relations: [{ account, person, ...given({ roles, since }) }] },
      removed,
      (data) => ({
        names: [
          { of: 'account', id: account },
          { of: 'person', id: person },
        ],
        put: ({ people, ourId, fed }) => {
          const { roles: named, since: from } = data.relations[0]!;
          const to = ourId('account', account);
          const values: Record<string, FedInput['values'][string]> = {
            [relationField(to, 'member')]: removed !== true,
          };
          if (named !== undefined) values[relationField(to, 'roles')] = named;
          if (from !== undefined) values[relationField(to, 'since')] = from;
          people
            .person(ourId('person', person))
            .inputs.push(fed(joinIds(account, person), { version, origin, values }));
        },
      }),
    );
  },

  opportunity(settings, { id, account, attributes, removed, version, origin }) {
    return read(
      settings,
      { opportunities: [{ id, account, ...given({ attributes }) }] },
      removed,
      (data) => ({
        names: [
          { of: 'account', id: account },
          { of: 'opportunity', id },
        ],
        put: ({ accounts, ourId, fed }) => {
          const ours = ourId('opportunity', id);
          const values: Record<string, FedInput['values'][string]> = {
            [goneField(ours)]: removed === true,
          };
          for (const [name, value] of Object.entries(data.opportunities[0]!.attributes))
            values[opportunityField(ours, name)] = value;
          accounts
            .account(ourId('account', account))
            .inputs.push(fed(joinIds(account, id), { version, origin, values }));
        },
      }),
    );
  },

  audience(settings, { audience, account, person, member, version, origin }) {
    if ((account === undefined) === (person === undefined))
      return wrong(
        'WRONG_SUBJECT',
        [],
        'A membership is of an account or of a person.',
        'Give one of them.',
      );
    if (typeof member !== 'boolean')
      return wrong(
        'WRONG_TYPE',
        ['member'],
        'This is neither true nor false.',
        'Give one of them.',
      );
    // An audience's id is held to the rules of ids.
    const records = {
      accounts: [{ id: audience }, { id: account ?? audience }],
      people: [{ id: person ?? audience }],
    };
    return read(settings, records, false, () => ({
      names: [
        account === undefined ? { of: 'person', id: person! } : { of: 'account', id: account },
      ],
      put: ({ people, accounts, ourId, fed }) => {
        const input = fed(joinIds(account ?? person!, audience), {
          version,
          origin,
          values: { [audienceField(audience)]: member },
        });
        if (account !== undefined) accounts.account(ourId('account', account)).inputs.push(input);
        else people.person(ourId('person', person!)).inputs.push(input);
      },
    }));
  },

  merge(settings, { account, into }) {
    return read(settings, { accounts: [{ id: account }, { id: into }] }, false, () => ({
      names: [
        { of: 'account', id: account },
        { of: 'account', id: into },
      ],
      put: ({ merges, ourId }) =>
        merges.push({ account: ourId('account', account), into: ourId('account', into) }),
    }));
  },

  event(settings, { id, event, at, account, person, fields }) {
    const record = { id, type: event, at, ...given({ account, person, fields }) };
    return read(
      settings,
      { events: [record as NonNullable<IngestInput['events']>[number]] },
      false,
      (data) => {
        const { of, subject, type, at: instant, fields: values } = data.events[0]!;
        return {
          names: [{ of, id: subject }],
          put: ({ people, accounts, ourId }) => {
            const to = ourId(of, subject);
            const input = {
              kind: 'event',
              event: { id, type, at: instant, fields: values },
            } as const;
            if (of === 'account') accounts.accountOnce(to, id, input);
            else people.personOnce(to, id, input);
          },
        };
      },
    );
  },
};

const KNOWN = `Known types: ${Object.keys(READERS).join(', ')}.`;

function read(
  { catalogue, limits }: Settings,
  records: unknown,
  removed: unknown,
  make: (data: ParsedIngest) => StatementRead,
): Read {
  if (removed !== undefined && typeof removed !== 'boolean')
    return wrong(
      'WRONG_TYPE',
      ['removed'],
      'This is neither true nor false.',
      'Give true or leave it out.',
    );
  const data = readIngest(catalogue, records, limits);
  return data.ok
    ? { ok: true, statement: make(data.value) }
    : { ok: false, issues: data.issues.map(shortened) };
}

/** Without the list and the position in it, which the source has not written. */
function shortened(issue: Issue): Issue {
  return { ...issue, path: issue.path.slice(2) };
}

function given<T extends Readonly<Record<string, unknown>>>(
  of: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function wrong(code: string, path: Issue['path'], message: string, fix: string): Read {
  return { ok: false, issues: [problem(code, path, message, fix)] };
}
