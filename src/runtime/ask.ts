import { MINUTE } from '../kernel/duration.ts';
import { accessorHolds } from '../model/accessor.ts';
import type { AccessorValues } from '../model/accessor.ts';
import type { Ask, AskPath, Route } from '../plan/ask.ts';
import { isCarriedOut } from './act.ts';
import type { AccountDraft } from './draft.ts';
import { RECIPIENTS_PER_EFFECT } from './effect.ts';
import type { EffectAction } from './effect.ts';
import { evidenceOf } from './ask-evidence.ts';
import { passParts } from './group.ts';
import type { Part } from './group.ts';
import { park } from './park.ts';
import type { Arrival } from './park.ts';
import type { Asked } from './run.ts';
import type { Walk } from './way.ts';

/** The edge that is taken on a timeout or an error. */
export const FAILED_EDGE = 'failed';

/**
 * Asks a service and parks the run until it has answered (XA-40); goes on at once when there is nobody to ask about. When
 * nobody carries out the service, the run is parked before the node (RT-31): behind the last step of its campaign.
 */
export function arriveAtAsk(
  draft: AccountDraft,
  way: Walk,
  campaign: number,
  ask: Ask,
): Arrival | number {
  const people = ask.about === 'account' ? null : draft.account.people.map(({ id }) => id);
  if (people?.length === 0) {
    way.trail.push(ask.node, '');
    return ask.route.by === 'account' ? ask.route.failed : ask.route.next;
  }
  if (!draft.world.services.has(ask.service)) {
    const { steps } = way.program.campaigns[campaign]!;
    return { run: park(draft, way, campaign, null, steps.length) };
  }
  request(draft, way, ask, people);
  const due = draft.now + ask.minutes * MINUTE;
  return { run: { ...park(draft, way, campaign, due, null), asked: { people, answers: [] } } };
}

function request(
  draft: AccountDraft,
  way: Walk,
  { node, service, about, input, minutes, route }: Ask,
  people: readonly string[] | null,
): void {
  const { journey, plan, entry } = way.run;
  const paths = route.by === 'outcome' ? null : wireOf(route);
  const action: EffectAction = { type: 'external', service, about, input, minutes, paths };
  const { id: account } = draft.account;
  const base = { journey, plan, account, entry, node, action, asked: draft.now };
  // One request is about all people at once, or each is about one: only the latter may be divided.
  const size = about === 'person' ? RECIPIENTS_PER_EFFECT : Math.max(1, people?.length ?? 1);
  const all = people ?? [];
  if (people === null) draft.effects.push({ ...base, ordinal: 0, people });
  for (let at = 0, ordinal = 0; at < all.length; at += size, ordinal += 1)
    draft.effects.push({ ...base, ordinal, people: all.slice(at, at + size) });
}

/** The paths as the service is told of them: without types, the one without tests last. */
function wireOf(
  route: Exclude<Route, { by: 'outcome' }>,
): Extract<EffectAction, { type: 'external' }>['paths'] {
  const paths = route.paths.map(({ id, tests }) => ({
    id,
    tests: tests.map(({ accessor, operator, values }) => ({ accessor, operator, values })),
  }));
  return route.other === null ? paths : [...paths, { id: 'other', tests: [] }];
}

/** Where the answers lead; `null` when nobody carries out an action for people that comes next (RT-31). */
export function routeOf(
  draft: AccountDraft,
  way: Walk,
  ask: Ask,
  asked: Asked,
): number | { readonly exit: 'no_path_matched' } | null {
  const { node, route } = ask;
  const { answers } = asked;
  switch (route.by) {
    case 'outcome': {
      const good = answers.filter(({ ok }) => ok).length;
      const fails = route.failsOn === 'all' ? good === 0 : good < (asked.people?.length ?? 1);
      way.trail.push(node, fails ? FAILED_EDGE : '');
      return fails ? route.failed : route.next;
    }
    case 'account': {
      const [answer] = answers;
      if (answer?.ok !== true) {
        way.trail.push(node, FAILED_EDGE);
        return route.failed;
      }
      const path = firstOf(route.paths, answer.values);
      const edge = path?.id ?? (route.other === null ? '' : 'other');
      way.trail.push(node, edge);
      if (draft.world.evidence)
        draft.evidence.push(evidenceOf(way, node, edge, route.paths, answer.values));
      if (path !== undefined) return path.to;
      return route.other ?? { exit: 'no_path_matched' };
    }
    case 'people': {
      const parts = divide(draft, route, asked);
      if (!parts.every(({ acts, people }) => acts.every((act) => isCarriedOut(draft, act, people))))
        return null;
      way.trail.push(node, '');
      passParts(draft, way, node, parts);
      return route.next;
    }
  }
}

function firstOf<To>(
  paths: readonly AskPath<To>[],
  values: AccessorValues,
): AskPath<To> | undefined {
  return paths.find(({ tests }) => tests.every((test) => accessorHolds(test, values)));
}

/** Who takes which path, in the order of the paths; who was not asked about skips to the close (XA-45). */
function divide(
  draft: AccountDraft,
  { paths, other, failed }: Extract<Route, { by: 'people' }>,
  asked: Asked,
): readonly Part[] {
  const parts = paths.map(({ id, acts }): Part => ({ path: id, acts, people: [] }));
  const rest: Part = { path: other === null ? '' : 'other', acts: other ?? [], people: [] };
  const failures: Part = { path: FAILED_EDGE, acts: failed, people: [] };
  const skipped: Part = other === null ? rest : { path: '', acts: [], people: [] };
  const about = new Set(asked.people);
  const byPerson = new Map(asked.answers.map((answer) => [answer.person, answer]));
  for (const { id } of draft.account.people) {
    const answer = byPerson.get(id);
    const path = answer?.ok === true ? firstOf(paths, answer.values) : undefined;
    const part = !about.has(id)
      ? skipped
      : answer?.ok !== true
        ? failures
        : (parts.find((one) => one.path === path?.id) ?? rest);
    part.people.push(id);
  }
  return skipped === rest ? [...parts, failures, rest] : [...parts, rest, failures, skipped];
}
