import type { ExternalSplitAccountsNode, SplitAccountsNode } from './document.ts';
import type { Branch, EdgePlace } from './edge.ts';
import { pathId } from './path-id.ts';
import type { Sketch } from './sketch.ts';

/** Continues one path from an open end on; given by the builder. */
export type WalkPath<Steps> = (sketch: Sketch, edge: EdgePlace, build: Steps | undefined) => Sketch;

/**
 * The paths of a split by accounts while they are built, whatever the accounts are told apart by. Each leads on by itself.
 * Immutable: every method returns another one.
 */
export abstract class OpenPaths<Node extends SplitAccountsNode | ExternalSplitAccountsNode, Steps> {
  /** The journey so far, with the open ends of the paths so far. */
  readonly sketch: Sketch;
  protected readonly split: string;
  protected readonly walk: WalkPath<Steps>;

  constructor(sketch: Sketch, split: string, walk: WalkPath<Steps>) {
    this.sketch = sketch;
    this.split = split;
    this.walk = walk;
  }

  protected abstract grow(sketch: Sketch): this;

  /** True when these are the paths of the split, while the journey or path in question is built. */
  isOf(split: string, line: object): boolean {
    return this.split === split && this.sketch.line === line;
  }

  /** The split so far. */
  protected get node(): Node {
    return this.sketch.nodes.find(({ id }) => id === this.split) as Node;
  }

  /** One more path; missing: its id is made of its label. */
  protected withPath(
    label: string,
    when: Node['paths'][number]['when'],
    build: Steps | undefined,
    given: string | undefined,
  ): this {
    const { node } = this;
    const id = given ?? pathId(label, node.paths);
    const paths = [...node.paths, { id, label, when }];
    return this.withNode({ ...node, paths }, { path: id }, build);
  }

  /** The split with one more branch, and what was built from it on. */
  protected withNode(node: Node, branch: Branch, build: Steps | undefined): this {
    const nodes = this.sketch.nodes.map((old) => (old.id === node.id ? node : old));
    const walked = this.walk({ ...this.sketch, nodes }, { node: node.id, branch }, build);
    const ends = [...this.sketch.ends, ...walked.ends];
    return this.grow({ ...walked, ends, line: this.sketch.line });
  }
}
