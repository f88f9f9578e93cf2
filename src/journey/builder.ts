import type { AccountList } from '../audience/account-list.ts';
import type { BuyingGroup } from '../buying-group/buying-group.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { ActionNames } from '../model/shape.ts';
import type { Action, ActionNode, SplitAccountsNode } from './document.ts';
import type { EdgePlace } from './edge.ts';
import { AccountPaths } from './account-paths.ts';
import { askedOf } from './ask-step.ts';
import type { AskedService, AskOptions } from './ask-step.ts';
import { ExternalPaths, ExternalPeoplePaths } from './external-paths.ts';
import { listenNode, memberResources } from './listen-node.ts';
import type { ListenOptions, Listened } from './listen-node.ts';
import { PeoplePaths } from './people-paths.ts';
import type { Updates } from './people-steps.ts';
import { append, withResources } from './sketch.ts';
import type { Sketch, StepOptions } from './sketch.ts';
import {
  actionNode,
  assignAction,
  emailAction,
  idOf,
  momentAction,
  naming,
  resourceOf,
  updates,
  waitNode,
} from './step-node.ts';
import type { AssignOptions, EmailOptions, MomentOptions, Named, WaitLength } from './step-node.ts';

/** Builds a path: gets its beginning, returns it with steps behind it. */
export type PathSteps<S extends CatalogueShape> = (path: JourneyPath<S>) => JourneyPath<S>;

type Context = ActionNode['context'];

/**
 * The fluent half of a journey and of its paths. Every method returns another value with one more step behind all open
 * ends; ids are made from the kind of step and a number. Methods throw `NOT_ALLOWED` behind a last end, `DUPLICATE_ID`,
 * and `INVALID_INPUT` for what can be no step. Rules: `docs/semantics/journeys.md`, JD-60 to JD-69.
 */
export abstract class Steps<S extends CatalogueShape> {
  protected abstract readonly sketch: Sketch;
  protected abstract grow(sketch: Sketch): this;

  /** Sends an e-mail, by its id, to all people of the account. */
  sendEmail(email: string, options: EmailOptions = {}): this {
    return this.take('send-email', 'people', emailAction(email, options), options);
  }

  /** Records an interesting moment, of the account unless `context` says people. */
  interestingMoment(
    moment: 'Email' | 'Milestone' | 'Web',
    options: MomentOptions & { readonly context?: Context } = {},
  ): this {
    const { context = 'accounts' } = options;
    return this.take('interesting-moment', context, momentAction(moment, options), options);
  }

  /** Sets attributes of the account, one node each. */
  updateAccount(values: Updates<S['account']>, options: StepOptions = {}): this {
    return this.takeAll('update-account', 'accounts', updates(values), options);
  }

  /** Sets attributes of all people of the account, one node each. */
  updatePeople(values: Updates<S['person']>, options: StepOptions = {}): this {
    return this.takeAll('update-people', 'people', updates(values), options);
  }

  /** Adds the account to a static list; a list that is given as a value travels with the journey. */
  addToList(list: string | AccountList, options: StepOptions = {}): this {
    const action: Action = { type: 'addToList', list: idOf(list) };
    return this.take('add-to-list', 'accounts', action, options, list);
  }

  /** Takes the account off a static list. */
  removeFromList(list: string | AccountList, options: StepOptions = {}): this {
    const action: Action = { type: 'removeFromList', list: idOf(list) };
    return this.take('remove-from-list', 'accounts', action, options, list);
  }

  /**
   * Puts all people of the account into its buying group, with a role of the group or, without one, the first whose
   * condition holds. Not against what a user decided.
   */
  assignToGroup(group: Named | BuyingGroup, options: AssignOptions = {}): this {
    return this.take('assign-to-group', 'people', assignAction(group, options), options, group);
  }

  /** Takes all people of the account out of its buying group, and keeps them out. Not against what a user decided. */
  removeFromGroup(group: Named | BuyingGroup, options: StepOptions = {}): this {
    const action: Action = { type: 'removeFromGroup', group: idOf(group) };
    return this.take('remove-from-group', 'people', action, options, group);
  }

  /** Moves the account's buying group to a stage; where its stage model does not allow it, nothing happens. */
  updateGroupStage(group: Named | BuyingGroup, stage: string, options: StepOptions = {}): this {
    const action: Action = { type: 'updateGroupStage', group: idOf(group), stage };
    return this.take('update-group-stage', 'accounts', action, options, group);
  }

