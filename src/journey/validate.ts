import type { References } from '../conditions/references.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';
import type { JourneyDocument } from './document.ts';
import { journeyGraph } from './graph.ts';
import { parseJourney } from './journey-schema.ts';
import { actions } from './rules/actions.ts';
import { audience } from './rules/audience.ts';
import { conditions } from './rules/conditions.ts';
import { events } from './rules/events.ts';
import { external } from './rules/external.ts';
import { groupActions } from './rules/group-actions.ts';
import { identity } from './rules/identity.ts';
import { members } from './rules/members.ts';
import { naming } from './rules/naming.ts';
import { nesting } from './rules/nesting.ts';
import { profile } from './rules/profile.ts';
import { reEntry } from './rules/re-entry.ts';
import type { Rule, RuleContext, TargetStatus } from './rules/rule.ts';
import { schedule } from './rules/schedule.ts';
import { splits } from './rules/splits.ts';
import { edges, merging, reachability } from './rules/structure.ts';
import { targets } from './rules/targets.ts';
import { timers } from './rules/timers.ts';

/** What a journey is checked against. What is missing is not known, and what depends on it is not checked. */
export interface ValidateContext {
  /** Attributes, events and actions. Conditions are checked when `references` is given as well. */
  readonly catalogue?: Catalogue;
  /** Audiences, lists and buying groups. */
  readonly references?: References;
  /** Status of other journeys; `undefined` for unknown ones. */
  readonly journeys?: (id: string) => TargetStatus | undefined;
  /** Whether another journey has the name. */
  readonly nameTaken?: (name: string) => boolean;
  /** Missing: the default limits. */
  readonly limits?: Limits;
  /** The moment of publication, for start and end date. */
  readonly now?: Instant;
}

const RULES: readonly Rule[] = [
  naming,
  schedule,
  reEntry,
  identity,
  audience,
  edges,
  reachability,
  merging,
  nesting,
  splits,
  timers,
  events,
  members,
  actions,
  targets,
  groupActions,
  profile,
  conditions,
  external,
];

/**
 * Everything that is wrong with a document, at once, in document order; at most `limits.issues`. A document of the wrong
 * form has the issues of its form only. Never throws. Rules: `docs/semantics/journeys.md`.
 */
export function validateJourney(document: JourneyDocument, context: ValidateContext = {}): Issue[] {
  const { limits = LIMITS } = context;
  const parsed = parseJourney(document);
  if (!parsed.ok) return parsed.issues.slice(0, limits.issues);
  const given: RuleContext = {
    document: parsed.value,
    graph: journeyGraph(parsed.value),
    catalogue: context.catalogue ?? null,
    references: context.references ?? null,
    journeys: context.journeys ?? null,
    nameTaken: context.nameTaken ?? null,
    limits,
    now: context.now ?? null,
  };
  const issues: Issue[] = [];
  for (const rule of RULES) {
    issues.push(...rule(given).slice(0, limits.issues));
    if (issues.length >= limits.issues) break;
  }
  return issues.toSorted((a, b) => place(a) - place(b)).slice(0, limits.issues);
}

/** Settings first, then nodes by their position. */
function place({ path: [part, index] }: Issue): number {
  return part === 'nodes' && typeof index === 'number' ? index + 1 : 0;
}
