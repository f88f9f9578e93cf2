import { AccountList } from '../../audience/account-list.ts';
import { Audience } from '../../audience/audience.ts';
import { BuyingGroup } from '../../buying-group/buying-group.ts';
import { brokenBy, faultsIn, isBlock } from './check-kept.ts';
import { checkPart, type Tenant } from './check-parts.ts';
import { readPart, type GroupPart, type GroupPartRef } from './group-parts.ts';
import { refresh } from '../refresh.ts';
import { definitionToDelete, removalIssues } from './removal.ts';
import { rolesInUse } from './role-uses.ts';
import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';
import { formatIssue, hasErrors, type Issue } from '../../kernel/issue.ts';
import { deepEqual, type JsonValue } from '../../kernel/json.ts';
import { now, type Core } from '../core.ts';
import { needObject } from '../../kernel/object-argument.ts';
import { isRecord } from '../../model/is-record.ts';
import { put } from '../../records/put.ts';
import type { Operation } from '../../ports/storage.ts';
import type { DefinitionBody } from '../../records/bodies.ts';
import { definitionId, isOngoing } from '../registry.ts';
import type { CallOptions } from '../rounds.ts';
import type { Held } from '../../records/store.ts';
import { noteEvaluation } from '../subscription.ts';
import { evaluateAll } from '../sweep.ts';
import { tenantOf } from './tenant.ts';
import { titleOf } from './titles.ts';

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

/** Types of definitions whose groups lose their scores with them (EG-68). */
const WITH_SCORES: ReadonlySet<DefinitionBody['type']> = new Set(['group', 'interest']);

/** One of the definitions that `define` takes. */
export type Defined = Definition | GroupPart;

/** What a host may say about a change of definitions. */
export interface DefineOptions extends CallOptions {
  /** Definitions of buying groups that go in the same commit, such as the stage model that a new one replaces (BG-127). */
  readonly undefine?: readonly GroupPartRef[];
}

/** What {@link define} takes in one object, to mend a subscription whose definitions do not compile (EN-93). */
export interface Mend {
  readonly define?: readonly Defined[];
  readonly undefine?: readonly GroupPartRef[];
}

/**
 * Keeps definitions, deletes others, and brings every account up to date with them (EN-5 to EN-7, BG-115, BG-116).
 * Definitions that are kept already with the same content cost nothing. Nothing is written unless everything that is
 * kept afterwards fits together (EN-9).
 * @throws AccompanyError `INVALID_DOCUMENT`, `NOT_ALLOWED`, `NOT_FOUND` for what is to go and is not there,
 *   `DUPLICATE_ID`, `INVALID_INPUT`
 */
export async function define(
  core: Core,
  definitions: readonly Defined[],
  options: DefineOptions = {},
): Promise<void> {
  const { undefine = [] } = options;
  if (!Array.isArray(undefine))
    throw new AccompanyError('INVALID_INPUT', 'undefine must be a list, such as [{ stages: id }].');
  await refresh(core);
  const { registry } = core;
  const given = once(definitions.map((definition) => ({ definition, body: bodyOf(definition) })));
  const gone = [...new Set(undefine.map((ref) => definitionToDelete(core, ref)))];
  for (const { body } of gone) {
    if (!given.some((each) => idOf(each.body) === idOf(body))) continue;
    const message = `The ${titleOf(body)} is to be kept and to be deleted. Leave one of them out.`;
    throw new AccompanyError('INVALID_INPUT', message);
  }
  const fresh = given.filter(({ body }) => !isKept(core, body));
  if (fresh.length === 0 && gone.length === 0) return;
  const before = tenantOf(core);
  const records = fresh.map(({ body }) => recordOf(core, body));
  const known = records.map(({ id }) => registry.definitions.get(id));
  const concerns =
    fresh.some(({ body }) => !WITHOUT_ACCOUNTS.has(body.type)) ||
    gone.some(({ body }) => WITH_SCORES.has(body.type));
  try {
    for (const record of records) registry.adopt(record);
    for (const { id } of gone) registry.forget('definition', id);
    await check(core, { fresh, gone, before, known });
    const note = concerns ? await noteEvaluation(core.store, core.members.self) : [];
    await registry.write([...records.map(put), ...gone.map(deletion), ...note], now(core));
  } catch (error) {
    records.forEach(({ id }, index) => {
      const one = known[index];
      if (one === undefined) registry.forget('definition', id);
      else registry.adopt(one);
    });
    for (const record of gone) registry.adopt(record);
    throw error;
  }
  if (concerns) await evaluateAll(core, options);
}

