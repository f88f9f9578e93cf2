import type { Condition } from '../conditions/condition.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { ActionNames, UpdateValue } from '../model/shape.ts';
import type { Action, ActionNode, PeoplePath, SplitPeopleNode } from './document.ts';
import { pathId } from './path-id.ts';
import { refuseDuplicate } from './sketch.ts';
import type { Sketch, StepOptions } from './sketch.ts';
import { actionNode, assignAction, emailAction, idOf, momentAction, updates } from './step-node.ts';
import type { AssignOptions, EmailOptions, MomentOptions, Named } from './step-node.ts';

/** Attributes that an update sets; `null` clears one. */
export type Updates<A> = {
  readonly [N in keyof A]?: A[N] extends 'text' | 'number' | 'boolean' | 'date' | 'texts'
    ? UpdateValue<A[N]>
    : never;
};

/** Adds actions to a path of a split by people. */
export type PeopleSteps<S extends CatalogueShape> = (
  people: PeoplePathSteps<S>,
) => PeoplePathSteps<S>;

/** The actions of one path of a split by people. Immutable: every method returns another one. */
export class PeoplePathSteps<S extends CatalogueShape = CatalogueShape> {
  private readonly sketch: Pick<Sketch, 'nodes'>;
  /** The action nodes, in their order. */
  readonly actions: readonly ActionNode[];

  constructor(sketch: Pick<Sketch, 'nodes'>, actions: readonly ActionNode[]) {
    this.sketch = sketch;
    this.actions = actions;
  }

  /** Sends an e-mail, by its id, to the people on the path. */
  sendEmail(email: string, options: EmailOptions = {}): PeoplePathSteps<S> {
    return this.take('send-email', emailAction(email, options), options);
  }

  /** Records an interesting moment of the people on the path. */
  interestingMoment(
    moment: 'Email' | 'Milestone' | 'Web',
    options: MomentOptions = {},
  ): PeoplePathSteps<S> {
    return this.take('interesting-moment', momentAction(moment, options), options);
  }

  /** Sets attributes of the people on the path, one node each. */
  updatePeople(values: Updates<S['person']>, options: StepOptions = {}): PeoplePathSteps<S> {
    return updates(values).reduce<PeoplePathSteps<S>>(
      (steps, action, index) => steps.take('update-people', action, index === 0 ? options : {}),
      this,
    );
  }

  /**
   * Puts the people on the path into the account's buying group, with a role of the group or, without one, the first whose
   * condition holds. Not against what a user decided. The group does not travel with the journey: define it.
   */
  assignToGroup(group: Named, options: AssignOptions = {}): PeoplePathSteps<S> {
    return this.take('assign-to-group', assignAction(group, options), options);
  }

  /** Takes the people on the path out of the account's buying group, and keeps them out. */
  removeFromGroup(group: Named, options: StepOptions = {}): PeoplePathSteps<S> {
    return this.take('remove-from-group', { type: 'removeFromGroup', group: idOf(group) }, options);
  }

  /** Carries out an action of the host for the people on the path. */
  act<N extends ActionNames<S>>(
    name: N,
    input?: S['actions'][N] & Readonly<Record<string, unknown>>,
    options: StepOptions = {},
  ): PeoplePathSteps<S> {
    const action: Action = { type: 'custom', name, ...(input !== undefined && { input }) };
    return this.take(name, action, options);
  }

  /** True when both are of the same path. */
  isFrom(start: PeoplePathSteps<S>): boolean {
    return this.sketch === start.sketch;
  }

  private take(prefix: string, action: Action, options: StepOptions): PeoplePathSteps<S> {
    const nodes = [...this.sketch.nodes, ...this.actions];
    const node = actionNode({ nodes }, prefix, 'people', action, options);
    refuseDuplicate({ nodes }, node.id);
    return new PeoplePathSteps(this.sketch, [...this.actions, node]);
  }
}

/** The paths of a split by people. Immutable: every method returns another one. */
export class PeoplePaths<S extends CatalogueShape = CatalogueShape> {
  private readonly sketch: Pick<Sketch, 'nodes'>;
  /** The split so far. */
  readonly node: SplitPeopleNode;

  constructor(sketch: Pick<Sketch, 'nodes'>, node: SplitPeopleNode) {
    this.sketch = sketch;
    this.node = node;
  }

  /** A path for the people for whom `condition`, in person scope, holds; the first that fits counts. */
  when(
    label: string,
    condition: Condition,
    build: PeopleSteps<S> = (people) => people,
    options: { readonly id?: string } = {},
  ): PeoplePaths<S> {
    const { paths } = this.node;
    const id = options.id ?? pathId(label, paths);
    const path: PeoplePath = { id, label, when: condition, actions: this.build(build) };
    return new PeoplePaths(this.sketch, { ...this.node, paths: [...paths, path] });
  }

  /** A path for everybody else. Without it they skip to the close. */
  otherwise(label: string, build?: PeopleSteps<S>): PeoplePaths<S>;
  otherwise(build?: PeopleSteps<S>): PeoplePaths<S>;
  otherwise(first?: string | PeopleSteps<S>, second?: PeopleSteps<S>): PeoplePaths<S> {
    const build = (typeof first === 'function' ? first : second) ?? ((people) => people);
    const label = typeof first === 'string' ? { label: first } : {};
    const other = { ...label, actions: this.build(build) };
    return new PeoplePaths(this.sketch, { ...this.node, other });
  }

  /** True when both are of the same split. */
  isFrom(start: PeoplePaths<S>): boolean {
    return this.sketch === start.sketch && this.node.id === start.node.id;
  }

  private build(build: PeopleSteps<S>): readonly ActionNode[] {
    const start = new PeoplePathSteps<S>({ nodes: [...this.sketch.nodes, this.node] }, []);
    const built = build(start);
    if (built instanceof PeoplePathSteps && built.isFrom(start)) return built.actions;
    throw new AccompanyError('INVALID_INPUT', 'The function of a path must return its steps.');
  }
}
