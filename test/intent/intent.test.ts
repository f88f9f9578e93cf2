import { describe, expect, test } from 'vitest';
import { intentDetails, intentLevel, sortSignals } from '../../src/intent/signals.ts';
import { checkTaxonomy } from '../../src/intent/taxonomy.ts';
import type { IntentCategory } from '../../src/intent/taxonomy.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import type { IntentKind, IntentLevel, IntentSignal } from '../../src/model/intent.ts';

const CLOUD: IntentCategory = {
  name: 'Cloud',
  status: 'approved',
  products: [
    { name: 'Store', keywords: ['disk', 'backup'] },
    { name: 'Run', keywords: ['server'] },
  ],
};

function signal(kind: IntentKind, name: string, level: IntentLevel): IntentSignal {
  return { signal: kind, name, level };
}

function faults(...categories: IntentCategory[]): string[] {
  return checkTaxonomy(categories).map(({ code, path }) => `${code} ${formatPath(path)}`);
}

describe('the taxonomy', () => {
  test('BG-95 names of their own, and one that waits at most', () => {
    expect(faults(CLOUD)).toEqual([]);
    expect(faults(CLOUD, { ...CLOUD, name: 'CLOUD' })).toEqual(['NAME_DUPLICATE [1]']);
    const pending = (name: string): IntentCategory => ({ name, status: 'pending', products: [] });
    expect(faults(CLOUD, pending('a'))).toEqual([]);
    expect(faults(pending('a'), pending('b'))).toEqual(['CATEGORY_PENDING (root)']);
    const keywords = (...names: string[]) =>
      faults({ ...CLOUD, products: [{ name: 'P', keywords: names }] });
    expect(keywords('a', ' A')).toEqual(['NAME_DUPLICATE [0].products[0].keywords[1]']);
    expect(keywords('')).toEqual(['INVALID_NAME [0].products[0].keywords[0]']);
    const many = Array.from({ length: 151 }, (_, at) => `k${at}`);
    expect(keywords(...many.slice(1))).toEqual([]);
    expect(keywords(...many)).toEqual(['TOO_MANY [0].products[0].keywords']);
  });
});

test('BG-94 a product of two categories has the same keywords in both', () => {
  const other = (...keywords: string[]): IntentCategory => ({
    name: 'Edge',
    status: 'pending',
    products: [
      { name: 'Cache', keywords: [] },
      { name: 'STORE', keywords },
    ],
  });
  expect(faults(CLOUD, other('Backup', 'disk '))).toEqual([]);
  expect(faults(CLOUD, other('disk'))).toEqual(['PRODUCT_OVERLAP [1].products[1]']);
  expect(checkTaxonomy([CLOUD, other('disk')])[0]!.severity).toBe('warning');
});

describe('signals', () => {
  test('BG-96 levels of a score', () => {
    expect([0, 0.2, 0.2001, 0.6, 0.6001, 1].map(intentLevel)).toEqual([
      'low',
      'low',
      'medium',
      'medium',
      'high',
      'high',
    ]);
  });

  test('BG-97 strongest first, then the alphabet, at every level', () => {
    const signals = [
      signal('keyword', 'disk', 'low'),
      signal('keyword', 'backup', 'low'),
      signal('product', 'store', 'medium'),
      signal('product', 'Run', 'high'),
      signal('keyword', 'server', 'high'),
      signal('solution', 'cloud', 'high'),
      signal('solution', 'Unknown', 'high'),
    ];
    expect(sortSignals(signals.slice(0, 3)).map(({ name }) => name)).toEqual([
      'store',
      'backup',
      'disk',
    ]);
    expect(intentDetails(signals, [CLOUD])).toEqual([
      {
        category: signals[5],
        products: [
          { product: signals[3], keywords: [signals[4]] },
          { product: signals[2], keywords: [signals[1], signals[0]] },
        ],
      },
    ]);
    expect(intentDetails(signals, [{ ...CLOUD, status: 'pending' }])).toEqual([]);
  });
});
