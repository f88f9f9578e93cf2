import { commitFunction } from './commit-function.ts';
import { leaseFunctions } from './lease-functions.ts';
import type { Migration } from './migration.ts';
import { readFunctions } from './read-functions.ts';
import { tables } from './tables.ts';
import { views } from './views.ts';

/** Every step of the schema, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  {
    number: 1,
    name: 'tables, functions and views',
    lowestWriter: 1,
    up: (schema) =>
      [tables, commitFunction, readFunctions, leaseFunctions, views]
        .map((part) => part(schema))
        .join('\n'),
  },
];
