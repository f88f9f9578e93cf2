import { hash128 } from '../../kernel/hash.ts';

/** A statement with its name, which depends on all of its text. */
export interface Statement {
  readonly text: string;
  readonly name: string;
}

/** Every statement that the open storage runs, for one schema. */
export type Statements = Readonly<Record<keyof typeof CALLS, Statement>>;

/** Functions of the schema and the types of their parameters. */
const CALLS = {
  load: 'load_v1(text, text[], text[], text[])',
  scanById: 'scan_by_id_v1(text, text, text, text, text, text, boolean, bigint)',
  scanByDue: 'scan_by_due_v1(text, text, bigint, bigint, text, text, bigint)',
  commit:
    'commit_v1(text, text, text, bigint, text[], text[], text[], smallint[], bigint[], bigint[], text[], bigint[], boolean[], integer[], boolean[], bigint, bigint, bigint, text[], text[], bigint[], smallint)',
  counters: 'counters_v1(text, text, text, text, text)',
  acquire: 'acquire_v1(text, text, text, text, bigint, bigint)',
  renew: 'renew_v1(text, text, text, text, bigint, text, bigint, bigint)',
  release: 'release_v1(text, text, text, text, bigint)',
  leases: 'leases_v1(text, text, text, text, text)',
} as const;

/** Tables and views without which nothing works. */
const RELATIONS = [
  'record',
  'counter',
  'lease',
  'slot',
  'v_runs',
  'v_counters',
  'v_effects',
  'v_facts',
];

/** The fixed statements for a quoted schema name. */
export function statementsFor(schema: string): Statements {
  const made = Object.entries(CALLS).map(([name, signature]) => [
    name,
    named(callText(schema, signature)),
  ]);
  return Object.fromEntries(made) as Statements;
}

/** A statement that answers with the names of what the schema lacks (PG-12). */
export function lackingText(schema: string): string {
  const relations = RELATIONS.map((name) => `('${name}', to_regclass('${schema}.${name}')::oid)`);
  const functions = Object.values(CALLS).map(
    (signature) =>
      `('${signature.slice(0, signature.indexOf('('))}', to_regprocedure('${schema}.${signature}')::oid)`,
  );
  const all = [...relations, ...functions].join(', ');
  return `select name from (values ${all}) as part(name, found) where found is null`;
}

/**
 * A statement that answers with the names of tables and views of ours that the schema holds, `migration` among them. It
 * reads the catalogue as of one instant, which `to_regclass` does not.
 */
export function holdsText(schema: string): string {
  const names = ['migration', ...RELATIONS].map((name) => `'${name}'`).join(', ');
  return `select relname::text as name from pg_catalog.pg_class
    where relnamespace = to_regnamespace('${schema}') and relname in (${names})
    order by relname`;
}

function callText(schema: string, signature: string): string {
  const [name, types] = signature.slice(0, -1).split('(') as [string, string];
  const parameters = types.split(', ').map((type, index) => `$${index + 1}::${type}`);
  return `select * from ${schema}.${name}(${parameters.join(', ')})`;
}

function named(text: string): Statement {
  return { text, name: `accompany_${hash128(text)}` };
}
