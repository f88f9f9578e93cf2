import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { runScenario } from '../../src/scenario/run.ts';
import { account, email, ENERGY, is, journey, scenario } from '../scenario/parts.ts';
import { call } from './fake-io.ts';

const GOOD = scenario({ name: 'Good', journeys: [journey([email('hello')])] });
const BAD = scenario({
  journeys: [journey([email('hello', 'nowhere')])],
  relations: [{ account: 'acme', person: 'zoe' }],
});
const FILES = {
  'good.json': GOOD,
  'bad.json': BAD,
  'two.json': scenario({ journeys: [journey([]), journey([], { id: 'other' })] }),
};

describe('exit codes', () => {
  test('SC-60 0 for what is done', async () => {
    for (const line of [
      '--help',
      '--version',
      'help',
      'simulate --help',
      'validate good.json',
      'simulate good.json',
      'schema journey',
    ]) {
      expect([line, (await call(line, FILES)).exit]).toEqual([line, 0]);
    }
  });

  test('SC-60 1 for an input that has errors, or that is not there', async () => {
    const files = {
      ...FILES,
      'text.json': 'hello',
      'list.json': '[]',
      'number.json': '5',
      'deep.json': '['.repeat(1000),
      'proto.json': '{"__proto__":{}}',
    };
    for (const line of [
      'validate bad.json',
      'simulate bad.json',
      'simulate none.json',
      'simulate text.json',
      'simulate number.json',
      'simulate deep.json',
      'simulate proto.json',
      'validate number.json',
      'explain good.json --account zoe',
      'explain good.json --account acme --journey other',
      'render good.json --journey other',
      'plan bad.json',
      'render list.json',
    ]) {
      const { exit, out, err } = await call(line, files);
      expect([line, exit]).toEqual([line, 1]);
      expect(`${out}${err}`).not.toBe('');
      expect(err).not.toMatch(/^\s+at /m);
    }
  });

  test('SC-60 2 for wrong use, with a hint on stderr and nothing on stdout', async () => {
    for (const line of [
      [],
      ['dance'],
      ['simulate'],
      ['simulate', 'good.json', 'more.json'],
      ['simulate', 'good.json', '--jsno'],
      ['simulate', 'good.json', '--batch', '0'],
      ['simulate', 'good.json', '--batch', 'many'],
      ['simulate', 'good.json', '--storage', 'tape'],
      ['explain', 'good.json'],
      ['explain', 'good.json', '--account'],
      ['render', 'good.json', '--format', 'png'],
      ['render', 'two.json'],
      ['render', 'good.json', '--counts'],
      ['schema'],
      ['schema', 'person'],
      ['constructor'],
      ['__proto__'],
    ]) {
      const { exit, out, err } = await call(line, FILES);
      expect([line, exit, out]).toEqual([line, 2, '']);
      expect(err).toMatch(/Usage: accompany|See accompany --help/);
    }
  });

  test('SC-60 3 for a failure, with its stack for --debug only', async () => {
    const files = { 'broken.json': new Error('The disk is gone.') };
    const plain = await call('simulate broken.json', files);
    expect([plain.exit, plain.err]).toEqual([3, 'The disk is gone.\n']);
    expect((await call('simulate broken.json --debug', files)).err).toMatch(/^\s+at /m);
  });
});

