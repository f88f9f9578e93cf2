import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PlantedBug } from './planted-bugs.ts';

const ROOT = new URL('../../', import.meta.url);

/** The text of a bug's file with the bug in it. */
export function withBug({ name, file, find, replace }: PlantedBug): string {
  const text = readFileSync(new URL(file, ROOT), 'utf8');
  const parts = text.split(find);
  if (parts.length !== 2)
    throw new Error(`"${name}": what to find stands ${parts.length - 1} times in ${file}.`);
  return parts.join(replace);
}

/** From now on, whatever imports the bug's file gets it with the bug. Call it before anything of src is imported. */
export function plant(bug: PlantedBug): void {
  const url = pathToFileURL(fileURLToPath(new URL(bug.file, ROOT))).href;
  const source = withBug(bug);
  registerHooks({
    load: (wanted, context, next) =>
      wanted === url
        ? { format: 'module-typescript', source, shortCircuit: true }
        : next(wanted, context),
  });
}
