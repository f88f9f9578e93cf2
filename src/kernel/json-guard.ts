import { AccompanyError } from './errors.ts';
import type { ErrorCode } from './errors.ts';
import { formatPath } from './issue.ts';
import { FORBIDDEN_KEYS, isPlainObject, JSON_LIMITS } from './json-value.ts';
import type { JsonLimits, JsonValue } from './json-value.ts';

type Step = string | number;

/** An array or object whose items are being looked at; `keys` is absent for an array. */
interface Frame {
  readonly value: Record<Step, unknown>;
  readonly keys: readonly string[] | undefined;
  readonly count: number;
  next: number;
}

/**
 * Checks a value that somebody else made: JSON all the way down, no cycle, within the limits. The same value comes
 * back, typed; nothing is copied. Properties that are `undefined` count as absent.
 *
 * @throws AccompanyError `INVALID_INPUT`, `TOO_LARGE` or `TOO_DEEP`, with the path of the fault
 */
export function guardJson(value: unknown, limits: Partial<JsonLimits> = {}): JsonValue {
  new Guard({ ...JSON_LIMITS, ...limits }).run(value);
  return value as JsonValue;
}

/** A walk without recursion: the stack is the path. */
class Guard {
  private readonly stack: Frame[] = [];
  private readonly open = new Set<object>();
  private readonly limits: JsonLimits;
  private nodes = 0;
  private characters = 0;

  constructor(limits: JsonLimits) {
    this.limits = limits;
  }

  run(root: unknown): void {
    const { stack, open } = this;
    this.visit(root);
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (frame.next === frame.count) {
        stack.pop();
        open.delete(frame.value);
        continue;
      }
      const index = frame.next++;
      if (frame.keys === undefined) {
        this.visit(frame.value[index]);
        continue;
      }
      const key = frame.keys[index]!;
      if (FORBIDDEN_KEYS.has(key)) this.fail('INVALID_INPUT', `the key ${key} is not allowed.`);
      const item = frame.value[key];
      if (item === undefined) continue;
      this.count(key.length);
      this.visit(item);
    }
  }

  private visit(value: unknown): void {
    if (++this.nodes > this.limits.nodes) this.failSize();
    switch (typeof value) {
      case 'string':
        return this.count(value.length);
      case 'boolean':
        return;
      case 'number':
        if (Number.isFinite(value)) return;
        return this.fail('INVALID_INPUT', `${value} is not a JSON number.`);
      case 'object':
        return value === null ? undefined : this.enter(value);
      default:
        this.fail('INVALID_INPUT', `a value of type ${typeof value} is not JSON.`);
    }
  }

  private enter(value: object): void {
    const { stack, open, limits } = this;
    if (open.has(value)) this.fail('INVALID_INPUT', 'the value contains itself.');
    if (stack.length >= limits.depth) {
      this.fail('TOO_DEEP', `more than ${limits.depth} arrays and objects inside each other.`);
    }
    const keys = Array.isArray(value) ? undefined : this.keysOf(value);
    const count = keys?.length ?? (value as readonly unknown[]).length;
    if (count > limits.nodes) this.failSize();
    open.add(value);
    stack.push({ value: value as Record<Step, unknown>, keys, count, next: 0 });
  }

  private keysOf(value: object): readonly string[] {
    if (isPlainObject(value)) return Object.keys(value);
    const name = value.constructor?.name ?? 'a class';
    return this.fail(
      'INVALID_INPUT',
      `an instance of ${name} is not JSON; give a plain object or text instead.`,
    );
  }

  private count(characters: number): void {
    this.characters += characters;
    const most = this.limits.characters;
    if (this.characters > most) this.fail('TOO_LARGE', `more than ${most} characters in all.`);
  }

  private failSize(): never {
    return this.fail('TOO_LARGE', `more than ${this.limits.nodes} values in all.`);
  }

  private fail(code: ErrorCode, reason: string): never {
    const path = this.stack.map(({ keys, next }) => keys?.[next - 1] ?? next - 1);
    throw new AccompanyError(code, `At ${formatPath(path)}: ${reason}`, { path });
  }
}