/** Mends a subscription before anything else is done with it (EN-93). */
export async function mendWith(core: Core, mend: Mend): Promise<void> {
  needObject(mend, 'Give mend as an object: { define: [], undefine: [] }.', ['mend']);
  await define(core, [mend.define ?? []].flat(), mend);
}

interface Change {
  readonly fresh: readonly Given[];
  readonly gone: readonly Held<'definition'>[];
  /** Everything that was kept before. */
  readonly before: Tenant;
  /** What each of the fresh ones replaces. */
  readonly known: readonly (Held<'definition'> | undefined)[];
}

/** Throws what stands against a change that the registry has taken over already. */
async function check(core: Core, { fresh, gone, before, known }: Change): Promise<void> {
  const tenant = tenantOf(core);
  for (const { body } of gone) {
    const issues = await removalIssues(core, tenant, body);
    if (issues.length > 0) throw inUse(body, issues);
  }
  const ids = new Set(fresh.map(({ body }) => idOf(body)));
  // A first definition breaks nothing: whatever names it already had a fault.
  const changes = gone.length > 0 || known.some((one) => one !== undefined);
  const kept = changes ? tenant.definitions.filter((body) => !ids.has(idOf(body))) : [];
  for (const block of [true, false]) {
    for (const [index, each] of fresh.entries()) {
      if (isBlock(each.body) !== block) continue;
      await checkFresh(core, each, known[index]?.body);
    }
    const issues = brokenBy(
      before,
      tenant,
      kept.filter((body) => isBlock(body) === block),
    );
    if (issues.length > 0) throw breaks(fresh.length > 0, issues);
  }
  try {
    core.registry.prove(known.some((one) => one?.body.type === 'list'));
  } catch (cause) {
    // What did not fit before the change either is told as what it is.
    if (!isAccompanyError(cause) || faultsIn(tenant).length > 0) throw cause;
    const message = `Nothing was kept, because it would not compile: ${cause.message}`;
    throw new AccompanyError('INVALID_DOCUMENT', message, { cause });
  }
}

async function checkFresh(
  core: Core,
  { definition, body }: Given,
  before: DefinitionBody | undefined,
): Promise<void> {
  const issues = issuesOf(core, definition, body, before);
  if (body.type === 'roles' && before?.type === 'roles') {
    const gone = before.document.items.filter(({ name }) => !isAmong(name, body.document.items));
    issues.push(...(await rolesInUse(core, gone)));
  }
  if (hasErrors(issues)) throw invalid(body, issues);
  const user = before === undefined ? null : userOf(core, body);
  if (user === null) return;
  throw new AccompanyError(
    'NOT_ALLOWED',
    `${titleOf(body)} is used by journey ${user}, which is under way, and cannot change. Define another one, or wait until the journey has ended.`,
  );
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

function invalid(body: DefinitionBody, issues: readonly Issue[]): AccompanyError {
  return new AccompanyError(
    'INVALID_DOCUMENT',
    `The ${titleOf(body)} is not valid: ${issues.map(formatIssue).join('; ')}`,
    {
      details: { issues },
    },
  );
}

function breaks(defines: boolean, issues: readonly Issue[]): AccompanyError {
  const what = issues.map(formatIssue).join('; ');
  return new AccompanyError(
    defines ? 'INVALID_DOCUMENT' : 'NOT_ALLOWED',
    `Nothing was changed, because what is kept would not be valid any more: ${what}`,
    { details: { issues } },
  );
}

function inUse(body: DefinitionBody, issues: readonly Issue[]): AccompanyError {
  return new AccompanyError(
    'NOT_ALLOWED',
    `The ${titleOf(body)} cannot be deleted: ${issues.map(formatIssue).join('; ')}`,
    { details: { issues } },
  );
}

function deletion({ kind, id, version }: Held<'definition'>): Operation {
  return { op: 'delete', key: { kind, id }, version };
}
