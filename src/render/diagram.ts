import type { JourneyDocument, JourneyNode } from '../journey/document.ts';
import { edgesOf } from '../journey/edge.ts';
import type { Edge } from '../journey/edge.ts';
import { describeNode, timeoutText } from './describe.ts';

/** What is drawn of a journey, before anything has a place. */
export interface Diagram {
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
}

/** A node of the journey, the Start marker, or the End marker of an open edge. */
export interface Box {
  readonly kind: JourneyNode['kind'] | 'start' | 'stop';
  /** `null` for markers. */
  readonly node: JourneyNode | null;
  readonly title: string;
  readonly detail: string;
}

/** An edge between two boxes, given by their positions in `Diagram.boxes`. */
export interface Link {
  readonly from: number;
  readonly to: number;
  /** Label of a path; empty for plain edges. */
  readonly label: string;
  /** What is taken when nothing else was. */
  readonly fallback: boolean;
}

const FALLBACKS: ReadonlySet<Edge['branch']> = new Set(['timeout', 'other', 'failed']);

/** The boxes and links of a document. Edges to unknown nodes and to the node itself are left out (PL-75). */
export function drawDiagram(document: JourneyDocument): Diagram {
  const boxes: Box[] = [{ kind: 'start', node: null, title: 'Start', detail: '' }];
  const links: Link[] = [];
  const places = new Map<string, number>();
  for (const node of document.nodes) {
    if (!places.has(node.id)) places.set(node.id, boxes.length);
    boxes.push({ kind: node.kind, node, ...describeNode(node) });
  }
  const first = boxes.findIndex((box) => box.kind === 'audience');
  if (first > 0) links.push({ from: 0, to: first, label: '', fallback: false });
  for (const [index, node] of document.nodes.entries()) {
    for (const edge of edgesOf(node)) {
      const known = edge.to === undefined ? boxes.length : places.get(edge.to);
      if (known === undefined || known === index + 1) continue;
      if (edge.to === undefined) boxes.push({ kind: 'stop', node: null, title: 'End', detail: '' });
      const fallback = FALLBACKS.has(edge.branch);
      links.push({ from: index + 1, to: known, label: linkLabel(node, edge), fallback });
    }
  }
  return { boxes, links };
}

/** A timeout says when it is. */
function linkLabel(node: JourneyNode, { branch, label }: Edge): string {
  if (branch !== 'timeout' || node.kind !== 'listen') return label.trim();
  const late = timeoutText(node.timeout ?? {});
  return late.charAt(0).toUpperCase() + late.slice(1);
}
