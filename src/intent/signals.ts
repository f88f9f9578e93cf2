import { needArguments } from '../kernel/needed-arguments.ts';
import { compareText } from '../kernel/text-order.ts';
import { INTENT_LEVELS } from '../model/intent.ts';
import type { IntentLevel, IntentSignal } from '../model/intent.ts';
import type { IntentCategory } from './taxonomy.ts';

/** The level of a score from 0 to 1 (BG-96): up to 0.2 low, up to 0.6 medium, above it high. */
export function intentLevel(score: number): IntentLevel {
  needArguments('intentLevel', { score: [score, 'number'] });
  if (score > 0.6) return 'high';
  return score > 0.2 ? 'medium' : 'low';
}

/** Strongest first, ties by the alphabet (BG-97). */
export function sortSignals(signals: readonly IntentSignal[]): readonly IntentSignal[] {
  return signals.toSorted(
    (left, right) =>
      INTENT_LEVELS.indexOf(right.level) - INTENT_LEVELS.indexOf(left.level) ||
      compareText(left.name, right.name),
  );
}

/** What a detail view shows: each category that was detected with its products, and these with their keywords. */
export interface IntentDetail {
  readonly category: IntentSignal;
  readonly products: readonly {
    readonly product: IntentSignal;
    readonly keywords: readonly IntentSignal[];
  }[];
}

/** Arranges signals by the approved categories, strongest first at every level (BG-97). */
export function intentDetails(
  signals: readonly IntentSignal[],
  categories: readonly IntentCategory[],
): readonly IntentDetail[] {
  const sorted = sortSignals(signals);
  const of = (signal: IntentSignal['signal']): readonly IntentSignal[] =>
    sorted.filter((one) => one.signal === signal);
  return of('solution').flatMap((category) => {
    const known = categories.find(
      ({ name, status }) => status === 'approved' && isSame(name, category.name),
    );
    if (known === undefined) return [];
    const products = of('product').flatMap((product) => {
      const found = known.products.find(({ name }) => isSame(name, product.name));
      if (found === undefined) return [];
      const keywords = of('keyword').filter(({ name }) =>
        found.keywords.some((keyword) => isSame(keyword, name)),
      );
      return [{ product, keywords }];
    });
    return [{ category, products }];
  });
}

function isSame(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
