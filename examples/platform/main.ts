import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChild, type Child } from './child.ts';
import { inDoubt } from './in-doubt.ts';
import type { HostOptions } from './host-process.ts';
import type { Mail } from './mail-server.ts';
import { playReaders } from './readers.ts';
import { report, type Evidence } from './report.ts';

// Everything around the engine, each in a process of its own: a customer-data platform, a mail server, a scoring service,
// the host. The host is killed half-way and started again. `node examples/platform/main.ts --data FOLDER`
const { values } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data/adventure-works' } },
});
const program = (name: string): URL => new URL(`./${name}`, import.meta.url);
const TOKEN = 'the platform believes this';
const SECRETS = {
  webhooks: `whsec_${btoa('the provider signs with this')}`,
  callbacks: 'callbacks are believed by this secret',
  optOut: 'links to opt out are signed with this',
};

await using children = new AsyncDisposableStack();
const start = async (name: string, file: string, given: unknown): Promise<Child> => {
  const child = await startChild(name, program(file), given);
  children.defer(() => child.kill());
  return child;
};
const folder = await mkdtemp(join(tmpdir(), 'accompany-platform-'));
children.defer(() => rm(folder, { recursive: true, force: true }));

const platform = await start('platform', 'platform-process.ts', {
  folder: values.data,
  token: TOKEN,
});
const mail = await start('mail', 'mail-server.ts', {});
const scoring = await start('scoring', 'scoring-process.ts', {});
const given: HostOptions = {
  file: join(folder, 'host.sqlite'),
  port: 0,
  platform: { url: platform.url, token: TOKEN },
  mail: mail.url,
  scoring: scoring.url,
  secrets: SECRETS,
};
const first = await start('host', 'host-process.ts', given);
const mails = (): Promise<Mail[]> => mail.ask<Mail[]>('mails');

// Half-way: some have their mail, for others it is under way.
while ((await mails()).length < 40) await pause(2);
await first.kill();
const beforeKill = await mails();
const doubtful = await inDoubt(given.file);
console.log(`Killed the host when ${beforeKill.length} e-mails had arrived.`);

const port = Number(new URL(first.url).port);
const host = await start('host again', 'host-process.ts', { ...given, port });
const readers = playReaders({ host: host.url, secret: SECRETS.webhooks, mails });
let counts: Evidence['counts'] | null = null;
while (counts === null || !isOver(counts)) {
  await readers.read();
  await pause(100);
  counts = await host.ask('counts');
}
while ((await host.ask<number>('lag')) > 0) await pause(50);

const isKept = report({
  counts,
  beforeKill,
  doubtful,
  mails: await mails(),
  written: await platform.ask('written'),
  holds: await platform.ask('holds'),
  tiers: await platform.ask('tiers'),
  asked: await scoring.ask('asked'),
  answered: await scoring.ask('answered'),
  groups: await host.ask('groups'),
  publication: await host.ask('publication'),
});
await host.ask('close');
process.exitCode = isKept ? 0 : 1;

/** Everybody who came in has left, and whatever was to be done is done. */
function isOver({ entered, inFlight, nodes }: Evidence['counts']): boolean {
  const open = Object.values(nodes).some(({ notYetActioned }) => notYetActioned > 0);
  return entered > 0 && inFlight === 0 && !open;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
