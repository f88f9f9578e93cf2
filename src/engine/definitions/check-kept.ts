import { checkAccountList, checkAudience } from '../../audience/check.ts';
import { checkBuyingGroup, checkCards } from '../../buying-group/check.ts';
import { isAccompanyError } from '../../kernel/errors.ts';
import { hasErrors, problem, type Issue } from '../../kernel/issue.ts';
import type { DefinitionBody } from '../../records/bodies.ts';
import { checkPart, type Tenant } from './check-parts.ts';
import { titleOf } from './titles.ts';

/** Whether a definition is a building block of others: checked before them, because checking those compiles it. */
export function isBlock({ type }: DefinitionBody): boolean {
  return type === 'audience' || type === 'list';
}

/**
 * What a change does to definitions that it leaves as they are: every fault that one of them has under `after` and did
 * not have under `before`. The path begins with type and id of the definition (EN-9).
 */
export function brokenBy(before: Tenant, after: Tenant, kept: readonly DefinitionBody[]): Issue[] {
  return kept.flatMap((body) => {
    const found = faultsOf(after, body);
    if (found.length === 0) return [];
    const known = new Set(faultsOf(before, body).map(keyOf));
    return found.filter((issue) => !known.has(keyOf(issue))).map((issue) => blame(body, issue));
  });
}

/** Every fault of definitions that are kept, as {@link brokenBy} tells them. */
export function faultsIn(tenant: Tenant): Issue[] {
  return tenant.definitions.flatMap((body) =>
    faultsOf(tenant, body).map((issue) => blame(body, issue)),
  );
}

function blame(body: DefinitionBody, issue: Issue): Issue {
  const { type, document } = body;
  const message = `The ${titleOf(body)}: ${issue.message}`;
  return { ...issue, path: [type, document.id, ...issue.path], message };
}

function faultsOf(tenant: Tenant, body: DefinitionBody): readonly Issue[] {
  try {
    return issuesOf(tenant, body).filter((issue) => hasErrors([issue]));
  } catch (error) {
    // What it names is at fault itself, and cannot be compiled.
    if (!isAccompanyError(error)) throw error;
    return [problem(error.code, error.path, error.message, 'Mend what it names.')];
  }
}

function issuesOf(tenant: Tenant, body: DefinitionBody): readonly Issue[] {
  switch (body.type) {
    case 'audience':
      return checkAudience(body.document, tenant);
    case 'list':
      return checkAccountList(body.document, tenant);
    case 'group':
      return [...checkBuyingGroup(body.document, tenant), ...checkPart(tenant, body, undefined)];
    case 'template':
      return body.document.status === 'live' ? checkCards(body.document.roles, tenant) : [];
    case 'interest':
    case 'job':
      return checkPart(tenant, body, undefined);
    default:
      return [];
  }
}

function keyOf({ code, path, message }: Issue): string {
  return JSON.stringify([code, path, message]);
}
