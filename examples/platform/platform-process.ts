import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { memoryPlatform } from '../../src/index.ts';
import { servePlatform } from '../platform-server.ts';
import { answerParent, given } from './child.ts';

// The customer-data platform: the companies and contacts of a folder of CSV files behind HTTP.
const { folder, token } = given<{ folder: string; token: string }>();
const platform = memoryPlatform();

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(join(folder, file)), { columns: true, bom: true });
}

for (const { accountId, name, kind, annualRevenue, country } of rows('accounts.csv')) {
  platform.tell({
    type: 'account',
    id: accountId!,
    attributes: {
      name: name!,
      kind: kind!,
      revenue: annualRevenue === '' ? null : Number(annualRevenue),
      country: country!,
    },
  });
}
for (const { personId, accountId, firstName, jobTitle, email } of rows('people.csv')) {
  platform.tell(
    {
      type: 'person',
      id: personId!,
      attributes: { email: email!, firstName: firstName!, jobTitle: jobTitle! },
    },
    { type: 'relation', account: accountId!, person: personId! },
  );
}

const { url } = await servePlatform({ platform, token });
answerParent(url, {
  written: () => platform.written,
  holds: () => ({ segments: [...platform.segments], flows: [...platform.flows.values()] }),
  tiers: () =>
    Object.fromEntries(
      platform.written.map(({ id }) => [id, platform.record('account', id)?.attributes['tier']]),
    ),
});
