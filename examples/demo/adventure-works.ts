import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { toInstant } from '../../src/index.ts';
import { everyCompany } from './definitions.ts';
import type { DemoAccount, DemoEvent, DemoPerson } from './demo-catalogue.ts';
import type { Tenant } from './tenant.ts';
import { formatNumber } from './wording.ts';
import { WrongUse } from './wrong-use.ts';

const filled = z.string().min(1);
const amount = z.union([z.literal('').transform(() => null), z.coerce.number()]);
const instant = z.iso.datetime();

const ACCOUNT = z.object({
  accountId: filled,
  name: filled,
  kind: z.enum(['store', 'vendor']),
  annualSales: amount,
  specialty: z.string(),
  numberEmployees: amount,
  city: z.string(),
  state: z.string(),
  country: z.string(),
  postalCode: z.string(),
});
const PERSON = z.object({
  personId: filled,
  accountId: filled,
  firstName: z.string(),
  lastName: z.string(),
  jobTitle: z.string(),
  email: filled.includes('@'),
  phone: z.string(),
});
const ORDER = z.object({
  orderId: filled,
  accountId: filled,
  orderedAt: instant,
  status: filled,
  totalDue: z.coerce.number(),
});

/** The sixty days in which most of the orders lie begin on this Monday. */
const START = '2014-06-02T06:00:00Z';

/**
 * The companies, contacts and purchase orders of a folder with `accounts.csv`, `people.csv` and `orders.csv`.
 * Virtual time is set to the data; an order from a vendor is an event of the vendor's account.
 * @throws WrongUse for a folder without these files, and for a row that is not as it should be
 */
export function adventureWorks(folder: string): Tenant {
  const accounts = rows(folder, 'accounts.csv', ACCOUNT);
  const people = rows(folder, 'people.csv', PERSON);
  const orders = rows(folder, 'orders.csv', ORDER)
    .map(orderEvent)
    .toSorted((a, b) => Number(a.at) - Number(b.at));
  const start = toInstant(START);
  return {
    title: 'Adventure Works',
    source: `${formatNumber(accounts.length)} companies, ${formatNumber(people.length)} contacts and ${formatNumber(orders.length)} purchase orders from CSV files.`,
    start,
    story: {
      audience: everyCompany,
      opens: '2014-06-03T08:00:00Z',
      ends: '2014-12-31',
      zone: 'America/New_York',
      large: 60,
      midsize: 20,
      decision: { days: 21 },
    },
    accounts: new Map(
      accounts.map(({ accountId, name, kind, city, country }) => [
        accountId,
        { name, about: `${kind} in ${city}, ${country}` },
      ]),
    ),
    people: new Map(
      people.map(({ personId, firstName, lastName, jobTitle }) => [
        personId,
        { name: `${firstName} ${lastName}`.trim(), about: jobTitle },
      ]),
    ),
    members: new Map(
      [...Map.groupBy(people, ({ accountId }) => accountId)].map(([account, contacts]) => [
        account,
        contacts.map(({ personId }) => personId),
      ]),
    ),
    initial: {
      accounts: accounts.map(accountRecord),
      people: people.map(personRecord),
      relations: people.map(({ personId, accountId }) => ({
        account: accountId,
        person: personId,
      })),
      events: orders.filter(({ at }) => Number(at) <= start),
    },
    arrivals: (from, to) => ({
      events: orders.filter(({ at }) => Number(at) > from && Number(at) <= to),
    }),
    onOffer: () => {},
  };
}

function accountRecord(row: z.infer<typeof ACCOUNT>): DemoAccount {
  const {
    accountId,
    name,
    kind,
    annualSales,
    numberEmployees,
    specialty,
    city,
    state,
    country,
    postalCode,
  } = row;
  return {
    id: accountId,
    attributes: {
      name,
      sourceType: kind,
      annualRevenue: annualSales,
      employees: numberEmployees,
      industry: specialty === '' ? null : `Bicycles, ${specialty.toLowerCase()}`,
      city,
      state,
      country,
      postalCode,
    },
  };
}

function personRecord({
  personId,
  accountId: _account,
  ...attributes
}: z.infer<typeof PERSON>): DemoPerson {
  return { id: personId, attributes };
}

function orderEvent({
  orderId,
  accountId,
  orderedAt,
  status,
  totalDue,
}: z.infer<typeof ORDER>): DemoEvent {
  return {
    id: `order-${orderId}`,
    type: 'orderPlaced',
    at: toInstant(orderedAt),
    account: accountId,
    fields: { order: orderId, total: totalDue, status },
  };
}

/** All rows of one file, each checked. */
function rows<T>(folder: string, file: string, schema: z.ZodType<T>): T[] {
  const path = join(folder, file);
  let records: unknown[];
  try {
    records = parse(readFileSync(path), { columns: true, bom: true });
  } catch (error) {
    throw new WrongUse(`${path} cannot be read as CSV: ${(error as Error).message}`);
  }
  return records.map((record, index) => {
    const { data, error } = schema.safeParse(record);
    if (error === undefined) return data;
    const [{ path: column, message }] = error.issues as [z.core.$ZodIssue];
    throw new WrongUse(`${path}, row ${index + 2}, column ${column.join('.')}: ${message}`);
  });
}
