/** What has happened at a node so far (reference 4.4). */
export interface NodeCounts {
  /** Entries so far; every entry of an account counts. */
  readonly entered: number;
  /** Accounts that are at the node now. */
  readonly here: number;
}

/** Counts by node id; nodes that are not named have no counts in the picture. */
export type CountsByNode = ReadonlyMap<string, NodeCounts> | Readonly<Record<string, NodeCounts>>;

/** The counts of one node. */
export function countsOf(counts: CountsByNode | undefined, node: string): NodeCounts | undefined {
  if (counts === undefined) return undefined;
  if (counts instanceof Map) return counts.get(node);
  const record = counts as Readonly<Record<string, NodeCounts>>;
  return Object.hasOwn(record, node) ? record[node] : undefined;
}

/** `12,345`: the same in every locale, so that pictures are the same everywhere. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
