import type fc from 'fast-check';
import type {
  Action,
  AskNode,
  JourneyDocument,
  JourneyNode,
  ListenNode,
  ReEntryPolicy,
} from '../../journey/document.ts';
import { growAccountCondition, growListenEvent, growPersonCondition } from './condition-growth.ts';
import { growAsk, growExternalPaths } from './external-growth.ts';
import { growTimeout, growWait } from './timer-growth.ts';
import { grown } from './growth.ts';
import type { Draw } from './growth.ts';
import { NAMES } from './names.ts';
import type { Names } from './names.ts';

/**
 * Journeys that are structurally valid, with every kind of node: nested splits, merges, open edges, waits and timeouts
 * around the same instants, actions on lists and on each other. All of `TENANT_CATALOGUE`.
 */
export function journeyArbitrary(id: string, names: Names = NAMES): fc.Arbitrary<JourneyDocument> {
  return grown((draw) => growJourney(draw, id, names), 90);
}

/** One journey out of a list of choices; without choices, the smallest. */
export function growJourney(draw: Draw, id: string, names: Names): JourneyDocument {
  const nodes: JourneyNode[] = [];
  let made = 0;
  const fresh = (kind: string): string => `${kind}${(made += 1)}`;
  const put = (node: JourneyNode): string => {
    nodes.push(node);
    return node.id;
  };

  /** A straight piece that leads to `target`; splits in it may also lead to merges further down. */
  function piece(
    target: string | undefined,
    merges: readonly string[],
    depth: number,
  ): string | undefined {
    let next = target;
    const length = draw(5);
    for (let count = 0; count < length; count += 1) next = node(next, merges, depth);
    return next;
  }

  function node(next: string | undefined, merges: readonly string[], depth: number): string {
    const to = next === undefined ? {} : { next };
    if (names.external === true && draw.once(5)) return ask(next, merges, depth);
    switch (draw(depth > 0 ? 9 : 7)) {
      case 0:
      case 1:
        return put({ ...growAction(draw, fresh('act'), id, names), ...to });
      case 2:
        return put({ kind: 'wait', id: fresh('wait'), ...growWait(draw), ...to });
      case 3:
      case 4:
        return put({ ...listen(), ...to });
      case 5:
      case 6:
        return put({ ...people(), ...to });
      case 7: {
        const merge = put({ kind: 'merge', id: fresh('merge'), ...to });
        const heard = { next: piece(merge, merges, depth - 1) ?? merge };
        const late = piece(merge, merges, depth - 1) ?? merge;
        const timeout = { ...growTimeout(draw), next: late };
        return put({ ...listen(), ...heard, timeout });
      }
      default:
        return split(next, merges, depth);
    }
  }

  function listen(): ListenNode {
    const context = draw.pick<'people' | 'accounts'>(['people', 'accounts']);
    const events = [growListenEvent(draw, names, context)];
    if (draw.once(4)) events.push(growListenEvent(draw, names, context));
    const common: ListenNode = {
      kind: 'listen',
      id: fresh('listen'),
      context,
      events,
      ...(draw.once(3) ? { since: 'journeyEntry' } : {}),
      ...(draw.once(3) ? { timeout: { ...growTimeout(draw), path: !draw.once(2) } } : {}),
    };
    if (context === 'accounts') return common;
    return {
      ...common,
      ...(draw.once(3) ? { filter: growPersonCondition(draw, names) } : {}),
      ...(draw.once(4) ? { members: growMembers(draw, names) } : {}),
    };
  }

  function ask(next: string | undefined, merges: readonly string[], depth: number): string {
    const to = next === undefined ? {} : { next };
    const kind = draw.pick<AskNode['kind']>(
      depth > 0
        ? ['externalAction', 'externalSplitPeople', 'externalSplitAccounts']
        : ['externalAction', 'externalSplitPeople'],
    );
    const { context, ...common } = growAsk(draw, kind, fresh('ask'));
    const acts = (): JourneyNode[] =>
      Array.from({ length: draw(2) }, () => growPeopleAction(draw, fresh('inner'), names));
    if (kind === 'externalSplitPeople') {
      const paths = growExternalPaths(draw).map((path) => ({ ...path, actions: acts() }));
      const other = draw.once(2) ? { other: { actions: acts() } } : {};
      const failed = draw.once(2) ? { failed: { actions: acts() } } : {};
      return put({ kind, ...common, paths, ...other, ...failed, ...to });
    }
    const merge = put({ kind: 'merge', id: fresh('merge'), ...to });
    const onto = (): { next?: string } => {
      const start = draw.once(4) ? undefined : (piece(merge, merges, depth - 1) ?? merge);
      return start === undefined ? {} : { next: start };
    };
    if (kind === 'externalAction') {
      const fails = draw.once(2) ? { failsOn: draw.pick<'all' | 'any'>(['any', 'all']) } : {};
      return put({ kind, ...common, context, ...fails, next: merge, failed: { next: merge } });
    }
    const paths = growExternalPaths(draw).map((path) => ({ ...path, ...onto() }));
    const other = draw.once(2) ? { other: { next: merge } } : {};
    return put({ kind, ...common, paths, ...other, failed: { next: merge } });
  }

  function people(): Extract<JourneyNode, { kind: 'splitPeople' }> {
    const acts = (): JourneyNode[] =>
      Array.from({ length: draw(3) }, () => growPeopleAction(draw, fresh('inner'), names));
    const paths = Array.from({ length: 1 + draw(2) }, (_, index) => ({
      id: `p${index}`,
      when: growPersonCondition(draw, names),
      actions: acts(),
    }));
    return {
      kind: 'splitPeople',
      id: fresh('people'),
      paths,
      ...(draw.once(2) ? { other: { actions: acts() } } : {}),
    };
  }

  function split(next: string | undefined, merges: readonly string[], depth: number): string {
    const merge = put({
      kind: 'merge',
      id: fresh('merge'),
      ...(next === undefined ? {} : { next }),
    });
    const inner = [merge, ...merges];
    const paths = Array.from({ length: 2 + draw(2) }, (_, index) => {
      const choice = draw(3);
      const end =
        index < 2 || choice === 0 ? merge : choice === 1 ? undefined : inner[draw(inner.length)];
      const start = piece(end, inner, depth - 1);
      const path = { id: `p${index}`, when: growAccountCondition(draw, names) };
      return start === undefined ? path : { ...path, next: start };
    });
    const other = draw.once(2) ? { other: draw.once(2) ? { next: merge } : {} } : {};
    return put({ kind: 'splitAccounts', id: fresh('split'), paths, ...other });
  }

  const settings = growSettings(draw);
  const source = growSource(draw, names);
  const end = draw.once(3) ? put({ kind: 'end', id: 'done' }) : undefined;
  const start = piece(end, [], 2);
  const audience = { kind: 'audience', id: 'audience', ...source } as const;
  const first = start === undefined ? audience : { ...audience, next: start };
  return {
    format: 1,
    type: 'account',
    id,
    name: id,
    ...settings,
    nodes: [first, ...nodes.toReversed()],
  };
}

