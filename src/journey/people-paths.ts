import type { Condition } from '../conditions/condition.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import { ClosedPaths } from './closed-paths.ts';
import type { SplitPeopleNode } from './document.ts';
import type { PeopleSteps } from './people-steps.ts';
import { needAbsent } from './single-path.ts';

/** The paths of a split by people. Immutable: every method returns another one. */
export class PeoplePaths<S extends CatalogueShape = CatalogueShape> extends ClosedPaths<
  SplitPeopleNode,
  S
> {
  /** A path for the people for whom `condition`, in person scope, holds; the first that fits counts. */
  when(
    label: string,
    condition: Condition,
    build?: PeopleSteps<S>,
    options: { readonly id?: string } = {},
  ): PeoplePaths<S> {
    return this.withPath(label, condition, build, options.id);
  }

  /**
   * A path for everybody else, given once. Without it they skip to the close.
   * @throws AccompanyError `NOT_ALLOWED` when it was given already (JD-99)
   */
  otherwise(label: string, build?: PeopleSteps<S>): PeoplePaths<S>;
  otherwise(build?: PeopleSteps<S>): PeoplePaths<S>;
  otherwise(first?: string | PeopleSteps<S>, second?: PeopleSteps<S>): PeoplePaths<S> {
    const build = typeof first === 'function' ? first : second;
    const label = typeof first === 'string' ? { label: first } : {};
    needAbsent(this.node.other, 'otherwise');
    return this.grow({ ...this.node, other: { ...label, actions: this.actionsOf(build) } });
  }

  protected grow(node: SplitPeopleNode): this {
    return new PeoplePaths<S>(this.sketch, node) as this;
  }
}
