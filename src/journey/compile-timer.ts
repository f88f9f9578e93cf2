import { readInstant } from '../kernel/instant.ts';
import { problem } from '../kernel/issue.ts';
import type { Path } from '../kernel/issue.ts';
import type { TimerRule } from '../plan/plan.ts';
import type { CompileContext } from './compile-context.ts';
import { DEFAULT_WAIT } from './defaults.ts';
import type { Timeout, WaitNode } from './document.ts';

/** When a wait is over (PL-10, PL-11). */
export function waitRule(context: CompileContext, node: WaitNode, path: Path): TimerRule {
  if (node.until !== undefined) return at(context, node.until, [...path, 'until']);
  return after(node.for, node.mustEndOn);
}

/** When a listener gives up (PL-10, PL-11). */
export function timeoutRule(context: CompileContext, timeout: Timeout, path: Path): TimerRule {
  if (timeout.at !== undefined) return at(context, timeout.at, [...path, 'at']);
  return after(timeout.after, timeout.mustEndOn);
}

function after(duration: WaitNode['for'], mustEndOn: WaitNode['mustEndOn']): TimerRule {
  const missing = mustEndOn === undefined ? DEFAULT_WAIT : null;
  return { kind: 'after', duration: duration ?? missing, mustEndOn: mustEndOn ?? null };
}

function at(context: CompileContext, text: string, path: Path): TimerRule {
  const instant = readInstant(text);
  if (instant === undefined) {
    const message = `${JSON.stringify(text)} is not an instant.`;
    const fix = 'Give ISO 8601 with an offset, such as 2026-01-05T09:00:00Z.';
    context.issues.push(problem('INVALID_INSTANT', path, message, fix));
  }
  return { kind: 'at', at: instant ?? 0 };
}
