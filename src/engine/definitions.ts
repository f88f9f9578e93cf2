import { AccountList } from '../audience/account-list.ts';
import { Audience } from '../audience/audience.ts';
import { BuyingGroup } from '../buying-group/buying-group.ts';
import { checkPart, type Tenant } from './check-parts.ts';
import { readPart, type GroupPart } from './group-parts.ts';
import { rolesInUse } from './role-uses.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue, hasErrors, type Issue } from '../kernel/issue.ts';
import { deepEqual, type JsonValue } from '../kernel/json.ts';
import { now, type Core } from './core.ts';
import { isRecord } from '../model/is-record.ts';
import { put } from './journeys.ts';
import type { DefinitionBody } from '../records/bodies.ts';
import { definitionId, isOngoing } from './registry.ts';
import type { CallOptions } from './rounds.ts';
import type { Held } from '../records/store.ts';
import { noteEvaluation } from './subscription.ts';
import { evaluateAll } from './sweep.ts';

/** A definition that is a value of a class. `define` takes these, and parts of buying groups as plain documents. */
export type Definition = Audience | AccountList | BuyingGroup;

/** Types of definitions that accounts do not depend on, or not before something else names them. */
const WITHOUT_ACCOUNTS: ReadonlySet<DefinitionBody['type']> = new Set([
  'personas',
  'roles',
  'stages',
  'taxonomy',
  'service',
]);

/** One of the definitions that `define` takes. */
export type Defined = Definition | GroupPart;

/**
 * Keeps definitions and brings every account up to date with them (EN-5 to EN-7, BG-115). Definitions that are kept
 * already with the same content cost nothing.
 * @throws AccompanyError `INVALID_DOCUMENT`, `NOT_ALLOWED`
 */
export async function define(
  core: Core,
  definitions: readonly (Definition | GroupPart)[],
  options: CallOptions = {},
): Promise<void> {
  const fresh = once(
    definitions.map((definition) => ({ definition, body: bodyOf(definition) })),
  ).filter(({ body }) => !isKept(core, body));
  if (fresh.length === 0) return;
  const records = fresh.map(({ body }) => recordOf(core, body));
  const before = records.map(({ id }) => core.registry.definitions.get(id));
  for (const record of records) core.registry.adopt(record);
  const refuse = (error: AccompanyError): never => {
    records.forEach(({ id }, index) => {
      const known = before[index];
      if (known === undefined) core.registry.forget('definition', id);
      else core.registry.adopt(known);
    });
    throw error;
  };
  for (const { definition, body } of fresh) {
    const known = before.find((one) => one?.id === idOf(body))?.body;
    const issues = issuesOf(core, definition, body, known);
    if (body.type === 'roles' && known?.type === 'roles') {
      const gone = known.document.items.filter(({ name }) => !isAmong(name, body.document.items));
      issues.push(...(await rolesInUse(core, gone)));
    }
    if (hasErrors(issues)) refuse(invalid(body, issues));
    const user = known === undefined ? null : userOf(core, body);
    if (user !== null) {
      refuse(
        new AccompanyError(
          'NOT_ALLOWED',
          `${titleOf(body)} is used by journey ${user}, which is under way, and cannot change. Define another one, or wait until the journey has ended.`,
        ),
      );
    }
  }
  const concerns = fresh.some(({ body }) => !WITHOUT_ACCOUNTS.has(body.type));
  try {
    const note = concerns ? await noteEvaluation(core.store, core.members.self) : [];
    await core.registry.write([...records.map(put), ...note], now(core));
  } catch (error) {
    refuse(error as AccompanyError);
  }
  if (concerns) await evaluateAll(core, options);
}

interface Given {
  readonly definition: Definition | GroupPart;
  readonly body: DefinitionBody;
}

/** @throws AccompanyError `DUPLICATE_ID` when one id is given with two contents */
function once(given: readonly Given[]): readonly Given[] {
  const known = new Map<string, Given>();
  for (const each of given) {
    const other = known.get(idOf(each.body));
    if (other === undefined) known.set(idOf(each.body), each);
    else if (!deepEqual(other.body, each.body)) {
      throw new AccompanyError(
        'DUPLICATE_ID',
        `Two different definitions are given for ${titleOf(each.body)}. Give each an id of its own.`,
      );
    }
  }
  return [...known.values()];
}

