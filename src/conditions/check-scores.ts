import { INTENT_LEVELS, INTENT_SIGNALS } from '../model/intent.ts';
import { checkValueTest } from './check-attribute.ts';
import { report } from './check-spot.ts';
import type { Spot } from './check-spot.ts';
import type { EngagementTest, IntentTest } from './condition.ts';
import { GROUP_VALUES } from './predicate.ts';

/** Checks *person engagement score*. */
export function checkEngagement(condition: EngagementTest, spot: Spot): void {
  checkPerson(spot);
  checkValueTest(condition, { kind: GROUP_VALUES.engagement.kind, values: null }, spot, []);
}

/** Checks a test of intent. */
export function checkIntent({ entity, signal, names, levels }: IntentTest, spot: Spot): void {
  if (entity === 'person') checkPerson(spot);
  if (!INTENT_SIGNALS.includes(signal)) {
    const fix = `Use one of ${INTENT_SIGNALS.join(', ')}.`;
    report(spot, 'INVALID_VALUE', ['signal'], 'This is no kind of intent.', fix);
  }
  for (const [part, list] of [['names', names] as const, ['levels', levels] as const]) {
    if (list === undefined || list.length > 0) continue;
    report(spot, 'FILTER_EMPTY', [part], 'Nothing is named.', 'Name at least one.');
  }
  for (const [index, name] of (names ?? []).entries()) {
    if (name !== '') continue;
    const message = 'An empty text cannot be compared with.';
    report(spot, 'EMPTY_OPERAND', ['names', index], message, 'Take it out.');
  }
  for (const [index, level] of (levels ?? []).entries()) {
    if (INTENT_LEVELS.includes(level)) continue;
    const fix = `Use one of ${INTENT_LEVELS.join(', ')}.`;
    report(spot, 'INVALID_VALUE', ['levels', index], 'This is no level of intent.', fix);
  }
}

function checkPerson(spot: Spot): void {
  if (spot.place.scope === 'person') return;
  const message = 'The test is about a person, and there is none here.';
  report(spot, 'WRONG_SCOPE', [], message, 'Put the test into a test of people.');
}
