import type { Condition } from '../conditions/condition.ts';
import { hasErrors, problem } from '../kernel/issue.ts';
import type { Issue, Result } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import { checkNaming, checkUnique } from '../model/check-naming.ts';
import type { BuyingGroupDocument } from './definition.ts';
import type { RolesTemplate } from './roles-template.ts';

/** What is being sold: one live template, maybe a stage model, and whether groups that exist are kept up (reference 5). */
export interface SolutionInterest {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Id of a live roles template; never changed. */
  readonly template: string;
  /** Id of a live stage model; may be set and changed later. */
  readonly stageModel?: string;
  /** Missing: false, as in the product that the reference describes. */
  readonly updateExisting?: boolean;
  /**
   * Condition in account scope: which accounts get a group without a creation job; missing: every account with at
   * least one member, as in a definition (BG-10).
   */
  readonly accounts?: Condition;
}

/** What solution interests are checked against. */
export interface InterestContext {
  readonly templates: readonly RolesTemplate[];
  readonly stageModels: readonly { readonly id: string; readonly status: 'draft' | 'live' }[];
  /** The tenant's other solution interests. */
  readonly others: readonly SolutionInterest[];
  /** Missing: the default limits. */
  readonly limits?: Limits;
}

/** Every fault of a solution interest (BG-60). The condition on accounts is checked as that of a definition. */
export function checkInterest(interest: SolutionInterest, context: InterestContext): Issue[] {
  const { templates, stageModels, others, limits = LIMITS } = context;
  const issues = [...checkNaming(interest, limits), ...checkUnique(interest, others)];
  const template = templates.find(({ id }) => id === interest.template);
  issues.push(...checkLive('template', 'roles template', interest.template, template));
  if (interest.stageModel !== undefined) {
    const model = stageModels.find(({ id }) => id === interest.stageModel);
    issues.push(...checkLive('stageModel', 'stage model', interest.stageModel, model));
  }
  return issues;
}

/** A changed solution interest: everything but id and template may change (BG-61). */
export function changeInterest(
  before: SolutionInterest,
  after: SolutionInterest,
  context: InterestContext,
): Result<SolutionInterest> {
  const issues = checkInterest(after, context);
  for (const part of ['id', 'template'] as const) {
    if (before[part] === after[part]) continue;
    const message = `The ${part} of a solution interest never changes.`;
    const fix = 'Make a new solution interest instead.';
    issues.push(problem('IMMUTABLE', [part], message, fix));
  }
  return hasErrors(issues) ? { ok: false, issues } : { ok: true, value: after, issues };
}

/** What uses a solution interest, by the ids that it is known by. */
export interface InterestUses {
  /** Creation jobs for it. */
  readonly jobs: readonly string[];
  /** Account journeys that name it. */
  readonly journeys: readonly string[];
}

/** What stands against deleting a solution interest (BG-62). Deleting it cannot be undone. */
export function checkInterestRemoval({ jobs, journeys }: InterestUses): Issue[] {
  return [
    ...inUse('creation jobs', jobs, 'Delete them first; groups that exist stay.'),
    ...inUse('journeys', journeys, 'Take it out of them first.'),
  ];
}

/** The definition that the engine works with (BG-63). */
export function documentOf(
  interest: SolutionInterest,
  { id, roles }: RolesTemplate,
): BuyingGroupDocument {
  const { template: _id, updateExisting = false, ...rest } = interest;
  return { ...rest, roles, template: id, updateExisting };
}

/** The two parts of a definition: its template, named as the definition when it is its own, and its interest (BG-63). */
export function partsOf(document: BuyingGroupDocument): {
  readonly template: RolesTemplate;
  readonly interest: SolutionInterest;
} {
  const { roles, template: own, updateExisting = true, ...rest } = document;
  const { id } = document;
  const name = document.name ?? id;
  const template = own ?? id;
  return {
    template: { id: template, name: own ?? name, status: 'live', roles },
    interest: { ...rest, id, name, template, updateExisting },
  };
}

function checkLive(
  part: string,
  what: string,
  id: string,
  found: { readonly status: string } | undefined,
): Issue[] {
  if (found?.status === 'live') return [];
  const why = found === undefined ? 'does not exist' : 'is a draft';
  const message = `The ${what} ${JSON.stringify(id)} ${why}.`;
  return [problem('NOT_LIVE', [part], message, `Name a live ${what}.`)];
}

function inUse(what: string, ids: readonly string[], fix: string): Issue[] {
  if (ids.length === 0) return [];
  const message = `It is used by ${what}: ${ids.join(', ')}.`;
  return [problem('IN_USE', [], message, fix)];
}
