import type { Condition } from '../conditions/condition.ts';
import { compileCondition, type CompiledCondition } from '../conditions/compile.ts';
import type { References } from '../conditions/references.ts';
import { NO_REFERENCES } from '../conditions/references.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Await, Branch, Campaign, Exit, Group, Pass, Plan } from '../plan/plan.ts';
import type { Act } from '../plan/act.ts';

/** A plan with its conditions turned into closures: what the interpreter walks. */
export interface Program {
  readonly plan: Plan;
  readonly entry: CompiledCondition;
  /** Key of the entry's audience or list in the audience index. */
  readonly source: string;
  readonly campaigns: readonly ProgramCampaign[];
}

/** {@link Campaign} with closures. */
export interface ProgramCampaign {
  readonly steps: readonly ProgramStep[];
  readonly exit: ProgramExit;
}

/** {@link Pass}, {@link Act} or {@link Group} with closures. */
export type ProgramStep = Pass | Act | ProgramGroup;

/** {@link Group} with closures. */
export interface ProgramGroup {
  readonly op: 'group';
  readonly node: string;
  readonly paths: readonly {
    readonly id: string;
    readonly condition: CompiledCondition;
    readonly acts: readonly Act[];
  }[];
  readonly other: readonly Act[] | null;
}

/** {@link Exit} with closures. */
export type ProgramExit = Exclude<Exit, Await | Branch> | ProgramAwait | ProgramBranch;

/** {@link Branch} with closures. */
export interface ProgramBranch {
  readonly op: 'branch';
  readonly node: string;
  readonly paths: readonly {
    readonly id: string;
    readonly condition: CompiledCondition;
    readonly to: number;
  }[];
  readonly other: number | null;
}

/** {@link Await} with closures. */
export interface ProgramAwait extends Omit<Await, 'listen'> {
  readonly op: 'await';
  readonly listen: ProgramListener | null;
}

/** A listener with closures. */
export interface ProgramListener {
  readonly context: 'accounts' | 'people';
  readonly events: readonly {
    readonly event: string;
    readonly condition: CompiledCondition | null;
    readonly minimum: number;
  }[];
  readonly filter: CompiledCondition | null;
  readonly members: {
    readonly definitions: readonly string[] | null;
    readonly roles: readonly string[] | null;
  } | null;
  readonly since: 'nodeEntry' | 'journeyEntry';
}

/** The key under which an audience or list stands in the audience index. */
export function sourceKey(source: {
  readonly kind: 'audience' | 'list';
  readonly id: string;
}): string {
  return `${source.kind}:${source.id}`;
}

/**
 * Turns a plan into a program. Plans are self-contained, so `references` matter only for static lists.
 * @throws AccompanyError `INVALID_DOCUMENT` for a plan of a format that this version does not run.
 */
export function compileProgram(
  plan: Plan,
  catalogue: Catalogue,
  references: References = NO_REFERENCES,
): Program {
  if (plan.format !== 1) {
    throw new AccompanyError(
      'INVALID_DOCUMENT',
      `Plan ${String((plan as Plan).hash)} has format ${String((plan as Plan).format)}; this version runs format 1. Use a newer version of accompany.`,
    );
  }
  const account = (condition: Condition): CompiledCondition =>
    compileCondition(condition, { catalogue, references, scope: 'account' });
  const person = (condition: Condition): CompiledCondition =>
    compileCondition(condition, { catalogue, references, scope: 'person' });

  const group = (step: Group): ProgramGroup => ({
    ...step,
    paths: step.paths.map((path) => ({ ...path, condition: person(path.condition) })),
  });
  const exit = (from: Exit): ProgramExit => {
    if (from.op === 'branch') {
      return {
        ...from,
        paths: from.paths.map((path) => ({ ...path, condition: account(path.condition) })),
      };
    }
    if (from.op !== 'await' || from.listen === null) return from as ProgramExit;
    const scope = from.listen.context === 'people' ? 'person' : 'account';
    return {
      ...from,
      listen: {
        ...from.listen,
        events: from.listen.events.map((matcher) => ({
          ...matcher,
          condition:
            matcher.condition &&
            compileCondition(matcher.condition, {
              catalogue,
              references,
              scope,
              event: matcher.event,
            }),
        })),
        filter: from.listen.filter && person(from.listen.filter),
      },
    };
  };
  const campaign = (from: Campaign): ProgramCampaign => ({
    steps: from.steps.map((step) => (step.op === 'group' ? group(step) : step)),
    exit: exit(from.exit),
  });
  return {
    plan,
    entry: account(plan.entry.condition),
    source: sourceKey(plan.entry.source),
    campaigns: plan.campaigns.map(campaign),
  };
}
