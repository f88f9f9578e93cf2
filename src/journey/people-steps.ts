import type { CatalogueShape } from '../model/catalogue.ts';
import type { ActionNames, UpdateValue } from '../model/shape.ts';
import type { Action, ActionNode } from './document.ts';
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
