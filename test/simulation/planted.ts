import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PLANTED_BUGS } from './planted-bugs.ts';

/** How one planted bug was found. */
export interface Found {
  readonly bug: string;
  /** `null` when it was not. */
  readonly seed: number | null;
  /** Seeds that were tried. */
  readonly seeds: number;
  readonly rule?: string;
  readonly what?: string;
}

const CHILD = fileURLToPath(new URL('planted-child.ts', import.meta.url));

/** Looks for planted bugs, each in a process of its own: seed by seed from 1 on, after those that are known if wanted. */
export async function findPlanted(
  indexes: readonly number[],
  { most, known = false }: { readonly most: number; readonly known?: boolean },
  tell: (found: Found) => void = () => undefined,
): Promise<readonly Found[]> {
  const waiting = [...indexes];
  const found: Found[] = [];
  const worker = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const one = JSON.parse(
        await output([CHILD, String(index), String(most), ...(known ? ['known'] : [])]),
      ) as Found;
      found.push(one);
      tell(one);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return found;
}

function output(parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`${parameters.join(' ')} ended with ${code}`)),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [most = '500', only] = process.argv.slice(2);
  const indexes =
    only === undefined ? [...PLANTED_BUGS.keys()] : only.split(',').map((text) => Number(text));
  const tell = ({ bug, seed, seeds, rule, what }: Found): void => {
    const how = seed === null ? 'NOT FOUND' : `seed ${seed}, ${rule}: ${what?.slice(0, 160)}`;
    console.log(`${bug} | ${seeds} seeds | ${how}`);
  };
  const found = await findPlanted(indexes, { most: Number(most), known: true }, tell);
  if (found.some(({ seed }) => seed === null)) process.exitCode = 1;
}
