import { AccompanyError } from '../kernel/errors.ts';
import type { AccessorOperator, AccessorTest } from '../model/accessor.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { ExternalSplitAccountsNode, ExternalSplitPeopleNode } from './document.ts';
import type { EdgePlace } from './edge.ts';
import { pathId } from './path-id.ts';
import { PeoplePathSteps } from './people-builder.ts';
import type { PeopleSteps } from './people-builder.ts';
import type { Sketch, StepOptions } from './sketch.ts';
import { naming } from './step-node.ts';

/** Options of every step that asks an external service. */
export interface AskOptions extends StepOptions {
  /** Values of the service's inputs. */
  readonly input?: Readonly<Record<string, string | number | boolean>>;
}

/** A service by its id, or the value itself. */
export type AskedService = string | { readonly id: string };

/** A test of what a service reports: `reported('rank', 'greaterThan', 80)`. */
export function reported(
  accessor: string,
  operator: AccessorOperator,
  ...values: readonly (string | number | boolean)[]
): AccessorTest {
  return { accessor, operator, values: values.map(String) };
}

/** What nodes that ask have in common. */
export function askedOf(
  sketch: Sketch,
  prefix: string,
  service: AskedService,
  options: AskOptions,
): { readonly id: string; readonly label?: string; readonly service: string } & Pick<
  AskOptions,
  'input'
> {
  return {
    ...naming(sketch, prefix, options),
    service: typeof service === 'string' ? service : service.id,
    ...(options.input !== undefined && { input: options.input }),
  };
}

/** Continues one path from an open end on; given by the builder. */
export type WalkPath<Steps> = (sketch: Sketch, edge: EdgePlace, build: Steps | undefined) => Sketch;

/** The paths of an external split by accounts. Immutable: every method returns another one. */
export class ExternalPaths<Steps> {
  /** The journey so far, with the open ends of the paths so far. */
  readonly sketch: Sketch;
  private readonly split: string;
  private readonly walk: WalkPath<Steps>;

  constructor(sketch: Sketch, split: string, walk: WalkPath<Steps>) {
    this.sketch = sketch;
    this.split = split;
    this.walk = walk;
  }

  /** A path for accounts for which all tests of what the service reports hold; the first that fits is taken. */
  when(
    label: string,
    tests: AccessorTest | readonly AccessorTest[],
    build?: Steps,
    options: { readonly id?: string } = {},
  ): ExternalPaths<Steps> {
    const node = this.node();
    const id = options.id ?? pathId(label, node.paths);
    const paths = [...node.paths, { id, label, when: [tests].flat() }];
    return this.with({ ...node, paths }, { node: node.id, branch: { path: id } }, build);
  }

  /** A path for all other accounts. Without it their run ends at the split. */
  otherwise(build?: Steps): ExternalPaths<Steps> {
    const node = this.node();
    return this.with({ ...node, other: {} }, { node: node.id, branch: 'other' }, build);
  }

  /** True when these are the paths of the split, while the journey or path in question is built. */
  isOf(split: string, line: object): boolean {
    return this.split === split && this.sketch.line === line;
  }

  private with(
    node: ExternalSplitAccountsNode,
    edge: EdgePlace,
    build?: Steps,
  ): ExternalPaths<Steps> {
    const nodes = this.sketch.nodes.map((old) => (old.id === node.id ? node : old));
    const walked = this.walk({ ...this.sketch, nodes }, edge, build);
    const ends = [...this.sketch.ends, ...walked.ends];
    return new ExternalPaths({ ...walked, ends, line: this.sketch.line }, this.split, this.walk);
  }

  private node(): ExternalSplitAccountsNode {
    return this.sketch.nodes.find(({ id }) => id === this.split) as ExternalSplitAccountsNode;
  }
}

/** The paths of an external split by people. Immutable: every method returns another one. */
export class ExternalPeoplePaths<S extends CatalogueShape> {
  private readonly sketch: Pick<Sketch, 'nodes'>;
  /** The split so far. */
  readonly node: ExternalSplitPeopleNode;

  constructor(sketch: Pick<Sketch, 'nodes'>, node: ExternalSplitPeopleNode) {
    this.sketch = sketch;
    this.node = node;
  }

  /** A path for people for whom all tests of what the service reports hold; the first that fits counts. */
  when(
    label: string,
    tests: AccessorTest | readonly AccessorTest[],
    build?: PeopleSteps<S>,
    options: { readonly id?: string } = {},
  ): ExternalPeoplePaths<S> {
    const { paths } = this.node;
    const id = options.id ?? pathId(label, paths);
    const path = { id, label, when: [tests].flat(), actions: this.build(build) };
    return this.with({ paths: [...paths, path] });
  }

  /** A path for everybody else. Without it they skip to the close. */
  otherwise(build?: PeopleSteps<S>): ExternalPeoplePaths<S> {
    return this.with({ other: { actions: this.build(build) } });
  }

  /** What is done for those for whom the service failed or did not answer in time; missing: they skip to the close. */
  onFailure(build?: PeopleSteps<S>): ExternalPeoplePaths<S> {
    return this.with({ failed: { actions: this.build(build) } });
  }

  /** True when both are of the same split. */
  isFrom(start: ExternalPeoplePaths<S>): boolean {
    return this.sketch === start.sketch && this.node.id === start.node.id;
  }

  private with(changes: Partial<ExternalSplitPeopleNode>): ExternalPeoplePaths<S> {
    return new ExternalPeoplePaths(this.sketch, { ...this.node, ...changes });
  }

  private build(build: PeopleSteps<S> = (people) => people): ReturnType<PeopleSteps<S>>['actions'] {
    const start = new PeoplePathSteps<S>({ nodes: [...this.sketch.nodes, this.node] }, []);
    const built = build(start);
    if (built instanceof PeoplePathSteps && built.isFrom(start)) return built.actions;
    throw new AccompanyError('INVALID_INPUT', 'The function of a path must return its steps.');
  }
}
