import type { Condition } from './condition.ts';

/** The conditions of one kind. */
export type ConditionOf<K extends Condition['kind']> = Condition & { readonly kind: K };

/** One function per kind of condition: a reader of conditions that has forgotten none. */
export type Handlers<Rest extends readonly unknown[], Result> = {
  readonly [K in Condition['kind']]: (condition: ConditionOf<K>, ...rest: Rest) => Result;
};

/** Calls the function of the condition's kind. */
export function handle<Rest extends readonly unknown[], Result>(
  handlers: Handlers<Rest, Result>,
  condition: Condition,
  ...rest: Rest
): Result {
  const handler = handlers[condition.kind] as (condition: Condition, ...rest: Rest) => Result;
  return handler(condition, ...rest);
}
