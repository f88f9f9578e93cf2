import type { AccessorTest } from '../model/accessor.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import { ClosedPaths } from './closed-paths.ts';
import type { ExternalSplitAccountsNode, ExternalSplitPeopleNode } from './document.ts';
import { OpenPaths } from './open-paths.ts';
import type { PeopleSteps } from './people-steps.ts';
import { needAbsent } from './single-path.ts';
import type { Sketch } from './sketch.ts';

/** The paths of an external split by accounts. Immutable: every method returns another one. */
export class ExternalPaths<Steps> extends OpenPaths<ExternalSplitAccountsNode, Steps> {
  /** A path for accounts for which all tests of what the service reports hold; the first that fits is taken. */
  when(
    label: string,
    tests: AccessorTest | readonly AccessorTest[],
    build?: Steps,
    options: { readonly id?: string } = {},
  ): ExternalPaths<Steps> {
    return this.withPath(label, [tests].flat(), build, options.id);
  }

  /**
   * A path for all other accounts, given once. Without it their run ends at the split.
   * @throws AccompanyError `NOT_ALLOWED` when it was given already (JD-99)
   */
  otherwise(build?: Steps): ExternalPaths<Steps> {
    needAbsent(this.node.other, 'otherwise');
    return this.withNode({ ...this.node, other: {} }, 'other', build);
  }

  protected grow(sketch: Sketch): this {
    return new ExternalPaths<Steps>(sketch, this.split, this.walk) as this;
  }
}

/** The paths of an external split by people. Immutable: every method returns another one. */
export class ExternalPeoplePaths<S extends CatalogueShape> extends ClosedPaths<
  ExternalSplitPeopleNode,
  S
> {
  /** A path for people for whom all tests of what the service reports hold; the first that fits counts. */
  when(
    label: string,
    tests: AccessorTest | readonly AccessorTest[],
    build?: PeopleSteps<S>,
    options: { readonly id?: string } = {},
  ): ExternalPeoplePaths<S> {
    return this.withPath(label, [tests].flat(), build, options.id);
  }

  /**
   * A path for everybody else, given once. Without it they skip to the close.
   * @throws AccompanyError `NOT_ALLOWED` when it was given already (JD-99)
   */
  otherwise(build?: PeopleSteps<S>): ExternalPeoplePaths<S> {
    needAbsent(this.node.other, 'otherwise');
    return this.grow({ ...this.node, other: { actions: this.actionsOf(build) } });
  }

  /**
   * What is done for those for whom the service failed or did not answer in time, given once; missing: they skip to the
   * close.
   * @throws AccompanyError `NOT_ALLOWED` when it was given already (JD-99)
   */
  onFailure(build?: PeopleSteps<S>): ExternalPeoplePaths<S> {
    needAbsent(this.node.failed, 'onFailure');
    return this.grow({ ...this.node, failed: { actions: this.actionsOf(build) } });
  }

  protected grow(node: ExternalSplitPeopleNode): this {
    return new ExternalPeoplePaths<S>(this.sketch, node) as this;
  }
}
