import { isAccompanyError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import type { JsonValue } from '../kernel/json.ts';
import { wrongInput } from './exit.ts';
import type { CliIo } from './io.ts';

/** What a failure of the file system means to the user. */
const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
};

/**
 * Reads a file of JSON.
 * @throws CliFault when there is none, or it is no JSON within the limits
 */
export async function readJsonFile(io: CliIo, path: string): Promise<JsonValue> {
  const text = await readText(io, path);
  try {
    return parseJson(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    throw wrongInput(`${path}: ${error.code}: ${error.message}`);
  }
}

async function readText(io: CliIo, path: string): Promise<string> {
  try {
    return await io.readFile(path);
  } catch (error) {
    if (isAccompanyError(error)) throw wrongInput(`${path}: ${error.code}: ${error.message}`);
    throw refuseFile(path, error);
  }
}

/** What a failure of the file system means to the user; any other error is given back. */
export function refuseFile(path: string, error: unknown): unknown {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const fault = Object.hasOwn(FILE_FAULTS, code) ? FILE_FAULTS[code] : undefined;
  return fault === undefined ? error : wrongInput(`The file ${path} ${fault}.`);
}
