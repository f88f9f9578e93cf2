import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JourneyDocument } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { parseJourney } from '../../src/journey/journey-schema.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import type { Issue } from '../../src/kernel/issue.ts';
import { NURTURE } from '../plan/nurture.ts';
import { CONTEXT } from './world.ts';
import { journeys } from './random-journey.ts';

const SETTINGS = { ...CONTEXT, now: Date.UTC(2026, 0, 5), journeys: (): undefined => undefined };

/** Changes one place of a document: the place is found by following numbers from part to part. */
function mutate(document: JourneyDocument, steps: readonly number[], value: unknown): unknown {
  const copy = structuredClone(document) as unknown;
  let at = copy as Record<string, unknown>;
  for (const step of steps) {
    const keys = Object.keys(at);
    const key = keys[step % keys.length];
    if (key === undefined) break;
    const part = at[key];
    if (step % 4 !== 3 && typeof part === 'object' && part !== null) {
      at = part as Record<string, unknown>;
      continue;
    }
    if (value === undefined) delete at[key];
    else at[key] = value;
    break;
  }
  return copy;
}

const ids = NURTURE.nodes.map(({ id }) => id);
const value = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom(...ids, '', 'splitPeople', 'people', 'accounts', '2026-01-01'),
  fc.jsonValue(),
  fc.constantFrom(...NURTURE.nodes).map((node) => [node]),
);

function expectSound(issues: readonly Issue[]): void {
  for (const { code, message, fix } of issues) {
    expect(code).toMatch(/^[A-Z_]+$/);
    expect(message).not.toBe('');
    expect(fix).not.toBe('');
  }
}

test('JD-7 and JD-9 validation of changed documents never throws, and says something of a wrong form', () => {
  const base = fc.oneof(
    fc.constant(NURTURE),
    journeys().map(({ document }) => document),
  );
  const mutations = fc.array(
    fc.tuple(fc.array(fc.nat(999), { minLength: 1, maxLength: 8 }), value),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  fc.assert(
    fc.property(base, mutations, (document, changes) => {
      const changed = changes.reduce<unknown>(
        (current, [steps, put]) =>
          typeof current === 'object' && current !== null
            ? mutate(current as JourneyDocument, steps, put)
            : current,
        document,
      ) as JourneyDocument;
      const issues = validateJourney(changed, SETTINGS);
      expectSound(issues);
      expectSound(validateJourney(changed));
      const parsed = parseJourney(changed);
      if (parsed.ok) {
        expect(Journey.of(parsed.value).issues(SETTINGS)).toEqual(issues);
        expect(Journey.of(parsed.value).duplicate('copy', { details: false }).id).toBe('copy');
      } else {
        expect(issues).toEqual(parsed.issues);
        expect(issues.length).toBeGreaterThan(0);
      }
    }),
  );
});

test('JD-2 and JD-9 anything at all is validated without throwing', () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (thing) => {
      expect(validateJourney(thing as JourneyDocument).length).toBeGreaterThan(0);
      expect(parseJourney(thing).ok).toBe(false);
    }),
  );
});
