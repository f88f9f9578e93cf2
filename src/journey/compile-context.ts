import type { Condition } from '../conditions/condition.ts';
import type { References } from '../conditions/references.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { Catalogue } from '../model/catalogue.ts';
import { conditionResolver } from './compile-condition.ts';
import type { ConditionScope } from './compile-condition.ts';
import type { JourneyDocument } from './document.ts';
import { journeyGraph } from './graph.ts';
import type { JourneyGraph } from './graph.ts';

/** What the parts of one compilation share. Faults are collected, so that all of them are reported at once. */
export interface CompileContext {
  readonly catalogue: Catalogue;
  readonly references: References;
  readonly issues: Issue[];
  readonly graph: JourneyGraph;
  /** The plain form of a condition with its references brought in; a missing one is an issue. */
  readonly condition: (
    condition: Condition | undefined,
    scope: ConditionScope,
    path: Path,
  ) => Condition;
}

/** A context for one document. */
export function compileContext(
  document: JourneyDocument,
  catalogue: Catalogue,
  references: References,
): CompileContext {
  const issues: Issue[] = [];
  const resolve = conditionResolver(references, issues);
  return {
    catalogue,
    references,
    issues,
    graph: journeyGraph(document),
    condition: (condition, scope, path) => {
      if (condition !== undefined) return resolve(condition, scope, path);
      issues.push(
        problem('MISSING_CONDITION', path, 'The path has no condition.', 'Give it a condition.'),
      );
      return { kind: 'any', of: [] };
    },
  };
}
