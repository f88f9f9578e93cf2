import fc from 'fast-check';
import type { Condition } from '../../conditions/condition.ts';
import { INTENT_LEVELS, INTENT_SIGNALS } from '../../model/intent.ts';
import type { IntentSignal } from '../../model/intent.ts';

/** Some signals of intent, with names out of a few texts. */
export function intentArbitrary(texts: readonly string[]): fc.Arbitrary<readonly IntentSignal[]> {
  const signal = fc.record({
    signal: fc.constantFrom(...INTENT_SIGNALS),
    name: fc.constantFrom(...texts),
    level: fc.constantFrom(...INTENT_LEVELS),
  });
  return fc.array(signal, { maxLength: 3 });
}

/** A test of intent; `texts` are not empty. */
export function intentTestArbitrary(
  scope: 'account' | 'person',
  texts: readonly string[],
): fc.Arbitrary<Condition> {
  return fc.record(
    {
      kind: fc.constant('intent' as const),
      entity: scope === 'person' ? fc.constantFrom('account', 'person') : fc.constant('account'),
      detected: fc.boolean(),
      signal: fc.constantFrom(...INTENT_SIGNALS),
      names: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }),
      levels: fc.subarray([...INTENT_LEVELS], { minLength: 1 }),
    },
    { requiredKeys: ['kind', 'entity', 'detected', 'signal'] },
  );
}
