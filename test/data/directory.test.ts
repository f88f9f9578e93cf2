import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directorySource } from '../../src/data/directory/directory-source.ts';
import type { DataChange, DataPage } from '../../src/ports/data-integration.ts';
import { b2b, b2bWorld } from '../engine/tenant.ts';

let path = '';
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'accompany-directory-'));
});
afterEach(() => rm(path, { recursive: true, force: true }));

async function read(
  after: string | null = null,
  page = 2,
): Promise<{
  readonly pages: readonly DataPage[];
  readonly changes: readonly DataChange[];
  readonly error: unknown;
}> {
  const pages: DataPage[] = [];
  const source = directorySource({ path, catalogue: b2b, page });
  let error: unknown = null;
  try {
    for await (const one of source.read({ after, signal: new AbortController().signal }))
      pages.push(one);
  } catch (caught) {
    error = caught;
  }
  return { pages, changes: pages.flatMap(({ changes }) => changes), error };
}

const write = (name: string, text: string): Promise<void> => writeFile(join(path, name), text);

describe('CSV', () => {
  test('DI-50 rows are statements; the catalogue says what cells stand for', async () => {
    await write(
      'accounts.csv',
      '\ufeffid,version,name,employees,renewal\r\nacme,3,"Acme, ""the\r\nfirst""",5000,2026-01-05\r\nglobex,4,Globex,,\r\n',
    );
    await write(
      'people.csv',
      'id,version,email,unsubscribed,consent\nann,1,ann@acme.example,true,n\n',
    );
    await write(
      'relations.csv',
      'account,person,version,roles,since\nacme,ann,1,Champion|User,2025-01-01\n',
    );
    await write('audiences.csv', 'audience,account,version,member\nvip,acme,1,true\n');
    await write(
      'opportunities.csv',
      'id,account,version,amount,won,removed\ndeal,acme,1,10.5,false,true\n',
    );
    await write('events.csv', 'id,event,at,person,page\ne1,webVisit,2026-01-05T09:00:00Z,ann,/\n');
    await write('notes.csv', 'left,alone\n');
    const { changes, error } = await read();
    expect(error).toBeNull();
    expect(changes).toEqual([
      {
        type: 'account',
        id: 'acme',
        version: 3,
        attributes: { name: 'Acme, "the\r\nfirst"', employees: 5_000, renewal: '2026-01-05' },
      },
      {
        type: 'account',
        id: 'globex',
        version: 4,
        attributes: { name: 'Globex', employees: null, renewal: null },
      },
      {
        type: 'person',
        id: 'ann',
        version: 1,
        attributes: { email: 'ann@acme.example', unsubscribed: true },
        consent: { email: 'n' },
      },
      {
        type: 'relation',
        account: 'acme',
        person: 'ann',
        version: 1,
        roles: ['Champion', 'User'],
        since: '2025-01-01',
      },
      {
        type: 'opportunity',
        id: 'deal',
        account: 'acme',
        version: 1,
        attributes: { amount: 10.5, won: false },
        removed: true,
      },
      { type: 'audience', audience: 'vip', account: 'acme', version: 1, member: true },
      {
        type: 'event',
        id: 'e1',
        event: 'webVisit',
        at: '2026-01-05T09:00:00Z',
        person: 'ann',
        fields: { page: '/' },
      },
    ]);
  });

  test('DI-50 a file that grows is read on, one that was replaced is read anew, rows without a version have the time of the file', async () => {
    await write('accounts.csv', 'id,name\nacme,Acme\n');
    const first = await read();
    expect(first.changes).toMatchObject([{ id: 'acme', version: expect.any(Number) }]);
    await appendFile(join(path, 'accounts.csv'), 'globex,"Glo\nbex"\ninitech,Initech\n');
    const second = await read(first.pages.at(-1)!.next);
    expect(second.changes).toMatchObject([{ id: 'globex' }, { id: 'initech' }]);
    expect((await read(second.pages.at(-1)!.next)).pages).toEqual([]);
    await write('accounts.csv', 'id,name\nhooli,Hooli\nvandelay,Vandelay\numbrella,Umbrella\n');
    expect((await read(second.pages.at(-1)!.next)).changes).toMatchObject([
      { id: 'hooli' },
      { id: 'vandelay' },
      { id: 'umbrella' },
    ]);
    expect((await read('nonsense')).changes).toHaveLength(3);
  });

  test.each([
    [
      'a row with too many cells',
      'id,name\nacme,Acme\n\nglobex,"Glo\nbex",x\nlate,Late\n',
      'accounts.csv, line 5: 3 cells, but the header has 2',
    ],
    [
      'a row with too few cells',
      'id,name\nacme,Acme\nglobex\n',
      'accounts.csv, line 3: 1 cells, but the header has 2',
    ],
    ['a quote that does not end', 'id,name\nacme,Acme\nglobex,"Globex\n', 'accounts.csv, line'],
    [
      'a quote within a cell',
      'id,name\nacme,Acme\nglobex,Glo"bex"\nlate,Late\n',
      'accounts.csv, line 3: Invalid Opening Quote',
    ],
    [
      'a row without an end',
      `id,name\nacme,Acme\nglobex,${'x'.repeat(4_300_000)}\nlate,Late\n`,
      'accounts.csv, line 3: Max Record Size',
    ],
    [
      'a column called __proto__',
      'id,__proto__\nacme,A\n',
      'accounts.csv, line 1: a column called __proto__',
    ],
    [
      'a column that stands twice',
      'id,name,name\nacme,A,B\n',
      'accounts.csv, line 1: the column "name"',
    ],
  ])(
    'DI-51 %s ends the reading with file and line; what stands before it counts',
    async (_, text, message) => {
      await write('accounts.csv', text);
      const { changes, error } = await read(null, 500);
      expect(error).toMatchObject({
        code: 'INVALID_DOCUMENT',
        message: expect.stringContaining(message),
      });
      expect(changes.map((change) => 'id' in change && change.id)).toEqual(
        text.includes('acme,Acme') ? ['acme'] : [],
      );
    },
  );

  test('DI-51 behind the place of an earlier reading lines are counted on', async () => {
    await write('accounts.csv', 'id,name\nacme,Acme\n');
    const { pages } = await read();
    await appendFile(join(path, 'accounts.csv'), 'globex\n');
    expect((await read(pages.at(-1)!.next)).error).toMatchObject({
      message: expect.stringContaining('line 3: 1 cells'),
    });
  });
});