describe('commands', () => {
  test('SC-61 validate prints an issue per line, with its path', async () => {
    const { exit, out } = await call('validate bad.json', FILES);
    expect(exit).toBe(1);
    expect(out.split('\n')).toEqual([
      expect.stringContaining('error UNKNOWN_REFERENCE at relations[0].person: '),
      expect.stringContaining('error UNKNOWN_NODE at journeys[0].nodes[1].next: '),
      'bad.json: scenario, 2 errors, no warnings',
      '',
    ]);
    const json = JSON.parse((await call('validate bad.json --json', FILES)).out) as {
      path: unknown;
    }[];
    expect(json.map(({ path }) => path)).toEqual([
      ['relations', 0, 'person'],
      ['journeys', 0, 'nodes', 1, 'next'],
    ]);
  });

  test('SC-61 SC-68 validate knows a file by its properties', async () => {
    const files = {
      journey: journey([email('hello')]),
      audience: ENERGY,
      list: { id: 'l', type: 'static', status: 'live' },
      group: { id: 'g', roles: [{ role: 'Champion', when: is('person', 'jobTitle', 'CTO') }] },
      bundle: [ENERGY, journey([email('hello')])],
      torn: [journey([email('hello')])],
      other: { hello: 1 },
    };
    const told = async (file: string): Promise<string[]> => {
      const { exit, out } = await call(`validate ${file}`, files);
      return [String(exit), out.trimEnd().split('\n').at(-1)!];
    };
    expect(await told('journey')).toEqual(['0', 'journey: journey, no errors, no warnings']);
    expect(await told('audience')).toEqual(['0', 'audience: audience, no errors, no warnings']);
    expect(await told('list')).toEqual(['0', 'list: list, no errors, no warnings']);
    expect(await told('group')).toEqual(['0', 'group: group, no errors, no warnings']);
    expect(await told('bundle')).toEqual(['0', 'bundle: 2 documents, no errors, no warnings']);
    expect(await told('torn')).toEqual(['1', 'torn: 1 documents, 1 error, no warnings']);
    expect(await told('other')).toEqual(['1', 'other: file, 1 error, no warnings']);
  });

  test('SC-61 SC-68 validate knows what buying groups are made of', async () => {
    const template = { id: 't', name: 'T', status: 'live', roles: [{ role: 'Champion' }] };
    const interest = { id: 'i', name: 'I', template: 't', stageModel: 'm' };
    const stages = {
      id: 'm',
      name: 'M',
      status: 'live',
      stages: [
        { id: 'new', entry: true, to: ['won'] },
        { id: 'won', destination: 'success' },
      ],
    };
    const job = { id: 'j', interest: 'i', audience: ENERGY.id };
    const weighting = { id: 'w', name: 'W', status: 'draft', bands: [], activities: [] };
    const personas = [{ name: 'P', attributes: [{ attribute: 'jobTitle', values: ['CEO'] }] }];
    const roles = [{ name: 'Sponsor' }];
    const taxonomy = [{ name: 'C', status: 'approved', products: [] }];
    const files: Readonly<Record<string, object>> = {
      template,
      interest,
      stages,
      job,
      weighting,
      personas: { personas },
      roles: { roles },
      taxonomy: { taxonomy },
      bundle: [{ interest }, job, template, ENERGY, { stages }, { roles }],
      torn: [interest, template],
      wrong: { stages: { ...stages, stages: [{ id: 'new', to: ['lost'] }] } },
      bare: personas[0]!,
      several: { template, interest },
    };
    const told = async (file: string): Promise<string> =>
      (await call(`validate ${file} --json`, files)).out;
    for (const file of Object.keys(files).slice(0, 9))
      expect([file, await told(file)]).toEqual([file, '[]\n']);
    expect((await call('validate template', files)).out).toBe(
      'template: template, no errors, no warnings\n',
    );
    expect(JSON.parse(await told('torn'))).toMatchObject([
      { code: 'NOT_LIVE', path: [0, 'stageModel'] },
    ]);
    expect(JSON.parse(await told('wrong'))).toContainEqual(
      expect.objectContaining({ path: ['stages', 'stages', 0, 'to', 0] }),
    );
    for (const file of ['bare', 'several'])
      expect(JSON.parse(await told(file))).toMatchObject([{ code: 'UNKNOWN_DOCUMENT' }]);
  });

  test('SC-61 validate takes a catalogue for what is no scenario', async () => {
    const files = {
      audience: { ...ENERGY, condition: is('account', 'sector', 'Energy') },
      own: { account: { sector: 'text' } },
    };
    expect((await call('validate audience', files)).exit).toBe(1);
    expect((await call('validate audience --catalogue own', files)).exit).toBe(0);
    expect((await call('validate audience --catalogue audience', files)).exit).toBe(1);
  });

  test('SC-61 warnings alone are no failure', async () => {
    const { exit, out } = await call('validate file', {
      file: { id: 'g', roles: [{ role: 'Champion' }] },
    });
    expect([exit, out.split(' ')[0]]).toEqual([0, 'warning']);
  });

  test('SC-62 simulate prints tables, or the result and nothing else', async () => {
    const { out } = await call('simulate good.json', FILES);
    expect(out).toMatch(/^Good\n2026-01-05T09:00:00Z to 2026-01-31T00:00:00Z\n\nJourneys\n/);
    expect(out).toMatch(/^ {2}nurture +live +1 +0 +completed 1$/m);
    expect(out).not.toMatch(/ $/m);
    const json = await call('simulate good.json --json --batch 1', FILES);
    expect(JSON.parse(json.out)).toEqual(await runScenario(GOOD));
    expect(json.err).toBe('');
  });

  test('SC-62 long tables are cut', async () => {
    const accounts = Array.from({ length: 30 }, (_, index) => account(`a${index}`));
    const files = {
      many: scenario({ accounts, people: [], relations: [], journeys: [journey([])] }),
    };
    expect((await call('simulate many --limit 10', files)).out).toContain(
      '… and 20 more (--limit 0 shows all)',
    );
    expect((await call('simulate many --limit 0', files)).out).not.toContain('more (');
  });

  test('SC-63 explain tells the stories of an account', async () => {
    const { exit, out } = await call('explain good.json --account acme', FILES);
    expect(exit).toBe(0);
    expect(out).toContain('Account acme in journey nurture\n  entry 1 at 2026-01-05T09:00:00Z');
    expect(
      (await call('explain two.json --account acme', FILES)).out.match(/^Account/gm),
    ).toHaveLength(2);
    expect(
      (await call('explain two.json --account acme --journey other', FILES)).out.match(
        /^Account/gm,
      ),
    ).toHaveLength(1);
    expect(
      JSON.parse((await call('explain good.json --account acme --json', FILES)).out),
    ).toMatchObject([{ journey: 'nurture', account: 'acme' }]);
  });

  test('SC-64 render draws a journey, to stdout or into a file', async () => {
    expect((await call('render good.json', FILES)).out).toMatch(/^flowchart TD\n/);
    const drawn = await call('render two.json --journey other --out other.svg', FILES);
    expect([drawn.exit, drawn.out, drawn.written.get('other.svg')!.slice(0, 5)]).toEqual([
      0,
      '',
      '<svg ',
    ]);
    expect((await call('render good.json --format svg --counts', FILES)).out).toContain('1');
    expect((await call('render bad.json', FILES)).exit).toBe(0);
  });

  test('SC-65 plan prints what publishing makes of a journey', async () => {
    const { exit, out } = await call('plan good.json', FILES);
    expect(exit).toBe(0);
    expect(out).toMatch(/^Plan [0-9a-f]{32} of journey 'nurture', format 1\n/);
    const bundle = await call('plan bundle --json', {
      bundle: [ENERGY, journey([email('hello')])],
    });
    expect(JSON.parse(bundle.out)).toMatchObject({ journey: 'nurture', format: 1 });
  });

  test('SC-66 schema prints JSON Schemas', async () => {
    for (const name of ['journey', 'condition', 'scenario']) {
      expect(JSON.parse((await call(`schema ${name}`)).out)).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
      });
    }
  });

  test('SC-67 control characters in names do not reach the terminal', async () => {
    const evil = 'x\u001b[2J\u0007\u009b1m\u202e';
    const files = {
      evil: scenario({
        name: evil,
        accounts: [account('acme', { name: evil }), { id: evil }],
        journeys: [journey([])],
      }),
      wrong: { ...GOOD, [evil]: 1 },
    };
    for (const line of [
      'simulate evil',
      'validate wrong',
      'simulate wrong',
      'explain evil --account acme',
      `simulate ${evil}`,
      evil,
    ]) {
      const { out, err } = await call(line, files);
      expect(`${out}${err}`.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('the real command', () => {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const example = fileURLToPath(new URL('../../examples/scenarios/renewal.json', import.meta.url));
  const run = promisify(execFile);
  const node = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    run('node', ['--disable-warning=ExperimentalWarning', main, ...args]);

  test('SC-60 SC-62 simulates a file', async () => {
    const { stdout, stderr } = await node('simulate', example, '--json');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ format: 1, name: 'Renewal of cloud contracts' });
  });

  test('SC-60 reports a missing file and wrong use by its exit code', async () => {
    await expect(node('simulate', 'no-such-file.json')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not exist') as string,
    });
    await expect(node('simulate', '.')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is a folder') as string,
    });
    await expect(node('simulate')).rejects.toMatchObject({ code: 2, stdout: '' });
  });
});
