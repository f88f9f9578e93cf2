import type { Condition } from '../conditions/condition.ts';
import type { SplitAccountsNode } from './document.ts';
import { OpenPaths } from './open-paths.ts';
import { needAbsent } from './single-path.ts';
import type { Sketch } from './sketch.ts';

/** The paths of a split by accounts. Immutable: every method returns another one. */
export class AccountPaths<Steps> extends OpenPaths<SplitAccountsNode, Steps> {
  /** A path for accounts for which `condition`, in account scope, holds; the first that fits is taken. */
  when(
    label: string,
    condition: Condition,
    build?: Steps,
    options: { readonly id?: string } = {},
  ): AccountPaths<Steps> {
    return this.withPath(label, condition, build, options.id);
  }

  /**
   * A path for all other accounts, given once. Without it their run ends at the split.
   * @throws AccompanyError `NOT_ALLOWED` when it was given already (JD-99)
   */
  otherwise(label: string, build?: Steps): AccountPaths<Steps>;
  otherwise(build?: Steps): AccountPaths<Steps>;
  otherwise(first?: string | Steps, second?: Steps): AccountPaths<Steps> {
    const build = typeof first === 'string' ? second : (first ?? second);
    const other = typeof first === 'string' ? { label: first } : {};
    needAbsent(this.node.other, 'otherwise');
    return this.withNode({ ...this.node, other }, 'other', build);
  }

  protected grow(sketch: Sketch): this {
    return new AccountPaths<Steps>(sketch, this.split, this.walk) as this;
  }
}
