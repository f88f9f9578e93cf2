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
