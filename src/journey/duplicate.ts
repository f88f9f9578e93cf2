import type { Instant } from '../kernel/instant.ts';
import { LIMITS } from '../model/limits.ts';
import { NO_ACTION } from './actions.ts';
import { DEFAULT_WAIT, hasTimeoutPath } from './defaults.ts';
import type {
  ExternalActionNode,
  ExternalSplitAccountsNode,
  JourneyDocument,
  JourneyNode,
} from './document.ts';
import { validateJourney } from './validate.ts';

/** How a journey is duplicated (reference 4.2, A-33). */
export interface DuplicateOptions {
  /** Missing: the name with `_copy` behind it. */
  readonly name?: string;
  /** False keeps the kinds of nodes and the paths only. Missing: true. */
  readonly details?: boolean;
  /** With it, dates that would not be valid now are left out of the copy. */
  readonly now?: Instant;
}

/** A copy of a document under another id (JD-73 to JD-75). */
export function duplicateDocument(
  document: JourneyDocument,
  id: string,
  { name = copyName(document.name), details = true, now }: DuplicateOptions = {},
): JourneyDocument {
  if (details) return withoutStaleDates({ ...document, id, name }, now);
  return { format: 1, type: 'account', id, name, nodes: document.nodes.map(bare) };
}

function copyName(name: string): string {
  const suffix = '_copy';
  return name.slice(0, LIMITS.nameLength - suffix.length) + suffix;
}

function withoutStaleDates(document: JourneyDocument, now: Instant | undefined): JourneyDocument {
  if (now === undefined) return document;
  const { startDate: _start, ...started } = document;
  const current = isStale(document, 'startDate', now) ? started : document;
  const { endDate: _end, ...endless } = current;
  return isStale(current, 'endDate', now) ? endless : current;
}

function isStale(document: JourneyDocument, date: 'startDate' | 'endDate', now: Instant): boolean {
  if (document[date] === undefined) return false;
  return validateJourney({ ...document, nodes: [] }, { now }).some(({ path }) => path[0] === date);
}

/** A node without its settings; its id and its edges stay. */
function bare(node: JourneyNode): JourneyNode {
  const { id } = node;
  const edge = 'next' in node && node.next !== undefined ? { next: node.next } : {};
  switch (node.kind) {
    case 'audience':
    case 'merge':
      return { kind: node.kind, id, ...edge };
    case 'end':
      return { kind: 'end', id };
    case 'action':
      return { kind: 'action', id, context: node.context, action: NO_ACTION, ...edge };
    case 'wait':
      return { kind: 'wait', id, for: DEFAULT_WAIT, ...edge };
    case 'listen': {
      const { timeout, context } = node;
      const late = timeout?.next === undefined ? {} : { next: timeout.next };
      const timeouts = hasTimeoutPath(timeout) ? { timeout: late } : {};
      return { kind: 'listen', id, context, events: [], ...timeouts, ...edge };
    }
    case 'splitAccounts': {
      const paths = node.paths.map((path) => ({
        id: path.id,
        ...(path.next !== undefined && { next: path.next }),
      }));
      const other = node.other?.next === undefined ? {} : { next: node.other.next };
      return { kind: 'splitAccounts', id, paths, ...(node.other !== undefined && { other }) };
    }
    case 'externalAction': {
      const { context } = node;
      return { kind: node.kind, id, context, service: '', ...edge, ...bareFailed(node) };
    }
    case 'externalSplitAccounts': {
      const paths = node.paths.map((path) => ({
        id: path.id,
        ...(path.next !== undefined && { next: path.next }),
      }));
      const other = node.other?.next === undefined ? {} : { next: node.other.next };
      const others = node.other === undefined ? {} : { other };
      return { kind: node.kind, id, service: '', paths, ...others, ...bareFailed(node) };
    }
    case 'externalSplitPeople': {
      const paths = node.paths.map((path) => ({ id: path.id, actions: path.actions.map(bare) }));
      const other = { actions: node.other?.actions.map(bare) ?? [] };
      const others = node.other === undefined ? {} : { other };
      const failed = { actions: node.failed?.actions.map(bare) ?? [] };
      const failures = node.failed === undefined ? {} : { failed };
      return { kind: node.kind, id, service: '', paths, ...others, ...failures, ...edge };
    }
    case 'splitPeople': {
      const paths = node.paths.map((path) => ({ id: path.id, actions: path.actions.map(bare) }));
      const other = { actions: node.other?.actions.map(bare) ?? [] };
      const others = node.other === undefined ? {} : { other };
      return { kind: 'splitPeople', id, paths, ...others, ...edge };
    }
  }
}

function bareFailed({
  failed,
}: ExternalActionNode | ExternalSplitAccountsNode): Pick<ExternalActionNode, 'failed'> {
  if (failed === undefined) return {};
  return { failed: failed.next === undefined ? {} : { next: failed.next } };
}
