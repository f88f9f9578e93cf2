import { problem, warning } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import { checkAttribute } from './check-attribute.ts';
import { checkAudience, checkGroup, checkList, checkMember, checkRole } from './check-names.ts';
import { checkEngagement, checkIntent } from './check-scores.ts';
import { checkCount, checkPast, report, unexpected } from './check-spot.ts';
import type { CheckContext, Spot } from './check-spot.ts';
import type { Condition, EventTest, Logic, RelatedTest } from './condition.ts';
import { handle } from './handlers.ts';
import type { Handlers } from './handlers.ts';
import { Measurer } from './measure.ts';
import { nearest } from './nearest.ts';
import { insideRelated, outermost } from './place.ts';
import type { Place } from './place.ts';

export type { CheckContext } from './check-spot.ts';

/**
 * Every fault of a condition, with its path in the condition (CO-70 to CO-77). Never throws. The audiences and lists
 * that it names are looked at only for circles, depth and size: they are checked where they are defined.
 */
export function checkCondition(condition: Condition, context: CheckContext): Issue[] {
  const { limits = LIMITS, depth = limits.conditionDepth } = context;
  const measurer = new Measurer(context.references, depth);
  const issues: Issue[] = [];
  const place = outermost(context.scope, context.event);
  checkPart(condition, { context, limits, place, path: [], level: 1, measurer, issues });
  if (measurer.tests > limits.conditionTests) {
    const message = `With its audiences and lists the condition has more than ${limits.conditionTests} tests.`;
    issues.push(
      problem('CONDITION_TOO_LARGE', [], message, 'Name fewer audiences, or simpler ones.'),
    );
  }
  return issues;
}

const CHECKERS: Handlers<[spot: Spot], void> = {
  all: checkLogic,
  any: checkLogic,
  not: ({ condition }, spot) => checkInside(condition, spot, ['condition'], spot.place),
  attribute: checkAttribute,
  related: checkRelated,
  event: checkEvent,
  list: checkList,
  audience: checkAudience,
  group: checkGroup,
  member: checkMember,
  role: checkRole,
  engagement: checkEngagement,
  intent: checkIntent,
};

function checkPart(part: Condition, spot: Spot): void {
  const { most } = spot.measurer;
  if (spot.level > most) {
    const message = `The condition is more than ${most} levels deep.`;
    report(spot, 'CONDITION_TOO_DEEP', [], message, 'Make it flatter, or raise the limit.');
    return;
  }
  spot.measurer.tests += part.kind === 'all' || part.kind === 'any' || part.kind === 'not' ? 0 : 1;
  handle(CHECKERS, part, spot);
}

function checkInside(part: Condition, spot: Spot, at: Path, place: Place): void {
  checkPart(part, { ...spot, path: [...spot.path, ...at], level: spot.level + 1, place });
}

function checkLogic({ kind, of }: Logic, spot: Spot): void {
  if (of.length === 0) {
    const raise = spot.level === 1 ? problem : warning;
    const message = `${kind} of nothing ${kind === 'all' ? 'always' : 'never'} holds.`;
    spot.issues.push(raise('FILTER_EMPTY', spot.path, message, 'Add at least one filter.'));
  }
  for (const [index, part] of of.entries()) checkInside(part, spot, ['of', index], spot.place);
}

function checkRelated(condition: RelatedTest, spot: Spot): void {
  const { entity, object, quantifier, count, where } = condition;
  if (entity === 'object') checkObject(object, spot);
  else if (object !== undefined)
    unexpected(spot, 'object', 'Only tests of custom objects have it.');
  if (quantifier !== 'atLeast' && count !== undefined) {
    unexpected(spot, 'count', `${quantifier} takes no count.`);
  } else if (quantifier === 'atLeast') {
    checkCount(count ?? Number.NaN, spot, ['count']);
  }
  if (where !== undefined) {
    checkInside(where, spot, ['where'], insideRelated(spot.place, entity, object));
  }
}

function checkObject(name: string | undefined, spot: Spot): void {
  const { objects } = spot.context.catalogue;
  const definition = objects[name ?? ''];
  if (definition === undefined) {
    const message = `There is no custom object ${JSON.stringify(name ?? '')}.`;
    report(spot, 'UNKNOWN_OBJECT', ['object'], message, nearest(name ?? '', Object.keys(objects)));
  } else if (definition.of === 'person' && spot.place.scope === 'account') {
    const message = `${name} belongs to people.`;
    report(spot, 'WRONG_SCOPE', ['object'], message, 'Put the test into a test of people.');
  }
}

function checkEvent(condition: EventTest, spot: Spot): void {
  const { event, occurred, where, past, minimum } = condition;
  const { events } = spot.context.catalogue;
  const definition = events[event];
  if (definition === undefined) {
    const message = `There is no event ${JSON.stringify(event)}.`;
    report(spot, 'UNKNOWN_EVENT', ['event'], message, nearest(event, Object.keys(events)));
  } else if (definition.builtIn) {
    const message = `${event} has no history.`;
    report(spot, 'EVENT_NOT_KEPT', ['event'], message, 'Listen for it in a journey instead.');
  } else if (definition.of === 'account' && spot.place.scope === 'person') {
    const message = `${event} is an event of accounts, and the test is about a person.`;
    report(spot, 'WRONG_SCOPE', ['event'], message, 'Test it in a condition on accounts.');
  }
  if (minimum !== undefined) {
    if (occurred) checkCount(minimum, spot, ['minimum']);
    else unexpected(spot, 'minimum', 'Where no event may have occurred there is no least number.');
  }
  if (past !== undefined) checkPast(past, spot, ['past']);
  if (where !== undefined) checkInside(where, spot, ['where'], { ...spot.place, event });
}
