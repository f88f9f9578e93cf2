import type { AccountList } from '../audience/account-list.ts';
import type { Audience } from '../audience/audience.ts';
import type { BuyingGroup } from '../buying-group/buying-group.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { connectAll } from './connect.ts';
import type { JourneyNode } from './document.ts';
import type { EdgePlace } from './edge.ts';
import { isPeopleSplit, lanesOf } from './people-split.ts';

/** A definition that travels with a journey. */
export type Resource = Audience | AccountList | BuyingGroup;

/** A journey under construction: its nodes, and the open ends that the next node is put behind. */
export interface Sketch {
  readonly nodes: readonly JourneyNode[];
  readonly ends: readonly EdgePlace[];
  readonly resources: readonly Resource[];
  readonly catalogue: Catalogue | null;
  /** Whose open ends these are: the journey's, or those of one path. Compared by identity. */
  readonly line: object;
}

/** What every step may be given: an id of its own, and a label. */
export interface StepOptions {
  /** Missing: made from the kind of step and a number, such as `wait-2`. */
  readonly id?: string;
  readonly label?: string;
}

/**
 * Puts a node behind all open ends; several come together in a merge node first. `leaves` are the new open ends.
 * @throws AccompanyError `NOT_ALLOWED` when every path has ended; `DUPLICATE_ID`
 */
export function append(
  sketch: Sketch,
  node: JourneyNode,
  leaves: readonly EdgePlace[] = [{ node: node.id }],
): Sketch {
  refuseDuplicate(sketch, node.id);
  if (sketch.ends.length === 0) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `Nothing can follow: every path has ended before ${JSON.stringify(node.id)}. Take it out, or an end before it.`,
    );
  }
  if (sketch.ends.length === 1) {
    const nodes = connectAll(sketch.nodes, sketch.ends, node.id);
    return { ...sketch, nodes: [...nodes, node], ends: leaves };
  }
  const taken = new Set([node.id]);
  const merge: JourneyNode = { kind: 'merge', id: freshId(sketch, 'merge', taken), next: node.id };
  const nodes = connectAll(sketch.nodes, sketch.ends, merge.id);
  return { ...sketch, nodes: [...nodes, merge, node], ends: leaves };
}

/** An id that no node has: the prefix with the first free number. */
export function freshId(
  { nodes }: Pick<Sketch, 'nodes'>,
  prefix: string,
  taken: ReadonlySet<string> = new Set(),
): string {
  const used = usedIds(nodes);
  for (let number = 1; ; number += 1) {
    const id = `${prefix}-${number}`;
    if (!used.has(id) && !taken.has(id)) return id;
  }
}

/** The sketch with definitions that travel with it; a later one replaces an earlier one of the same sort and id. */
export function withResources(sketch: Sketch, added: readonly Resource[]): Sketch {
  return added.length === 0 ? sketch : { ...sketch, resources: unite(sketch.resources, added) };
}

/** Definitions without doubles, in the order in which they came. */
export function unite(known: readonly Resource[], added: readonly Resource[]): readonly Resource[] {
  const byKey = new Map<string, Resource>();
  for (const resource of [...known, ...added]) byKey.set(keyOf(resource), resource);
  return [...byKey.values()];
}

/** What sort of definition a resource is; also for values of another copy of this package. */
export function sortOf({ document }: Resource): 'audience' | 'list' | 'group' {
  if ('of' in document) return 'audience';
  return 'roles' in document ? 'group' : 'list';
}

function keyOf(resource: Resource): string {
  return `${sortOf(resource)} ${resource.document.id}`;
}

/** @throws AccompanyError `DUPLICATE_ID` when a node of the journey has the id */
export function refuseDuplicate({ nodes }: Pick<Sketch, 'nodes'>, id: string): void {
  if (!usedIds(nodes).has(id)) return;
  const message = `The journey has a node ${JSON.stringify(id)} already. Give this one another id.`;
  throw new AccompanyError('DUPLICATE_ID', message);
}

/** Ids of all nodes, those inside of splits by people included. */
export function usedIds(nodes: readonly JourneyNode[]): Set<string> {
  const used = new Set<string>();
  for (const node of nodes) {
    used.add(node.id);
    if (!isPeopleSplit(node)) continue;
    for (const { actions } of lanesOf(node)) for (const { id } of actions) used.add(id);
  }
  return used;
}