function growSettings(draw: Draw): Pick<JourneyDocument, 'reEntry' | 'exitOnAudienceLoss'> {
  const reEntry: ReEntryPolicy = {
    ...(draw.once(2) ? { from: draw.pick(['end', 'start']) } : {}),
    ...(draw.once(3) ? {} : { delay: draw.pick([{ hours: 1 }, { hours: 6 }, { days: 1 }]) }),
    ...(draw.once(8) ? {} : { limit: draw.pick([2, 3]) }),
  };
  return {
    ...(draw.once(2) ? { reEntry } : {}),
    ...(draw.once(3) ? { exitOnAudienceLoss: true } : {}),
  };
}

function growSource(draw: Draw, names: Names): { audience: string } | { list: string } {
  const choice = draw(6);
  if (choice < 3) return { audience: draw.pick(names.audiences) };
  return { list: choice === 5 ? names.dynamicList : draw.pick(names.lists) };
}

function growMembers(draw: Draw, names: Names): { definitions?: string[]; roles?: string[] } {
  return {
    ...(draw.once(2) ? { definitions: [draw.pick(names.groups)] } : {}),
    ...(draw.once(2) ? { roles: [draw.pick(names.roles)] } : {}),
  };
}

function growAction(
  draw: Draw,
  id: string,
  journey: string,
  names: Names,
): Extract<JourneyNode, { kind: 'action' }> {
  const others = names.journeys.filter((name) => name !== journey);
  const choice = draw(11);
  if (choice < 3) return growPeopleAction(draw, id, names);
  return { kind: 'action', id, context: 'accounts', action: accountAction() };

  function accountAction(): Action {
    const list = draw.pick(names.lists);
    switch (choice) {
      case 3:
        return {
          type: 'updateProfile',
          attribute: 'industry',
          value: draw.pick(['Retail', 'Software', null]),
        };
      case 4:
        return { type: draw.pick(['addToList', 'removeFromList']), list };
      case 5:
        return { type: 'addToJourney', journey: others[draw(others.length)] ?? journey };
      case 6:
        return { type: 'removeFromJourney', journey: draw.pick(names.journeys) };
      case 7:
        return { type: 'custom', name: 'createTask', input: {} };
      case 8:
      case 9:
        return growGroupAction(draw, names);
      default:
        return { type: 'interestingMoment', moment: draw.pick(['Web', 'Milestone']) };
    }
  }
}

function growGroupAction(draw: Draw, names: Names): Action {
  const group = draw.pick(names.groups);
  switch (draw(4)) {
    case 0:
    case 1:
      return { type: 'updateGroupStage', group, stage: draw.pick(names.stages) };
    case 2:
      return { type: 'updateGroupStatus', group, status: draw.pick(['Aware', 'Engaged']) };
    default:
      return { type: 'sendSalesAlert', group, to: ['sales@example.com'] };
  }
}

function growPeopleAction(
  draw: Draw,
  id: string,
  names: Names,
): Extract<JourneyNode, { kind: 'action' }> {
  return { kind: 'action', id, context: 'people', action: peopleAction() };

  function peopleAction(): Action {
    const group = draw.pick(names.groups);
    switch (draw(8)) {
      case 0:
      case 1:
        return { type: 'sendEmail', email: 'hello' };
      case 2:
        return { type: 'updateProfile', attribute: 'score', value: draw.pick([5, 0, null]) };
      case 3:
        return {
          type: 'updateProfile',
          attribute: 'unsubscribed',
          value: draw.pick([true, false]),
        };
      case 4:
        return { type: 'interestingMoment', moment: draw.pick(['Web', 'Milestone']) };
      case 5:
        return { type: 'custom', name: 'sendGift', input: {} };
      case 6:
        return draw.once(2)
          ? { type: 'assignToGroup', group }
          : { type: 'assignToGroup', group, role: draw.pick(names.roles) };
      default:
        return { type: 'removeFromGroup', group };
    }
  }
}
