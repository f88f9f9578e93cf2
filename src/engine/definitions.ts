import { AccountList } from '../audience/account-list.ts';
import { Audience } from '../audience/audience.ts';
import { BuyingGroup } from '../buying-group/buying-group.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { formatIssue, hasErrors, type Issue } from '../kernel/issue.ts';
import { deepEqual, type JsonValue } from '../kernel/json.ts';
import { now, type Core } from './core.ts';
import { put } from './journeys.ts';
import type { DefinitionBody } from '../records/bodies.ts';
import { definitionId, isOngoing } from './registry.ts';
import type { CallOptions } from './rounds.ts';
import type { Held } from '../records/store.ts';
import { noteEvaluation } from './subscription.ts';
import { evaluateAll } from './sweep.ts';

/** What `define` takes. */
export type Definition = Audience | AccountList | BuyingGroup;

/**
 * Keeps definitions and brings every account up to date with them (EN-5 to EN-7). Definitions that are kept already
 * with the same content cost nothing.
 * @throws AccompanyError `INVALID_DOCUMENT`, `NOT_ALLOWED`
 */
export async function define(
  core: Core,
  definitions: readonly Definition[],
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
    const issues = issuesOf(core, definition);
    if (hasErrors(issues)) refuse(invalid(body, issues));
    const user = before.some((known) => known?.id === idOf(body)) ? userOf(core, body) : null;
    if (user !== null) {
      refuse(
        new AccompanyError(
          'NOT_ALLOWED',
          `${title(body)} is used by journey ${user}, which is under way, and cannot change. Define another one, or wait until the journey has ended.`,
        ),
      );
    }
  }
  try {
    const note = await noteEvaluation(core.store, core.members.self);
    await core.registry.write([...records.map(put), ...note], now(core));
  } catch (error) {
    refuse(error as AccompanyError);
  }
  await evaluateAll(core, options);
}

interface Given {
  readonly definition: Definition;
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
        `Two different definitions are given for ${title(each.body)}. Give each an id of its own.`,
      );
    }
  }
  return [...known.values()];
}

function bodyOf(definition: Definition): DefinitionBody {
  if (definition instanceof Audience) return { type: 'audience', document: definition.document };
  if (definition instanceof AccountList) return { type: 'list', document: definition.document };
  if (definition instanceof BuyingGroup) return { type: 'group', document: definition.document };
  throw new AccompanyError(
    'INVALID_INPUT',
    'define takes Audience, AccountList and BuyingGroup values. Use their fromJSON for JSON.',
  );
}

function issuesOf(core: Core, definition: Definition): readonly Issue[] {
  return definition.issues(core.settings.catalogue, core.registry.references());
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

function title({ type, document }: DefinitionBody): string {
  return `${type === 'group' ? 'buying group' : type} ${document.id}`;
}

function invalid(body: DefinitionBody, issues: readonly Issue[]): AccompanyError {
  return new AccompanyError(
    'INVALID_DOCUMENT',
    `The ${title(body)} is not valid: ${issues.map(formatIssue).join('; ')}`,
    {
      details: { issues },
    },
  );
}
