import { compileCondition } from '../conditions/compile.ts';
import { checkCondition } from '../conditions/check.ts';
import { parseCondition } from '../conditions/schema.ts';
import type { Condition } from '../conditions/condition.ts';
import { ConditionScope } from '../conditions/scope.ts';
import { AccompanyError } from '../kernel/errors.ts';
import { isId } from '../kernel/id.ts';
import { formatIssue, hasErrors } from '../kernel/issue.ts';
import { needObject } from '../kernel/object-argument.ts';
import type { AccountInput, PersonInput } from '../runtime/input.ts';
import { needList, needText, needTexts } from './argument-checks.ts';
import { quarantineId } from './fault.ts';
import { now, type Core } from './core.ts';
import { leaveOutErased } from './erasure/erased.ts';
import { put } from '../records/put.ts';
import { suppressions } from '../privacy/erase-records.ts';
import { SUPPRESSIONS, suppressionId } from '../records/suppression.ts';
import { Pending } from './pending.ts';
import { settlePages, settleRounds, type CallOptions, type Page } from './rounds.ts';

/** Accounts to put on a static list, and to take off it. */
export interface ListChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** @throws AccompanyError `NOT_FOUND`, `NOT_ALLOWED` for a dynamic list or a draft, `INVALID_INPUT` for what is no id */
export async function changeList(
  core: Core,
  list: string,
  change: ListChange,
  options: CallOptions = {},
): Promise<void> {
  staticList(core, list);
  needObject(change, 'Give the accounts to add and to remove: { add: ids, remove: ids }.');
  needList(change.add, 'add');
  needList(change.remove, 'remove');
  const wrong = [...(change.add ?? []), ...(change.remove ?? [])].find(
    (id) => !isId(id, core.settings.limits.idLength),
  );
  if (wrong !== undefined)
    throw new AccompanyError(
      'INVALID_INPUT',
      `${JSON.stringify(wrong)} cannot be the id of an account.`,
    );
  const pending = new Pending();
  for (const id of change.remove ?? [])
    pending.account(id).inputs.push({ kind: 'list', list, member: false });
  for (const id of change.add ?? [])
    pending.account(id).inputs.push({ kind: 'list', list, member: true });
  await leaveOutErased(core, [pending]);
  await settleRounds(core, new Pending(), pending, options);
}

/** @throws AccompanyError like {@link changeList}, `INVALID_DOCUMENT` for a condition that does not check */
export async function populateList(
  core: Core,
  list: string,
  condition: Condition,
  options: CallOptions = {},
): Promise<number> {
  staticList(core, list);
  const context = {
    catalogue: core.settings.catalogue,
    references: core.registry.references(),
    scope: 'account',
  } as const;
  const read = parseCondition(condition, core.settings.limits);
  const issues = read.ok ? checkCondition(condition, context) : read.issues;
  if (hasErrors(issues)) {
    throw new AccompanyError(
      'INVALID_DOCUMENT',
      `The condition is not valid: ${issues.map(formatIssue).join('; ')}`,
      { details: { issues } },
    );
  }
  const { test } = compileCondition(condition, context);
  let added = 0;
  const pages = async function* (): AsyncGenerator<Page, void, void> {
    let pending = new Pending();
    for await (const { id, body } of core.store.all('account', '', core.settings.batchSize)) {
      if (!test(new ConditionScope(body, null, now(core), null)) || body.lists.includes(list))
        continue;
      added += 1;
      pending.account(id).inputs.push({ kind: 'list', list, member: true });
      if (pending.size < core.settings.batchSize) continue;
      yield { pending, last: false };
      pending = new Pending();
    }
    yield { pending, last: true };
  };
  await settlePages(core, pages(), options);
  return added;
}

function staticList(core: Core, list: string): void {
  const definition = core.registry.definition('list', list);
  if (definition === undefined) {
    throw new AccompanyError(
      'NOT_FOUND',
      `There is no account list ${JSON.stringify(list)}. Define it first.`,
    );
  }
  const { type, status } = definition.document;
  if (type === 'dynamic') {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `List ${list} is dynamic: its condition decides who is on it.`,
    );
  }
  if (status !== 'live') {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `List ${list} is a draft. Publish it and define it again.`,
    );
  }
}

/** Keeps an address that gets no e-mails any more (EN-51). */
export async function suppress(core: Core, address: string, reason: string): Promise<void> {
  needText(address, 'address');
  const known = await suppressions(core, core.settings.hashes, address);
  // Also as a hash, when its owner was erased: then it is not written down again (PV-25).
  if (known.some((record) => record !== undefined)) return;
  const id = suppressionId(address);
  const body = { reason, at: now(core) };
  await core.store.write({
    operations: [put({ kind: 'suppression', id, version: 1, due: null, body })],
    counters: [{ name: SUPPRESSIONS, value: 1 }],
  });
}

/** Takes an account or person out of quarantine and applies what it kept (EN-70). */
export async function release(core: Core, of: string | { readonly person: string }): Promise<void> {
  if (typeof of !== 'string') needTexts(of, ['person']);
  const [kind, subject] =
    typeof of === 'string' ? (['account', of] as const) : (['person', of.person] as const);
  const id = quarantineId(kind, subject);
  const record = await core.store.get('quarantine', id);
  if (record === undefined)
    throw new AccompanyError('NOT_FOUND', `The ${kind} ${subject} is not in quarantine.`);
  const pending = new Pending();
  const messages = [
    { key: { kind: 'quarantine', id }, version: record.version, input: null } as const,
  ];
  const { inputs } = record.body;
  if (kind === 'account') {
    const waiting = pending.account(subject);
    waiting.inputs.push(...(inputs as readonly AccountInput[]), { kind: 'wake' });
    waiting.messages = messages;
  } else {
    const waiting = pending.person(subject);
    waiting.inputs.push(...(inputs as readonly PersonInput[]));
    waiting.messages = messages;
  }
  await settleRounds(core, new Pending(), pending);
}