  /** Gives the account's buying group a status of 1 to 50 characters. */
  updateGroupStatus(group: Named | BuyingGroup, status: string, options: StepOptions = {}): this {
    const action: Action = { type: 'updateGroupStatus', group: idOf(group), status };
    return this.take('update-group-status', 'accounts', action, options, group);
  }

  /** Tells sales people, by their e-mail addresses, how the account's buying group stands. */
  sendSalesAlert(
    group: Named | BuyingGroup,
    to: string | readonly string[],
    options: StepOptions = {},
  ): this {
    const addresses = typeof to === 'string' ? [to] : to;
    const action: Action = { type: 'sendSalesAlert', group: idOf(group), to: addresses };
    return this.take('send-sales-alert', 'accounts', action, options, group);
  }

  /** Adds the account to another journey. */
  addToJourney(journey: Named, options: StepOptions = {}): this {
    const action: Action = { type: 'addToJourney', journey: idOf(journey) };
    return this.take('add-to-journey', 'accounts', action, options);
  }

  /** Takes the account out of another journey. */
  removeFromJourney(journey: Named, options: StepOptions = {}): this {
    const action: Action = { type: 'removeFromJourney', journey: idOf(journey) };
    return this.take('remove-from-journey', 'accounts', action, options);
  }

  /** Carries out an action of the host; without `context`, as the catalogue says, or for the account. */
  act<N extends ActionNames<S>>(
    name: N,
    input?: S['actions'][N] & Readonly<Record<string, unknown>>,
    context?: Context,
    options: StepOptions = {},
  ): this {
    const actions = this.sketch.catalogue?.actions ?? {};
    const declared = Object.hasOwn(actions, name) ? actions[name]?.of : undefined;
    const action: Action = { type: 'custom', name, ...(input !== undefined && { input }) };
    return this.take(name, context ?? declared ?? 'accounts', action, options);
  }

  /** Waits for a duration, until an instant, or until a local moment; without a length 5 days. */
  wait(length?: WaitLength, options: StepOptions = {}): this {
    return this.grow(append(this.sketch, waitNode(this.sketch, length, options)));
  }

  /**
   * Listens until one of the events happens. At the timeout the account takes the path of `onTimeout` (missing: an
   * empty one), which meets the other path at the next step; `onTimeout: false` ends the run.
   */
  listen(
    listened: Listened<S> | readonly Listened<S>[],
    options: ListenOptions & { readonly onTimeout?: false | PathSteps<S> } = {},
  ): this {
    const { onTimeout, timeout, mustEndOn } = options;
    const timesOut = timeout !== undefined || mustEndOn !== undefined || onTimeout !== undefined;
    const goesOn = timesOut && onTimeout !== false;
    const events = isList(listened) ? listened : [listened];
    const node = listenNode(this.sketch, events, options, timesOut, goesOn);
    const known = withResources(this.sketch, memberResources(options));
    const listening = append(known, node, []);
    const heard: EdgePlace = { node: node.id };
    if (!goesOn) return this.grow({ ...listening, ends: [heard] });
    const late = walk<S>(listening, { node: node.id, branch: 'timeout' }, onTimeout || undefined);
    return this.grow({ ...late, ends: [heard, ...late.ends], line: this.sketch.line });
  }

  /** Divides accounts: the first path whose condition holds is taken. Open paths meet at the next step. */
  split(
    build: (paths: AccountPaths<PathSteps<S>>) => AccountPaths<PathSteps<S>>,
    options: StepOptions = {},
  ): this {
    const named = naming(this.sketch, 'split', options);
    const node: SplitAccountsNode = { kind: 'splitAccounts', ...named, paths: [] };
    const paths = new AccountPaths<PathSteps<S>>(append(this.sketch, node, []), node.id, walk);
    const built = build(paths);
    if (!(built instanceof AccountPaths) || !built.isOf(node.id, this.sketch.line)) throw noSteps();
    return this.grow(built.sketch);
  }

  /** Divides the account's people for some actions; afterwards all go on together. */
  splitPeople(build: (paths: PeoplePaths<S>) => PeoplePaths<S>, options: StepOptions = {}): this {
    const named = naming(this.sketch, 'split-people', options);
    const paths = new PeoplePaths<S>(this.sketch, { kind: 'splitPeople', ...named, paths: [] });
    const built = build(paths);
    if (!(built instanceof PeoplePaths) || !built.isFrom(paths)) throw noSteps();
    return this.grow(append(this.sketch, built.node));
  }

