/** Strength of an intent, weakest first (reference 13). */
export const INTENT_LEVELS = ['low', 'medium', 'high'] as const;

/** How strong an intent is. */
export type IntentLevel = (typeof INTENT_LEVELS)[number];

/** What an intent is about; a solution is a category of the taxonomy. */
export const INTENT_SIGNALS = ['keyword', 'product', 'solution'] as const;

/** Kind of a signal. */
export type IntentKind = (typeof INTENT_SIGNALS)[number];

/** One interest that was detected, of a person, an account or a buying group. */
export interface IntentSignal {
  readonly signal: IntentKind;
  /** Keyword, product or category, as the taxonomy spells it. */
  readonly name: string;
  readonly level: IntentLevel;
}

/**
 * One signal for each kind and name, the strongest of them, in order of kind and name (BG-145). Given the signals of all
 * its active members, it is the intent of a buying group.
 */
export function strongestSignals(
  ...lists: readonly (readonly IntentSignal[])[]
): readonly IntentSignal[] {
  const strongest = new Map<string, IntentSignal>();
  for (const one of lists.flat()) {
    const key = JSON.stringify([one.signal, one.name]);
    const known = strongest.get(key);
    if (known === undefined || rank(known) < rank(one)) strongest.set(key, one);
  }
  return [...strongest].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one);
}

/** Whether two lists say the same, in the same order; missing is like empty. */
export function sameIntent(
  left: readonly IntentSignal[] = [],
  right: readonly IntentSignal[] = [],
): boolean {
  return (
    left.length === right.length &&
    left.every(({ signal, name, level }, index) => {
      const other = right[index]!;
      return signal === other.signal && name === other.name && level === other.level;
    })
  );
}

function rank({ level }: IntentSignal): number {
  return INTENT_LEVELS.indexOf(level);
}
