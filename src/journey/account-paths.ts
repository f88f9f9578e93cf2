import type { Condition } from '../conditions/condition.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { PathSteps } from './builder.ts';
import type { SplitAccountsNode } from './document.ts';
import type { EdgePlace } from './edge.ts';
import type { WalkPath } from './external-builder.ts';
import { pathId } from './path-id.ts';
import type { Sketch } from './sketch.ts';

/** The paths of a split by accounts. Immutable: every method returns another one. */
export class AccountPaths<S extends CatalogueShape = CatalogueShape> {
  /** The journey so far, with the open ends of the paths so far. */
  readonly sketch: Sketch;
  private readonly split: string;

  private readonly walk: WalkPath<PathSteps<S>>;

  constructor(sketch: Sketch, split: string, walk: WalkPath<PathSteps<S>>) {
    this.sketch = sketch;
    this.split = split;
    this.walk = walk;
  }

  /** A path for accounts for which `condition`, in account scope, holds; the first that fits is taken. */
  when(
    label: string,
    condition: Condition,
    build?: PathSteps<S>,
    options: { readonly id?: string } = {},
  ): AccountPaths<S> {
    const { paths } = this.node();
    const id = options.id ?? pathId(label, paths);
    const split = { ...this.node(), paths: [...paths, { id, label, when: condition }] };
    return this.with(split, { node: this.split, branch: { path: id } }, build);
  }

  /** A path for all other accounts. Without it their run ends at the split. */
  otherwise(label: string, build?: PathSteps<S>): AccountPaths<S>;
  otherwise(build?: PathSteps<S>): AccountPaths<S>;
  otherwise(first?: string | PathSteps<S>, second?: PathSteps<S>): AccountPaths<S> {
    const build = typeof first === 'function' ? first : second;
    const other = typeof first === 'string' ? { label: first } : {};
    if (this.node().other !== undefined) {
      const message = 'The split has a path for all others already. Call otherwise once.';
      throw new AccompanyError('NOT_ALLOWED', message);
    }
    return this.with({ ...this.node(), other }, { node: this.split, branch: 'other' }, build);
  }

  /** True when these are the paths of the split, while the journey or path in question is built. */
  isOf(split: string, line: object): boolean {
    return this.split === split && this.sketch.line === line;
  }

  private with(node: SplitAccountsNode, edge: EdgePlace, build?: PathSteps<S>): AccountPaths<S> {
    const nodes = this.sketch.nodes.map((old) => (old.id === node.id ? node : old));
    const walked = this.walk({ ...this.sketch, nodes }, edge, build);
    const ends = [...this.sketch.ends, ...walked.ends];
    return new AccountPaths<S>({ ...walked, ends, line: this.sketch.line }, this.split, this.walk);
  }

  private node(): SplitAccountsNode {
    return this.sketch.nodes.find(({ id }) => id === this.split) as SplitAccountsNode;
  }
}
