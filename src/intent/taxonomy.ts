import { problem, warning } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import { LIMITS } from '../model/limits.ts';
import type { Limits } from '../model/limits.ts';

/** One category of what people may be interested in, with its products and their keywords (reference 13). */
export interface IntentCategory {
  readonly name: string;
  /** A new category is pending until somebody approves it; only approved ones are looked for. */
  readonly status: 'pending' | 'approved';
  readonly products: readonly IntentProduct[];
}

/** A product and the keywords that speak of it. */
export interface IntentProduct {
  readonly name: string;
  readonly keywords: readonly string[];
}

/** Every fault of a tenant's categories (BG-95). */
export function checkTaxonomy(
  categories: readonly IntentCategory[],
  limits: Limits = LIMITS,
): Issue[] {
  const issues: Issue[] = [];
  const pending = categories.filter(({ status }) => status === 'pending');
  if (pending.length > 1) {
    const message = `${pending.map(({ name }) => name).join(', ')} are pending.`;
    const fix = 'Approve or delete one before the next is added.';
    issues.push(problem('CATEGORY_PENDING', [], message, fix));
  }
  checkNames(categories, [], issues);
  checkOverlap(categories, issues);
  for (const [index, { products }] of categories.entries()) {
    checkNames(products, [index, 'products'], issues);
    for (const [place, { keywords }] of products.entries()) {
      const path = [index, 'products', place, 'keywords'];
      if (keywords.length > limits.keywordsPerProduct) {
        const fix = `Use at most ${limits.keywordsPerProduct}.`;
        issues.push(problem('TOO_MANY', path, `There are ${keywords.length} keywords.`, fix));
      }
      checkNames(
        keywords.map((name) => ({ name })),
        path,
        issues,
      );
    }
  }
  return issues;
}

/** A product of several categories should have the same keywords in each. */
function checkOverlap(categories: readonly IntentCategory[], issues: Issue[]): void {
  const known = new Map<string, { readonly category: number; readonly keywords: string }>();
  for (const [category, { products }] of categories.entries()) {
    for (const [place, { name, keywords }] of products.entries()) {
      const found = known.get(nameKey(name));
      const own = JSON.stringify(keywords.map(nameKey).toSorted());
      if (found === undefined) known.set(nameKey(name), { category, keywords: own });
      if (found === undefined || found.category === category || found.keywords === own) continue;
      const other = JSON.stringify(categories[found.category]!.name);
      const message = `The product ${JSON.stringify(name)} has other keywords in ${other}.`;
      const fix = 'Give it the same keywords in every category.';
      issues.push(warning('PRODUCT_OVERLAP', [category, 'products', place], message, fix));
    }
  }
}

function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

function checkNames(
  items: readonly { readonly name: string }[],
  path: readonly (string | number)[],
  issues: Issue[],
): void {
  const seen = new Set<string>();
  for (const [index, { name }] of items.entries()) {
    const key = nameKey(name);
    if (key === '') {
      issues.push(problem('INVALID_NAME', [...path, index], 'The name is blank.', 'Give one.'));
    } else if (seen.has(key)) {
      const message = `${JSON.stringify(name)} is named twice.`;
      issues.push(problem('NAME_DUPLICATE', [...path, index], message, 'Keep one of them.'));
    }
    seen.add(key);
  }
}
