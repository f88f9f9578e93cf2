import { INTENT_LEVELS, INTENT_SIGNALS, strongestSignals } from './intent.ts';
import type { IntentLevel, IntentKind, IntentSignal } from './intent.ts';
import { isRecord } from './is-record.ts';
import { checkProperties, readId, report } from './record-reading.ts';
import type { Ingest, Outside, Reading } from './record-reading.ts';

const INTENT: ReadonlySet<string> = new Set(['account', 'person', 'signals']);
const SIGNAL: ReadonlySet<string> = new Set(['signal', 'name', 'level']);

/** Reads one `IntentInput` (MO-52). */
export function readIntent(reading: Reading, record: Outside, into: Ingest): void {
  checkProperties(reading, record, INTENT);
  const isOfPerson = record['person'] !== undefined;
  if (isOfPerson && record['account'] !== undefined) {
    const fix = 'Give account or person.';
    report(reading, 'WRONG_SUBJECT', ['account'], 'Intent belongs to one of the two.', fix);
  }
  const of = isOfPerson ? 'person' : 'account';
  const subject = readId(reading, record, of);
  into.intent.push({ of, subject, signals: readSignals(reading, record['signals']) });
}

function readSignals(reading: Reading, signals: unknown): readonly IntentSignal[] {
  if (!Array.isArray(signals)) {
    const fix = 'Give a list; an empty one takes back what was known.';
    report(reading, 'WRONG_TYPE', ['signals'], 'This is no list.', fix);
    return [];
  }
  const read: IntentSignal[] = [];
  for (const [index, given] of (signals as readonly unknown[]).entries()) {
    const path = ['signals', index];
    if (!isRecord(given)) {
      report(reading, 'WRONG_TYPE', path, 'This is no signal.', 'Give an object.');
      continue;
    }
    for (const property of Object.keys(given)) {
      if (SIGNAL.has(property)) continue;
      const fix = `Known properties: ${[...SIGNAL].join(', ')}.`;
      report(reading, 'UNKNOWN_PROPERTY', [...path, property], 'There is no such property.', fix);
    }
    const { signal, name, level } = given;
    const isRight = {
      signal: INTENT_SIGNALS.includes(signal as IntentKind),
      name: typeof name === 'string' && name.trim() !== '' && name.length <= NAME_LENGTH,
      level: INTENT_LEVELS.includes(level as IntentLevel),
    };
    for (const property of ['signal', 'name', 'level'] as const) {
      if (isRight[property]) continue;
      report(reading, 'INVALID_INTENT', [...path, property], ...FAULTS[property]);
    }
    read.push({
      signal: signal as IntentKind,
      name: String(name).toWellFormed(),
      level: level as IntentLevel,
    });
    if (reading.issues.length >= reading.limits.issues) break;
  }
  return reading.issues.length === 0 ? strongestSignals(read) : [];
}

/** Greatest length of a keyword, a product or a category, in UTF-16 code units. */
const NAME_LENGTH = 255;

const FAULTS: Readonly<Record<'signal' | 'name' | 'level', readonly [string, string]>> = {
  signal: ['This is no kind of signal.', `Kinds: ${INTENT_SIGNALS.join(', ')}.`],
  name: [
    'This is no name.',
    `Give text of 1 to ${NAME_LENGTH} characters: a keyword, a product or a category.`,
  ],
  level: ['This is no level.', `Levels: ${INTENT_LEVELS.join(', ')}.`],
};
