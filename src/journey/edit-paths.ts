import type { Condition } from '../conditions/condition.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { AccessorTest } from '../model/accessor.ts';
import type { AccountSplitNode, JourneyNode, PeopleSplitNode } from './document.ts';
import { compact, findNode, refusal, replaceNode } from './edit-place.ts';
import type { Nodes } from './edit-place.ts';
import { isPeopleSplit } from './people-split.ts';

/** A new path of a split. */
export interface NewPath {
  readonly id: string;
  readonly label?: string;
  /** A condition; on an external split tests of what the service reports. */
  readonly when?: Condition | readonly AccessorTest[];
}

/** Settings of a path to change; `undefined` takes a setting out. */
export interface PathPatch {
  readonly label?: string | undefined;
  readonly when?: Condition | readonly AccessorTest[] | undefined;
}

type Split = AccountSplitNode | PeopleSplitNode;

/** A path as edits handle it, whichever split it stands in. */
type AnyPath = NewPath & { readonly next?: string; readonly actions?: readonly JourneyNode[] };

/** Adds an empty path, at the end unless a position is given (JD-85). */
export function insertPath(nodes: Nodes, split: string, path: NewPath, position?: number): Nodes {
  const node = findSplit(nodes, split);
  if (node.paths.some(({ id }) => id === path.id)) {
    const message = `The split has a path ${JSON.stringify(path.id)} already. Give this one another id.`;
    throw new AccompanyError('DUPLICATE_ID', message);
  }
  const at = positionIn(position ?? node.paths.length, node.paths.length + 1);
  const { id, label, when } = path;
  refuseWhen(node, when);
  const added = compact({ id, label, when, ...(isPeopleSplit(node) && { actions: [] }) });
  return replaceNode(nodes, withPaths(node, node.paths.toSpliced(at, 0, added as never)));
}

/** Deletes a path that has no nodes (JD-86, reference 6.4). */
export function deletePath(nodes: Nodes, split: string, path: string): Nodes {
  const node = findSplit(nodes, split);
  const index = indexOf(node, path);
  const { next, actions = [] }: AnyPath = node.paths[index]!;
  refuseNodes(next !== undefined || actions.length > 0);
  return replaceNode(nodes, withPaths(node, node.paths.toSpliced(index, 1)));
}

/** Moves a path to another position; the order is the priority (JD-87). */
export function reorderPath(nodes: Nodes, split: string, path: string, position: number): Nodes {
  const node = findSplit(nodes, split);
  const index = indexOf(node, path);
  const at = positionIn(position, node.paths.length);
  return replaceNode(nodes, withPaths(node, moved<AnyPath>(node.paths, index, at)));
}

/** Changes label or condition of a path. */
export function patchPath(nodes: Nodes, split: string, path: string, patch: PathPatch): Nodes {
  const node = findSplit(nodes, split);
  const index = indexOf(node, path);
  const allowed = Object.keys(patch).every((name) => name === 'label' || name === 'when');
  if (!allowed) {
    throw new AccompanyError(
      'INVALID_INPUT',
      'A path has the settings label and when. Leave others out.',
    );
  }
  refuseWhen(node, patch.when);
  const paths: readonly AnyPath[] = node.paths;
  const patched = compact({ ...paths[index]!, ...patch }) as AnyPath;
  return replaceNode(nodes, withPaths(node, paths.with(index, patched)));
}

/** Adds or labels the path for all others; `null` takes it out when it has no nodes. */
export function changeOther(
  nodes: Nodes,
  split: string,
  other: { readonly label?: string } | null,
): Nodes {
  const node = findSplit(nodes, split);
  if (other === null) {
    const { other: old, ...rest } = node;
    const hasNodes =
      old !== undefined && ('actions' in old ? old.actions.length > 0 : old.next !== undefined);
    refuseNodes(hasNodes);
    return replaceNode(nodes, rest);
  }
  const label = other.label === undefined ? {} : { label: other.label };
  if (isPeopleSplit(node)) {
    const actions = node.other?.actions ?? [];
    return replaceNode(nodes, { ...node, other: { ...label, actions } });
  }
  const next = node.other?.next === undefined ? {} : { next: node.other.next };
  return replaceNode(nodes, { ...node, other: { ...label, ...next } });
}

function isSplit(node: JourneyNode): node is Split {
  return (
    isPeopleSplit(node) || node.kind === 'splitAccounts' || node.kind === 'externalSplitAccounts'
  );
}

/** Paths belong to the split that they were made for; `refuseWhen` has seen to their conditions. */
function withPaths(split: Split, paths: readonly AnyPath[]): Split {
  return { ...split, paths } as Split;
}

function refuseWhen(split: Split, when: PathPatch['when']): void {
  if (when === undefined) return;
  const isExternal = split.kind.startsWith('external');
  if (Array.isArray(when) === isExternal) return;
  const wanted = isExternal ? 'a list of tests of accessors' : 'a condition';
  throw new AccompanyError('INVALID_INPUT', `A path of this split needs ${wanted} as when.`);
}

function findSplit(nodes: Nodes, id: string): Split {
  const { node } = findNode(nodes, id);
  if (isSplit(node)) return node;
  throw refusal(`The node ${JSON.stringify(id)} is no split and has no paths. Name a split.`);
}

function indexOf(split: Split, path: string): number {
  const index = split.paths.findIndex(({ id }) => id === path);
  if (index !== -1) return index;
  const known = split.paths.map(({ id }) => id).join(', ');
  const message = `The split ${JSON.stringify(split.id)} has no path ${JSON.stringify(path)}. Its paths: ${known}.`;
  throw new AccompanyError('NOT_FOUND', message);
}

function positionIn(position: number, count: number): number {
  if (Number.isInteger(position) && position >= 0 && position < count) return position;
  throw new AccompanyError(
    'INVALID_INPUT',
    `There is no position ${position}. Give 0 to ${count - 1}.`,
  );
}

function moved<T>(paths: readonly T[], from: number, to: number): readonly T[] {
  return paths.toSpliced(from, 1).toSpliced(to, 0, paths[from]!);
}

function refuseNodes(hasNodes: boolean): void {
  if (hasNodes) throw refusal('The path has nodes. Delete them first, or unmerge the path.');
}
