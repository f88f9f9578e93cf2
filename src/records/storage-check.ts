import { AccompanyError } from '../kernel/errors.ts';
import type { Storage } from '../ports/storage.ts';

const CALLS = [
  'load',
  'scan',
  'commit',
  'counters',
  'acquire',
  'renew',
  'release',
  'leases',
] as const satisfies readonly (keyof Storage)[];

/** Refuses what cannot be a storage. @throws AccompanyError `INVALID_INPUT` */
export function checkStorage(storage: unknown): void {
  const given = (storage ?? {}) as Readonly<Record<string, unknown>>;
  const { capabilities } = given;
  const isDeclared = typeof capabilities === 'object' && capabilities !== null;
  const missing = CALLS.filter((name) => typeof given[name] !== 'function');
  if (isDeclared && missing.length === 0) return;
  const lacking = [...(isDeclared ? [] : ['capabilities']), ...missing].join(', ');
  throw new AccompanyError(
    'INVALID_INPUT',
    `The storage lacks ${lacking}. Give memoryStorage(), or what sqliteStorage or postgresStorage resolves with.`,
    { path: ['storage'] },
  );
}
