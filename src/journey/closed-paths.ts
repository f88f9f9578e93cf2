import { AccompanyError } from '../kernel/errors.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { ActionNode, PeopleSplitNode } from './document.ts';
import { pathId } from './path-id.ts';
import { PeoplePathSteps } from './people-steps.ts';
import type { PeopleSteps } from './people-steps.ts';
import type { Sketch } from './sketch.ts';

/**
 * The paths of a split by people while they are built, whatever the people are told apart by. They hold actions and meet at
 * the close of the split. Immutable: every method returns another one.
 */
export abstract class ClosedPaths<Node extends PeopleSplitNode, S extends CatalogueShape> {
  protected readonly sketch: Pick<Sketch, 'nodes'>;
  /** The split so far. */
  readonly node: Node;

  constructor(sketch: Pick<Sketch, 'nodes'>, node: Node) {
    this.sketch = sketch;
    this.node = node;
  }

  protected abstract grow(node: Node): this;

  /** True when both are of the same split. */
  isFrom(start: ClosedPaths<Node, S>): boolean {
    return this.sketch === start.sketch && this.node.id === start.node.id;
  }

  /** One more path; without a given id, its id is made of its label. */
  protected withPath(
    label: string,
    when: Node['paths'][number]['when'],
    build: PeopleSteps<S> | undefined,
    given: string | undefined,
  ): this {
    const { paths } = this.node;
    const id = given ?? pathId(label, paths);
    const path = { id, label, when, actions: this.actionsOf(build) };
    return this.grow({ ...this.node, paths: [...paths, path] });
  }

  /** What a path does. */
  protected actionsOf(build: PeopleSteps<S> = (people) => people): readonly ActionNode[] {
    const start = new PeoplePathSteps<S>({ nodes: [...this.sketch.nodes, this.node] }, []);
    const built = build(start);
    if (built instanceof PeoplePathSteps && built.isFrom(start)) return built.actions;
    throw new AccompanyError('INVALID_INPUT', 'The function of a path must return its steps.');
  }
}
