import { canonicalJson } from '../../kernel/json.ts';

/** What a value has become: the members that are new or different, or, where that is not smaller, the value itself. */
export type Change =
  | { readonly changed: Readonly<Record<string, unknown>> }
  | { readonly whole: unknown };

type JsonObject = Readonly<Record<string, unknown>>;

/** What makes `after` of `before`; `undefined` when the two are the same JSON. */
export function changeOf(before: object | null, after: object | null): Change | undefined {
  if (before === after || canonicalJson(before) === canonicalJson(after)) return undefined;
  const whole = { whole: after };
  if (before === null || after === null) return whole;
  const old = before as JsonObject;
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(after)) {
    if (!Object.hasOwn(old, name) || canonicalJson(old[name]) !== canonicalJson(value))
      changed[name] = value;
  }
  const isComplete = Object.keys(before).every((name) => Object.hasOwn(after, name));
  if (!isComplete) return whole;
  return canonicalJson(changed).length < canonicalJson(after).length ? { changed } : whole;
}

/** The value that `before` has become. */
export function changed(before: unknown, change: Change | undefined): unknown {
  if (change === undefined) return before;
  return 'whole' in change ? change.whole : { ...(before as JsonObject), ...change.changed };
}