function bodyOf(definition: Definition | GroupPart): DefinitionBody {
  if (definition instanceof Audience) return { type: 'audience', document: definition.document };
  if (definition instanceof AccountList) return { type: 'list', document: definition.document };
  if (definition instanceof BuyingGroup) return { type: 'group', document: definition.document };
  const part = isRecord(definition) ? readPart(definition) : undefined;
  if (part !== undefined) return part;
  throw new AccompanyError(
    'INVALID_INPUT',
    'define takes Audience, AccountList and BuyingGroup values, for JSON use their fromJSON, and { template }, { interest }, { job }, { stages }, { personas }, { roles }, { taxonomy } or { service }.',
  );
}

function issuesOf(
  core: Core,
  definition: Definition | GroupPart,
  body: DefinitionBody,
  before: DefinitionBody | undefined,
): Issue[] {
  const tenant = tenantOf(core);
  const own =
    definition instanceof Audience ||
    definition instanceof AccountList ||
    definition instanceof BuyingGroup
      ? definition.issues(tenant.catalogue, tenant.references)
      : [];
  if (body.type === 'audience' || body.type === 'list') return own;
  if (body.type === 'scoring' || body.type === 'epoch') return own;
  return [...own, ...checkPart(tenant, body, before)];
}

/** Everything that is kept, to check a definition against. */
export function tenantOf(core: Core): Tenant {
  const { catalogue, limits } = core.settings;
  const definitions = [...core.registry.definitions.values()].map(({ body }) => body);
  return { catalogue, limits, references: core.registry.references(), definitions };
}

function isAmong(role: string, roles: readonly { readonly name: string }[]): boolean {
  return roles.some(({ name }) => name === role);
}

function idOf({ type, document }: DefinitionBody): string {
  return definitionId(type, document.id);
}

function isKept(core: Core, body: DefinitionBody): boolean {
  const known = core.registry.definitions.get(idOf(body));
  return (
    known !== undefined &&
    deepEqual(known.body as unknown as JsonValue, body as unknown as JsonValue)
  );
}

function recordOf(core: Core, body: DefinitionBody): Held<'definition'> {
  const id = idOf(body);
  const version = (core.registry.definitions.get(id)?.version ?? 0) + 1;
  return { kind: 'definition', id, version, due: null, body };
}

/** The journey that is under way and enters by the definition. */
function userOf(core: Core, { type, document }: DefinitionBody): string | null {
  for (const { id, body } of core.registry.journeys.values()) {
    if (!isOngoing(body)) continue;
    const [first] = body.document.nodes;
    if (first?.kind !== 'audience') continue;
    if (
      (type === 'audience' && first.audience === document.id) ||
      (type === 'list' && first.list === document.id)
    ) {
      return id;
    }
  }
  return null;
}

const TITLES: Readonly<Record<DefinitionBody['type'], string>> = {
  audience: 'audience',
  list: 'list',
  group: 'buying group',
  template: 'roles template',
  interest: 'solution interest',
  job: 'creation job',
  stages: 'stage model',
  personas: 'list of personas',
  roles: 'list of roles',
  taxonomy: 'intent taxonomy',
  scoring: 'scoring',
  epoch: 'epoch',
  service: 'external service',
};

/** What a definition is called in messages. */
export function title(type: DefinitionBody['type'], id: string): string {
  return id === type ? TITLES[type] : `${TITLES[type]} ${id}`;
}

function titleOf({ type, document }: DefinitionBody): string {
  return title(type, document.id);
}

function invalid(body: DefinitionBody, issues: readonly Issue[]): AccompanyError {
  return new AccompanyError(
    'INVALID_DOCUMENT',
    `The ${titleOf(body)} is not valid: ${issues.map(formatIssue).join('; ')}`,
    {
      details: { issues },
    },
  );
}
