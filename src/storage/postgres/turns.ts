import { hash128 } from '../../kernel/hash.ts';

/** Commits that write more existing records than this take no turns for them. */
const MOST_WRITTEN = 16;
/** The same for expectations. */
const MOST_READ = 8;

/** An advisory lock, taken before any row: its number, and whether others may hold it too. */
export interface Turn {
  readonly lock: bigint;
  readonly isShared: boolean;
}

/**
 * The turns of a commit (PG-37), in the order that all writers share. The server lets whoever reads a row in before a
 * writer that waits for it; for an advisory lock it keeps the order of arrival. Turns make waiting fair and nothing more:
 * two keys with the same number, and commits without turns, are as right as any.
 */
export function turnsOf(
  scope: string,
  written: readonly string[],
  read: readonly string[],
): readonly Turn[] {
  const turns = [
    ...(written.length > MOST_WRITTEN ? [] : written).map((key) => turn(scope, key, false)),
    ...(read.length > MOST_READ ? [] : read).map((key) => turn(scope, key, true)),
  ];
  return turns.sort((a, b) => (a.lock < b.lock ? -1 : 1));
}

function turn(scope: string, key: string, isShared: boolean): Turn {
  const digits = hash128(`${scope}\0${key}`).slice(0, 16);
  return { lock: BigInt.asIntN(64, BigInt(`0x${digits}`)), isShared };
}
