import type { Fact, FactItem } from '../../src/runtime/fact.ts';
import type { Breach, Ending } from '../../src/testing/simulation/stage.ts';
import type { Kin } from './kin.ts';

/** A family of accounts is what the slow way says, whatever went wrong. */
export function auditKin(
  { mirror, journal }: Ending,
  kin: Kin,
  disturbed: ReadonlySet<string>,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const compare = (rule: string, what: string, actual: unknown, expected: unknown): void => {
    const [is, mustBe] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (is !== mustBe) breaches.push({ rule, what: `${what}: ${is} instead of ${mustBe}` });
  };
  for (const id of kin.accounts) {
    if (kin.gone.has(id)) continue;
    const account = mirror.get('account', id)?.body;
    const progress = mirror.get('progress', id)?.body;
    const into = kin.into.has(id) && kin.isGone(id) ? null : kin.into.get(id);
    compare('AM-3', `what ${id} was merged into`, account?.merged?.into, into);
    const isHere = !kin.into.has(id);
    if (!isHere) compare('AM-1', `runs of ${id}`, progress?.runs.length ?? 0, 0);
    const people = account?.people.map((person) => person.id).toSorted() ?? [];
    compare('AM-10', `people of ${id}`, people, kin.peopleOf(id).toSorted());
    const isTheirs = (event: string): boolean =>
      event.startsWith(id.slice(0, 3)) && !kin.maybe.has(event);
    const events = account?.events.map((event) => event.id).filter(isTheirs);
    const expected = kin.eventsOf(id).filter(isTheirs);
    compare('AM-10', `events of ${id}`, events?.toSorted() ?? [], expected.toSorted());
    compare('AM-10', `${id} on the list`, account?.lists.includes('vip') ?? false, kin.isVip(id));
    if (!isHere) continue;
    const { employees, industry } = account?.attributes ?? {};
    const word = kin.word(id);
    compare('AM-12', `employees of ${id}`, employees, word?.employees);
    compare('AM-12', `industry of ${id}`, industry, word?.industry);
    const isIn = progress?.runs.some(({ journey }) => journey === 'main') === true;
    if (word?.employees === 2_000 && !disturbed.has('main') && !isIn)
      compare('RL-1', `${id} in main`, progress?.past?.['main'] !== undefined, true);
    if (people.some((person) => (kin.names.get(person)?.size ?? 0) > 1))
      journal.reached('a person of a family came together');
  }
  for (const person of kin.people) {
    if (kin.gone.has(person)) continue;
    const names = [...(kin.names.get(person) ?? [])];
    const accounts = [...new Set(names.map((name) => kin.end(name)))].toSorted();
    const actual = mirror.get('person', person)?.body.accounts.toSorted() ?? [];
    compare('AM-20', `accounts of ${person}`, actual, accounts);
  }
  return [...breaches, ...auditEntries(mirror, kin)].slice(0, 3);
}

/** Nobody comes again where another one of them has been that it has taken in (AM-16). */
function auditEntries(mirror: Ending['mirror'], kin: Kin): readonly Breach[] {
  const breaches: Breach[] = [];
  const items = new Map<string, FactItem[]>();
  const facts: Fact[] = [...mirror.all('fact').values()].map(({ body }) => body);
  for (const fact of facts.sort((left, right) => left.sequence - right.sequence)) {
    if (!kin.accounts.includes(fact.account)) continue;
    const known = items.get(fact.account);
    if (known === undefined) items.set(fact.account, [...fact.items]);
    else known.push(...fact.items);
  }
  const hasBeen = (account: string, journey: string): boolean =>
    items.get(account)?.some((item) => item.type === 'run' && item.journey === journey) === true;
  for (const [account, own] of items) {
    const taken = new Set<string>();
    for (const item of own) {
      if (item.type === 'absorbed') taken.add(item.from);
      if (item.type !== 'run' || item.from !== null) continue;
      const { journey } = item;
      if (mirror.get('journey', journey)?.body.document.reEntry !== undefined) continue;
      const other = [...taken].find((one) => hasBeen(one, journey));
      if (other !== undefined)
        breaches.push({
          rule: 'AM-16',
          what: `${account} enters ${journey}, where ${other} has been, which it has taken in`,
        });
    }
  }
  return breaches;
}
