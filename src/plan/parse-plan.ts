import { isAccompanyError } from '../kernel/errors.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { guardJson } from '../kernel/json.ts';
import { campaignsBehind } from './campaign-exits.ts';
import { planHash } from './plan-hash.ts';
import { planSchema } from './plan-schema.ts';
import type { Plan } from './plan.ts';

/** Formats that this version reads; see architecture decision 11. */
const FORMATS: readonly unknown[] = [1];

const FIX = 'Publish the journey again.';

/**
 * Reads a stored plan from the value of its JSON (PL-50 to PL-52): its format, its form, that the campaigns it names
 * are there, and that its hash fits its content.
 */
export function parsePlan(json: unknown): Result<Plan> {
  const format = typeof json === 'object' && json !== null && 'format' in json ? json.format : null;
  if (!FORMATS.includes(format)) {
    const message = `The plan has format ${JSON.stringify(format)}; this version reads ${FORMATS.join(', ')}.`;
    const fix = 'Use the version of accompany that wrote it, or publish the journey again.';
    return { ok: false, issues: [problem('UNKNOWN_FORMAT', ['format'], message, fix)] };
  }
  const unsafe = unsafeJson(json);
  if (unsafe !== undefined) return { ok: false, issues: [unsafe] };
  const read = planSchema.safeParse(json);
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) =>
      problem(
        'INVALID_PLAN',
        path.filter((part) => typeof part !== 'symbol'),
        message,
        FIX,
      ),
    );
    return { ok: false, issues };
  }
  const issues = [...misplaced(read.data), ...changed(read.data)];
  return issues.length === 0 ? { ok: true, value: read.data, issues } : { ok: false, issues };
}

/** Depth and size are looked at before anything recursive is. */
function unsafeJson(json: unknown): Issue | undefined {
  try {
    guardJson(json);
    return undefined;
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    return problem('INVALID_PLAN', error.path, error.message, FIX);
  }
}

function misplaced({ campaigns }: Plan): Issue[] {
  return campaigns.flatMap(({ index, exit }, place) => {
    const issues = campaignsBehind(exit)
      .filter((to) => to >= campaigns.length)
      .map((to) =>
        problem('INVALID_PLAN', ['campaigns', place, 'exit'], `There is no campaign ${to}.`, FIX),
      );
    if (index === place) return issues;
    const message = `Campaign ${index} stands at place ${place}.`;
    return [...issues, problem('INVALID_PLAN', ['campaigns', place, 'index'], message, FIX)];
  });
}

function changed(plan: Plan): Issue[] {
  if (planHash(plan) === plan.hash) return [];
  const message = 'The hash does not fit the content; the plan has been changed.';
  return [problem('INVALID_PLAN', ['hash'], message, FIX)];
}
