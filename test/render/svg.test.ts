import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { renderSvg } from '../../src/render/index.ts';
import { NURTURE } from '../plan/nurture.ts';
import { journeys } from '../plan/random-journey.ts';
import { elements, readXml } from './well-formed.ts';
import type { Element } from './well-formed.ts';
import { character } from '../setup/character.ts';

function textsOf(svg: string): readonly string[] {
  return elements(readXml(svg)).flatMap(({ name, text }) =>
    ['title', 'desc', 'text'].includes(name) ? [text] : [],
  );
}

function labelled(label: string): JourneyDocument {
  const nodes = NURTURE.nodes.map((node): JourneyNode => {
    if (node.kind === 'splitAccounts') {
      return { ...node, label, paths: node.paths.map((path) => ({ ...path, label })) };
    }
    if (node.kind === 'splitPeople') {
      return { ...node, label, paths: node.paths.map((path) => ({ ...path, label })) };
    }
    return { ...node, label };
  });
  return { ...NURTURE, name: label, nodes };
}

describe('PL-71 an SVG picture', () => {
  test('PL-71 PL-72 is well-formed for every journey and has a title and a description', () => {
    fc.assert(
      fc.property(journeys(), (document) => {
        const svg = readXml(renderSvg(document));
        expect(svg.name).toBe('svg');
        expect(svg.children.slice(0, 2).map(({ name }) => name)).toEqual(['title', 'desc']);
        expect(svg.children[0]!.text).toBe(document.name);
        const ids = elements(svg).flatMap(({ attributes }) => attributes.get('id') ?? []);
        const named = svg.attributes.get('aria-labelledby')!.split(' ');
        expect(ids).toEqual(expect.arrayContaining(named));
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });

  test('PL-71 PL-72 is well-formed with any text in its labels, and shows it', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 1 }), (label) => {
        const svg = renderSvg(labelled(label));
        const shown = label
          .trim()
          .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
        if (shown !== '') expect(textsOf(svg).some((text) => text.includes(shown))).toBe(true);
      }),
    );
  });

  test('PL-71 refers to nothing outside of itself and runs nothing', () => {
    const svg = renderSvg(labelled('<script>alert(1)</script> javascript:'));
    const names = new Set(elements(readXml(svg)).map(({ name }) => name));
    for (const name of ['script', 'image', 'a', 'use', 'foreignObject', 'link', 'iframe']) {
      expect(names).not.toContain(name);
    }
    const attributes = elements(readXml(svg)).flatMap((element) => [...element.attributes]);
    const outside = attributes.filter(
      ([name, value]) => name.startsWith('on') || name.includes('href') || /url\((?!#)/.test(value),
    );
    expect(outside).toEqual([]);
    expect(svg).not.toContain('@import');
  });

  test('PL-71 keeps its style to itself when several stand in one page', () => {
    const style = (svg: string): string =>
      elements(readXml(svg)).find(({ name }) => name === 'style')!.text;
    const [a, b] = [renderSvg(NURTURE), renderSvg({ ...NURTURE, id: 'other' })];
    const scope = readXml(a).attributes.get('class')!;
    expect(style(b)).not.toContain(scope);
    for (const selector of style(a).matchAll(/^([^@{}]+)\{/gm)) {
      expect(selector[1]).toMatch(new RegExp(`^\\.${scope} `));
    }
  });

  test('PL-71 is the same every time', () => {
    expect(renderSvg(NURTURE)).toBe(renderSvg(structuredClone(NURTURE)));
  });
});

test('PL-72 every label of a journey with every kind of node stands in the picture', () => {
  const texts = textsOf(renderSvg(NURTURE));
  const labels = [
    'Enterprises',
    'Introduce',
    'Handed to sales',
    'Large & public',
    'Path 2',
    'All <others>',
    'Directors',
    'Other people',
    'Listened to event',
    'After 1 week',
    'Start',
    'End',
  ];
  for (const label of labels) expect(texts).toContain(label);
  expect(texts.join('\n')).toContain('business-case');
});

test('PL-72 a label that is too long for its box stands in full in its title', () => {
  const label = 'A very long label that says much more than any box could ever hold, twice over';
  const titles = elements(readXml(renderSvg(labelled(label)))).filter(
    ({ name }) => name === 'title',
  );
  expect(titles.filter(({ text }) => text.includes(label)).length).toBeGreaterThan(10);
});

describe('PL-74 counts', () => {
  const texts = (counts: ReadonlyMap<string, { entered: number; here: number }>) =>
    textsOf(renderSvg(NURTURE, { counts }));

  test('PL-74 stand at their nodes, also inside a split by people', () => {
    const shown = texts(
      new Map([
        ['pause', { entered: 12_345, here: 678 }],
        ['intro', { entered: 2, here: 0 }],
        ['case', { entered: 33, here: 0 }],
        ['roles', { entered: 44, here: 0 }],
      ]),
    );
    for (const text of [
      '12,345 entered',
      '678 here now',
      '2 entered',
      '33 entered',
      '44 entered',
    ]) {
      expect(shown).toContain(text);
    }
    expect(shown).not.toContain('0 here now');
  });

  test('PL-74 may be given as a record; unknown and inherited names count for nothing', () => {
    const record = { pause: { entered: 7, here: 0 }, nobody: { entered: 9, here: 0 } };
    const shown = textsOf(renderSvg(NURTURE, { counts: record }));
    expect(shown.filter((text) => text.endsWith('entered'))).toEqual(['7 entered']);
  });
});

describe('PL-75 a document with mistakes', () => {
  const mistaken = (nodes: readonly JourneyNode[]): Element =>
    readXml(renderSvg({ ...NURTURE, nodes }));

  test('PL-75 without nodes, with unknown targets, circles, twins and strays', () => {
    expect(mistaken([]).name).toBe('svg');
    const svg = mistaken([
      { kind: 'audience', id: 'a', next: 'b' },
      { kind: 'wait', id: 'b', next: 'c' },
      { kind: 'wait', id: 'c', next: 'b' },
      { kind: 'wait', id: 'c', next: 'nowhere' },
      { kind: 'merge', id: 'd', next: 'd' },
      { kind: 'splitPeople', id: 'e', paths: [] },
    ]);
    const lines = elements(svg).filter(({ attributes }) => attributes.get('class') === 'edge');
    expect(lines.map(({ attributes }) => attributes.get('d'))).toHaveLength(5);
    expect(
      elements(svg).every(({ attributes }) => ![...attributes.values()].join().includes('NaN')),
    ).toBe(true);
  });
});
