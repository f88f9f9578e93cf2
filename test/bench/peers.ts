/** The libraries that we are compared with; `null` where they are not installed. */
export type RulesEngine = Pick<typeof import('json-rules-engine'), 'Engine'>;
export type XState = typeof import('xstate');

export function jsonRulesEngine(): Promise<RulesEngine | null> {
  return import('json-rules-engine').catch(() => null);
}

export function xstate(): Promise<XState | null> {
  return import('xstate').catch(() => null);
}
