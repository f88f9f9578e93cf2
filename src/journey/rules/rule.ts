import type { References } from '../../conditions/references.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Limits } from '../../model/limits.ts';
import type { JourneyDocument } from '../document.ts';
import type { JourneyGraph } from '../graph.ts';

/** Status of a journey that an action names (reference 4.1). */
export type TargetStatus = 'draft' | 'scheduled' | 'live' | 'closed' | 'aborted' | 'finished';

/** What a rule looks at. What is `null` is not known, and what depends on it is not checked. */
export interface RuleContext {
  readonly document: JourneyDocument;
  readonly graph: JourneyGraph;
  readonly catalogue: Catalogue | null;
  readonly references: References | null;
  readonly journeys: ((id: string) => TargetStatus | undefined) | null;
  readonly nameTaken: ((name: string) => boolean) | null;
  readonly limits: Limits;
  readonly now: Instant | null;
}

/** Finds every fault of one sort. */
export type Rule = (context: RuleContext) => Issue[];
