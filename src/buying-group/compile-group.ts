import { compileCondition } from '../conditions/compile.ts';
import type { CompiledCondition } from '../conditions/compile.ts';
import type { References } from '../conditions/references.ts';
import { isNamed } from '../model/account-name.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { AccountView } from '../model/view.ts';
import { compileCompleteness } from './completeness.ts';
import type { Completeness } from './completeness.ts';
import type { CreationJob } from './creation-job.ts';
import type { BuyingGroupDocument, RoleCard } from './definition.ts';
import { roleWeights } from './role-weights.ts';
import type { RoleWeights } from './role-weights.ts';

/** A definition with its conditions turned into closures. */
export interface CompiledGroup {
  readonly id: string;
  /** What groups are named after; the id when the definition has no name. */
  readonly name: string;
  /** Id of the stage model; `null`: groups have no stages. */
  readonly stageModel: string | null;
  /** As they were written. */
  readonly cards: readonly RoleCard[];
  /** In priority order. */
  readonly roles: readonly CompiledRole[];
  readonly roleNames: ReadonlySet<string>;
  readonly accounts: CompiledCondition | null;
  /** Creation jobs, by id; where there are some, members alone make no group (BG-75). */
  readonly jobs: readonly CompiledJob[];
  readonly completeness: Completeness;
  /** Weight of each role in the engagement score. */
  readonly weights: RoleWeights;
  /** Whether the system rule fills groups that exist. */
  readonly updatesExisting: boolean;
  /** Whether the account has the name that a group needs to come into being (reference 6, rule 5). */
  readonly isNamed: (view: AccountView) => boolean;
}

/** A creation job with the condition of its audience. */
export interface CompiledJob {
  readonly id: string;
  readonly condition: CompiledCondition;
}

/** A role that the system rule fills; others are left to people and journeys. */
export interface CompiledRole {
  readonly role: string;
  readonly when: CompiledCondition;
}

/** Compiles a definition that has no errors, with the creation jobs that name it. */
export function compileGroup(
  document: BuyingGroupDocument,
  context: { readonly catalogue: Catalogue; readonly references: References },
  jobs: readonly CreationJob[] = [],
): CompiledGroup {
  return {
    id: document.id,
    name: document.name ?? document.id,
    stageModel: document.stageModel ?? null,
    cards: document.roles,
    roles: document.roles.flatMap(({ role, when, autoAssign = true }) =>
      when === undefined || !autoAssign
        ? []
        : [{ role, when: compileCondition(when, { ...context, scope: 'person' }) }],
    ),
    roleNames: new Set(document.roles.map(({ role }) => role)),
    accounts:
      document.accounts === undefined
        ? null
        : compileCondition(document.accounts, { ...context, scope: 'account' }),
    jobs: jobs.map(({ id, audience }) => ({
      id,
      condition: compileCondition(
        { kind: 'audience', audience, member: true },
        { ...context, scope: 'account' },
      ),
    })),
    completeness: compileCompleteness(document.roles),
    weights: roleWeights(document.roles),
    updatesExisting: document.updateExisting ?? true,
    isNamed: (view) => isNamed(context.catalogue, view),
  };
}
