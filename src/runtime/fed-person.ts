import {
  CONSENT,
  goneField,
  partsOf,
  relatedAccounts,
  relationField,
  winner,
  type FedInput,
  type Feeds,
} from './feeds.ts';
import type { PersonInput } from './input.ts';
import type { PersonBody } from './state.ts';
import { attributesIn, takeFed, type Taken } from './take-fed.ts';

/** A person's statement as the inputs that carry it out. */
export interface FedPerson {
  readonly person: PersonBody;
  readonly inputs: readonly Extract<PersonInput, { kind: 'profile' | 'relate' | 'unrelate' }>[];
  readonly lost: Taken['lost'];
}

/** What follows for a person from what a source says of it (DI-10, DI-16, DI-17). */
export function fedPerson(before: PersonBody, input: FedInput): FedPerson {
  const { rules } = input;
  const { feeds, changed, lost } = takeFed(before.feeds, 'person', before.id, input);
  const person = feeds === before.feeds ? before : { ...before, feeds };
  const inputs: FedPerson['inputs'][number][] = [];
  const attributes = attributesIn(changed);
  const fields = [...changed.keys()];
  if (
    rules.audiences !== undefined &&
    fields.some((field) => partsOf(field)[0] === 'audience' && partsOf(field).length > 1)
  ) {
    const audiences = audiencesIn(feeds, rules);
    attributes[rules.audiences] = audiences.length === 0 ? null : audiences;
  }
  const consent = changed.get(CONSENT);
  if (Object.keys(attributes).length > 0 || consent !== undefined)
    inputs.push({
      kind: 'profile',
      attributes,
      version: 0,
      objects: [],
      ...(consent !== undefined && { consent: consent as 'y' | 'n' | null }),
    });
  for (const account of relatedAccounts(Object.fromEntries(changed)))
    inputs.push(relationOf(feeds, account, rules));
  return { person, inputs, lost };
}

function relationOf(
  feeds: Feeds,
  account: string,
  rules: FedInput['rules'],
): Extract<PersonInput, { kind: 'relate' | 'unrelate' }> {
  const says = (part: 'member' | 'roles' | 'since'): unknown =>
    winner(feeds, relationField(account, part), 'person', rules)?.[1];
  if (isGone(feeds, rules) || says('member') !== true) return { kind: 'unrelate', account };
  const roles = says('roles') as readonly string[] | null | undefined;
  const since = says('since') as number | null | undefined;
  return { kind: 'relate', account, roles: roles ?? null, since: since ?? null };
}

function audiencesIn(feeds: Feeds, rules: FedInput['rules']): readonly string[] {
  if (isGone(feeds, rules)) return [];
  return Object.keys(feeds.registers)
    .filter(
      (field) =>
        partsOf(field)[0] === 'audience' &&
        partsOf(field).length > 1 &&
        winner(feeds, field, 'person', rules)?.[1] === true,
    )
    .map((field) => partsOf(field)[1]!)
    .sort();
}

function isGone(feeds: Feeds, rules: FedInput['rules']): boolean {
  return winner(feeds, goneField(), 'person', rules)?.[1] === true;
}
