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

/** The same, where a file is written. */
const TARGET_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist. Make the folder first',
  ENOTDIR: 'its folder is a file. Name another one',
  EISDIR: 'it is a folder. Name a file in it',
  EACCES: 'this user may not write there. Name another folder',
  EPERM: 'this user may not write there. Name another folder',
  EROFS: 'the disk can only be read. Name another folder',
  ENOSPC: 'the disk is full. Make room',
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
  const fault = faultOf(error, FILE_FAULTS);
  return fault === undefined ? error : wrongInput(`The file ${path} ${fault}.`);
}

/** What a failure in writing a file means to the user; any other error is given back. */
export function refuseTarget(path: string, error: unknown): unknown {
  const fault = faultOf(error, TARGET_FAULTS);
  return fault === undefined ? error : wrongInput(`The file ${path} cannot be written: ${fault}.`);
}

function faultOf(error: unknown, faults: Readonly<Record<string, string>>): string | undefined {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(faults, code) ? faults[code] : undefined;
}
