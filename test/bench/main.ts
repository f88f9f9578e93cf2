// Runs every bench in a process of its own: one JSON line a figure on stdout, a table on stderr.
//   npm run bench -- [--quick] [--only conditions] [--cpu] [--no-build]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { print, table, type FigureLine } from './figures.ts';
import { CPU, option, QUICK } from './options.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const NODE_OPTIONS = ['--expose-gc', '--max-old-space-size=18000'];

/** A bench: the start of its figures' names, its file and what it is told. */
interface Bench {
  readonly name: string;
  readonly file: string;
  readonly options: readonly string[];
  /** Left out of the short run. */
  readonly long?: boolean;
}

const steps = (size: string, long: boolean, ...options: string[]): Bench => ({
  name: `steps/${size}`,
  file: 'steps.ts',
  options: ['--accounts', size, ...options],
  long,
});

const groups = (size: string, habit: string, long = false): Bench => ({
  name: habit === 'steady' ? `groups/${size}` : `groups/${size}/${habit}`,
  file: 'groups.ts',
  options: ['--groups', size, '--habit', habit],
  long,
});

const BENCHES: readonly Bench[] = [
  { name: 'import', file: 'import.ts', options: [] },
  { name: 'conditions', file: 'conditions.ts', options: [] },
  { name: 'audience', file: 'audiences.ts', options: [] },
  { name: 'events', file: 'events.ts', options: [] },
  groups('10k', 'steady'),
  groups('10k', 'receding'),
  groups('100k', 'steady', true),
  groups('100k', 'receding', true),
  { name: 'steps/heap', file: 'parked.ts', options: [] },
  { name: 'durable/sqlite', file: 'durable.ts', options: ['--storage', 'sqlite'] },
  { name: 'durable/postgres', file: 'durable.ts', options: ['--storage', 'postgres'] },
  {
    name: 'durable/postgres/one',
    file: 'durable.ts',
    options: ['--storage', 'postgres', '--people', '1'],
  },
  steps('10k', false),
  steps('50k', false, ...(QUICK ? ['--rounds', '1'] : [])),
  steps('100k', true),
  steps('1M', true, '--rounds', '1'),
];

const only = option('only', '');
const chosen = BENCHES.filter(
  ({ name, long }) => name.startsWith(only) && !(QUICK && long === true),
);
if (chosen.length === 0) {
  console.error(
    `No bench begins with ${only}. There are: ${BENCHES.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(1);
}
if (!process.argv.includes('--no-build')) build();
installPeers();

const lines: FigureLine[] = [];
let failed = 0;
for (const bench of chosen) {
  const code = await run(bench);
  if (code === 0) continue;
  failed += 1;
  console.error(`${bench.name} ended with code ${code}.`);
}
compareSizes('steps', ['50k', '100k', '1M']);
compareSizes('groups', ['100k']);
compareSizes('groups', ['100k'], '/functions');
console.error(`\n${table(lines)}\n`);
if (failed > 0) process.exitCode = 1;

/** Runs one bench; passes its lines on as they come. */
function run({ name, file, options }: Bench): Promise<number> {
  console.error(`${name} …`);
  const given = [
    ...NODE_OPTIONS,
    `${HERE}${file}`,
    ...options,
    ...(QUICK ? ['--quick'] : []),
    ...(CPU ? ['--cpu'] : []),
  ];
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    process.stdout.write(`${line}\n`);
    lines.push(JSON.parse(line) as FigureLine);
  });
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** What a unit of work costs at each size, as a multiple of what it costs at 10k. */
function compareSizes(work: string, sizes: readonly string[], part = ''): void {
  const rateOf = (size: string): FigureLine | undefined =>
    lines.find(({ bench }) => bench === `${work}/${size}${part}`);
  const base = rateOf('10k');
  if (base === undefined) return;
  for (const size of sizes) {
    const line = rateOf(size);
    if (line === undefined) continue;
    const limit = base.limit === null || line.limit === null ? null : base.limit / line.limit;
    const figure = {
      bench: `${work}/${size}${part}/cost`,
      unit: 'x the cost at 10k',
      ours: base.ours / line.ours,
      limit,
      peer: null,
      peerRate: null,
      note: 'smaller is better',
    };
    lines.push(print(figure));
  }
}

function build(): void {
  const { status } = spawnSync('npm', ['run', 'build', '--silent'], {
    cwd: `${HERE}../..`,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error('The build failed.');
    process.exit(1);
  }
}

/** Peers are no dependencies of the package; without them their columns stay empty. */
function installPeers(): void {
  if (existsSync(`${HERE}node_modules/@dbos-inc/dbos-sdk`)) return;
  console.error('Installing the peers of test/bench …');
  const { status } = spawnSync('npm', ['ci', '--prefix', HERE, '--no-audit', '--no-fund'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) {
    console.error(
      'They could not be installed; columns of peers stay empty. Try: npm ci --prefix test/bench',
    );
  }
}