  /**
   * Asks an external service, about the account unless `context` says people, and waits for its answer. On a timeout or an
   * error the account takes the path of `onFailure` (missing: an empty one), which meets the other path at the next step.
   */
  ask(
    service: AskedService,
    options: AskOptions & {
      readonly context?: Context;
      readonly failsOn?: 'all' | 'any';
      readonly onFailure?: PathSteps<S>;
    } = {},
  ): this {
    const { context = 'accounts', failsOn, onFailure } = options;
    const asked = askedOf(this.sketch, 'ask', service, options);
    const node = {
      kind: 'externalAction',
      ...asked,
      context,
      ...(failsOn && { failsOn }),
    } as const;
    const late = walk<S>(append(this.sketch, node, []), failedOf(node), onFailure);
    return this.grow({ ...late, ends: [{ node: node.id }, ...late.ends], line: this.sketch.line });
  }

  /** Asks an external service about the account and divides by what it reports; `onFailure` as for `ask`. */
  splitByService(
    service: AskedService,
    build: (paths: ExternalPaths<PathSteps<S>>) => ExternalPaths<PathSteps<S>>,
    options: AskOptions & { readonly onFailure?: PathSteps<S> } = {},
  ): this {
    const asked = askedOf(this.sketch, 'split', service, options);
    const node = { kind: 'externalSplitAccounts', ...asked, paths: [] } as const;
    const paths = new ExternalPaths<PathSteps<S>>(append(this.sketch, node, []), node.id, walk);
    const built = build(paths);
    if (!(built instanceof ExternalPaths) || !built.isOf(node.id, this.sketch.line))
      throw noSteps();
    const late = walk<S>(built.sketch, failedOf(node), options.onFailure);
    return this.grow({
      ...late,
      ends: [...built.sketch.ends, ...late.ends],
      line: this.sketch.line,
    });
  }

  /** Asks an external service about the account's people, and divides these for some actions by what it reports. */
  splitPeopleByService(
    service: AskedService,
    build: (paths: ExternalPeoplePaths<S>) => ExternalPeoplePaths<S>,
    options: AskOptions = {},
  ): this {
    const asked = askedOf(this.sketch, 'split-people', service, options);
    const paths = new ExternalPeoplePaths<S>(this.sketch, {
      kind: 'externalSplitPeople',
      ...asked,
      paths: [],
    });
    const built = build(paths);
    if (!(built instanceof ExternalPeoplePaths) || !built.isFrom(paths)) throw noSteps();
    return this.grow(append(this.sketch, built.node));
  }

  /** Ends the path here: what follows the split does not concern it. */
  end(options: StepOptions = {}): this {
    const node = { kind: 'end', ...naming(this.sketch, 'end', options) } as const;
    return this.grow(append(this.sketch, node, []));
  }

  private take(
    prefix: string,
    context: Context,
    action: Action,
    options: StepOptions,
    named: Named | AccountList | BuyingGroup = '',
  ): this {
    const known = withResources(this.sketch, resourceOf(named));
    return this.grow(append(known, actionNode(known, prefix, context, action, options)));
  }

  private takeAll(
    prefix: string,
    context: Context,
    actions: readonly Action[],
    options: StepOptions,
  ): this {
    const [first, ...rest] = actions;
    const start = this.take(prefix, context, first!, options);
    return rest.reduce((steps, action) => steps.take(prefix, context, action, {}), start);
  }
}

/** One path of a journey while it is built. */
export class JourneyPath<S extends CatalogueShape = CatalogueShape> extends Steps<S> {
  readonly sketch: Sketch;

  constructor(sketch: Sketch) {
    super();
    this.sketch = sketch;
  }

  protected grow(sketch: Sketch): this {
    return new JourneyPath<S>(sketch) as this;
  }
}

/** Builds one path from an open end on. */
function walk<S extends CatalogueShape>(
  sketch: Sketch,
  edge: EdgePlace,
  build: PathSteps<S> = (path) => path,
): Sketch {
  const line = {};
  const built = build(new JourneyPath<S>({ ...sketch, ends: [edge], line }));
  if (!(built instanceof JourneyPath) || built.sketch.line !== line) throw noSteps();
  return built.sketch;
}

function failedOf({ id }: { readonly id: string }): EdgePlace {
  return { node: id, branch: 'failed' };
}

function noSteps(): AccompanyError {
  const message =
    'The function of a path must return the steps that it was given, with more behind them.';
  return new AccompanyError('INVALID_INPUT', message);
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
