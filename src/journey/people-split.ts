import { FAILED, OTHER_PEOPLE, defaultPathLabel } from './defaults.ts';
import type { JourneyNode, PeopleSplitNode } from './document.ts';
import type { Branch } from './edge.ts';
import type { Path } from '../kernel/issue.ts';

/** One path of a split that has people on its paths. */
export interface PeopleLane {
  readonly branch: Branch;
  readonly label: string;
  readonly actions: readonly JourneyNode[];
  /** Where `actions` stands, inside the node. */
  readonly path: Path;
}

/** True for a split that has the account's people on its paths. */
export function isPeopleSplit(node: JourneyNode): node is PeopleSplitNode {
  return node.kind === 'splitPeople' || node.kind === 'externalSplitPeople';
}

/** The paths of a split by people in their order; *timeout or error* last, also when the document does not name it. */
export function lanesOf(node: PeopleSplitNode): readonly PeopleLane[] {
  const lanes = node.paths.map(({ id, label, actions }, at): PeopleLane => ({
    branch: { path: id },
    label: label?.trim() || defaultPathLabel(at),
    actions,
    path: ['paths', at, 'actions'],
  }));
  const { other } = node;
  if (other !== undefined) {
    const label = other.label?.trim() || OTHER_PEOPLE;
    lanes.push({ branch: 'other', label, actions: other.actions, path: ['other', 'actions'] });
  }
  if (node.kind === 'externalSplitPeople') {
    const { label = '', actions = [] } = node.failed ?? {};
    const path = ['failed', 'actions'];
    lanes.push({ branch: 'failed', label: label.trim() || FAILED, actions, path });
  }
  return lanes;
}
