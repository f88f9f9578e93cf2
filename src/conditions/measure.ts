import type { Condition } from './condition.ts';
import type { References } from './references.ts';

/** What the condition of an audience or a dynamic list comes to, its own references resolved. */
export interface Measure {
  /** Levels; infinite when there are more than allowed. */
  readonly depth: number;
  /** Tests, each mention of a reference counted anew. */
  readonly tests: number;
  /** Whether it leads back to itself, or to something that does. */
  readonly isCircular: boolean;
}

const NOTHING: Measure = { depth: 0, tests: 0, isCircular: false };
const LEAF: Measure = { depth: 1, tests: 1, isCircular: false };
const CIRCLE: Measure = { depth: 0, tests: 0, isCircular: true };
const TOO_DEEP: Measure = { depth: Number.POSITIVE_INFINITY, tests: 0, isCircular: false };

/** Measures what the names in one condition stand for, each name once. Never goes deeper than `most` levels. */
export class Measurer {
  readonly most: number;
  /** Tests counted so far. */
  tests = 0;
  private readonly references: References;
  private readonly known: Map<string, Measure> = new Map();
  private readonly open: Set<string> = new Set();

  constructor(references: References, most: number) {
    this.references = references;
    this.most = most;
  }

  /** What a name comes to that is mentioned at a level. */
  named(kind: 'audience' | 'list', id: string, level: number): Measure {
    const key = `${kind}:${id}`;
    if (this.open.has(key)) return CIRCLE;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const condition = this.references[kind](id)?.condition ?? null;
    if (condition === null) return NOTHING;
    this.open.add(key);
    const measure = this.part(condition, level);
    this.open.delete(key);
    this.known.set(key, measure);
    return measure;
  }

  private part(condition: Condition, level: number): Measure {
    if (level > this.most) return TOO_DEEP;
    switch (condition.kind) {
      case 'all':
      case 'any':
        return above(
          condition.of.map((part) => this.part(part, level + 1)),
          0,
        );
      case 'not':
        return above([this.part(condition.condition, level + 1)], 0);
      case 'related':
      case 'event':
        return above(condition.where ? [this.part(condition.where, level + 1)] : [], 1);
      case 'audience':
        return this.named('audience', condition.audience, level);
      case 'list':
        return beside([LEAF, ...condition.lists.map((id) => this.named('list', id, level))]);
      default:
        return LEAF;
    }
  }
}

function above(parts: readonly Measure[], tests: number): Measure {
  const inner = beside(parts);
  return { ...inner, depth: inner.depth + 1, tests: inner.tests + tests };
}

function beside(parts: readonly Measure[]): Measure {
  let measure = NOTHING;
  for (const { depth, tests, isCircular } of parts) {
    measure = {
      depth: Math.max(measure.depth, depth),
      tests: measure.tests + tests,
      isCircular: measure.isCircular || isCircular,
    };
  }
  return measure;
}