describe('NDJSON', () => {
  test.each([
    ['no JSON', '{"id":"acme","version":1}\n{"id":\n', 'line 2'],
    ['no object', '{"id":"acme","version":1}\n\n[1]\n', 'line 3: this is no JSON object'],
    ['__proto__', '{"id":"acme","version":1}\n{"__proto__":1}\n', 'line 2'],
  ])('DI-51 a line that is %s ends the reading with its number', async (_, text, message) => {
    await write('accounts.ndjson', text);
    const { changes, error } = await read();
    expect(error).toMatchObject({
      code: 'INVALID_DOCUMENT',
      message: expect.stringContaining(message),
    });
    expect(changes).toEqual([{ type: 'account', id: 'acme', version: 1 }]);
  });

  test('DI-50 memory does not grow with the file', async () => {
    const file = createWriteStream(join(path, 'accounts.ndjson'));
    const pad = 'x'.repeat(1_750);
    for (let index = 0; index < 25_000; index += 1) {
      const line = `{"id":"a${index}","version":1,"attributes":{"name":"${pad}"}}\n`;
      if (!file.write(line))
        await new Promise<void>((resolve) => file.once('drain', () => resolve()));
    }
    await new Promise<void>((resolve) => file.end(() => resolve()));
    const source = directorySource({ path, catalogue: b2b });
    // Without it, what is counted is how lazy the collector is.
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    collect();
    const before = process.memoryUsage().heapUsed;
    const grown: number[] = [];
    let count = 0;
    for await (const { changes } of source.read({
      after: null,
      signal: new AbortController().signal,
    })) {
      count += changes.length;
      if (count % 5_000 > 0) continue;
      collect();
      grown.push(process.memoryUsage().heapUsed - before);
    }
    expect(count).toBe(25_000);
    expect(grown).toHaveLength(5);
    // The file has 45 MB; what is kept of it is a page.
    expect(Math.max(...grown)).toBeLessThan(10_000_000);
  });
});

test('DI-52 what goes back is appended before write resolves, once by its key', async () => {
  await write('accounts.csv', 'id,version,name,employees,phase\nacme,7,Acme,5000,cold\n');
  const source = directorySource({ path, catalogue: b2b });
  await using tenant = await b2bWorld({ integration: { sources: [source] } });
  await tenant.engine.integration.synchronise();
  const change = {
    of: 'account',
    id: 'acme',
    key: 'k',
    base: 7,
    attributes: { phase: 'hot' },
  } as const;
  const call = { subscription: 's', origin: 'accompany:s', signal: new AbortController().signal };
  const both = await Promise.all([source.write!([change], call), source.write!([change], call)]);
  expect(both).toEqual([
    [{ outcome: 'accepted', version: 8 }],
    [{ outcome: 'accepted', version: 8 }],
  ]);
  expect(await directorySource({ path, catalogue: b2b }).write!([change], call)).toEqual(both[0]);
  const text = await readFile(join(path, 'written.ndjson'), 'utf8');
  expect(text).toBe(
    '{"type":"account","id":"acme","version":8,"origin":"accompany:s","attributes":{"phase":"hot"},"key":"k"}\n',
  );
  await tenant.engine.integration.synchronise();
  expect(await tenant.engine.account('acme')).toMatchObject({
    attributes: { name: 'Acme', phase: 'hot' },
  });
});

test('DI-50 options that cannot be meant are refused', () => {
  for (const options of [{ path: '' }, { path: 7 }, { path, page: 0 }])
    expect(() => directorySource({ catalogue: b2b, ...options } as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
});
