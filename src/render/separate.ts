/** `right` stands at least `gap` to the right of `left`; both are positions of variables. */
export interface Separation {
  readonly left: number;
  readonly right: number;
  readonly gap: number;
}

/** Variables that are held together by active separations. */
interface Cluster {
  members: number[];
  /** Place of the cluster; a member stands at `place + offset`. */
  place: number;
}

const SLACK = 1e-7;

/**
 * The positions nearest to `wanted` (weighted least squares) that keep all separations. The separations must not be circular.
 * Method: Dwyer, Marriott, Stuckey, *Fast node overlap removal* (2005): the most violated separation joins two
 * clusters, which move as one to the mean of what their members want; within a cluster it replaces the separation
 * that is pulled at most.
 */
export function separate(
  wanted: readonly number[],
  weights: readonly number[],
  separations: readonly Separation[],
): readonly number[] {
  const offset = wanted.map(() => 0);
  const clusterOf: Cluster[] = wanted.map((place, member) => ({ members: [member], place }));
  const active = new Set<Separation>();
  const touching: Separation[][] = wanted.map(() => []);
  for (const separation of separations) {
    touching[separation.left]!.push(separation);
    touching[separation.right]!.push(separation);
  }
  const at = (member: number): number => clusterOf[member]!.place + offset[member]!;
  const violation = ({ left, right, gap }: Separation): number => at(left) + gap - at(right);

  const settle = (cluster: Cluster): void => {
    let [sum, weight] = [0, 0];
    for (const member of cluster.members) {
      sum += weights[member]! * (wanted[member]! - offset[member]!);
      weight += weights[member]!;
    }
    cluster.place = sum / weight;
  };
  const join = (separation: Separation): void => {
    const { left, right, gap } = separation;
    const [kept, moved] = [clusterOf[left]!, clusterOf[right]!];
    const shift = offset[left]! + gap - offset[right]!;
    for (const member of moved.members) {
      offset[member]! += shift;
      clusterOf[member] = kept;
      kept.members.push(member);
    }
    active.add(separation);
    settle(kept);
  };
  /** The way between two members over active separations. */
  const wayBetween = (from: number, to: number): Separation[] => {
    const came = new Map<number, Separation | null>([[from, null]]);
    const open = [from];
    for (let member = open.pop(); member !== undefined && member !== to; member = open.pop()) {
      for (const separation of touching[member]!) {
        const other = separation.left === member ? separation.right : separation.left;
        if (!active.has(separation) || came.has(other)) continue;
        came.set(other, separation);
        open.push(other);
      }
    }
    const way: Separation[] = [];
    let member = to;
    for (let step = came.get(member); step; step = came.get(member)) {
      way.push(step);
      member = step.left === member ? step.right : step.left;
    }
    return way;
  };
  /** Takes one active separation out and parts its cluster. */
  const part = (separation: Separation): void => {
    active.delete(separation);
    const old = clusterOf[separation.left]!;
    const members = reachable(separation.right, touching, active);
    const away = new Set(members);
    const fresh: Cluster = { members, place: 0 };
    for (const member of members) clusterOf[member] = fresh;
    old.members = old.members.filter((member) => !away.has(member));
    settle(old);
    settle(fresh);
  };

  const limit = 20 * separations.length + 20;
  for (let round = 0; round < limit; round += 1) {
    let worst: Separation | undefined;
    let most = SLACK;
    for (const separation of separations) {
      const amount = violation(separation);
      if (amount > most && !active.has(separation)) [worst, most] = [separation, amount];
    }
    if (worst === undefined) break;
    if (clusterOf[worst.left] === clusterOf[worst.right]) {
      // Only a separation that points the same way as the worst one can give way to it.
      let member = worst.left;
      const forward = wayBetween(worst.right, worst.left).filter((step) => {
        const ahead = step.left === member;
        member = ahead ? step.right : step.left;
        return ahead;
      });
      const [first] = forward;
      if (first === undefined) break;
      part(first);
    }
    join(worst);
  }
  return wanted.map((_, member) => at(member));
}

function reachable(
  start: number,
  touching: readonly (readonly Separation[])[],
  active: ReadonlySet<Separation>,
): number[] {
  const seen = new Set([start]);
  for (const member of seen) {
    for (const separation of touching[member]!) {
      if (!active.has(separation)) continue;
      seen.add(separation.left === member ? separation.right : separation.left);
    }
  }
  return [...seen];
}
