import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const DATA = '../shared/data/adventure-works';
const run = promisify(execFile);

test.skipIf(!existsSync(DATA))(
  'EN-54 EM-36 DI-20 XA-80 platform, mail server, scoring service and host in processes of their own, the host killed half-way',
  async () => {
    const { stdout } = await run(process.execPath, ['examples/platform/main.ts', '--data', DATA]);
    expect(stdout).toContain('kept    nothing is lost: every run is over');
    expect(stdout).not.toContain('BROKEN');
  },
  120_000,
);
