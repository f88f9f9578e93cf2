import { describe, expect, test } from 'vitest';
import {
  parseCreationJob,
  parseRolesTemplate,
  parseSolutionInterest,
} from '../../src/buying-group/template-schema.ts';
import { parseWeightingModel } from '../../src/engagement/model-schema.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { parseTaxonomy } from '../../src/intent/taxonomy-schema.ts';
import { formatPath } from '../../src/kernel/issue.ts';
import type { Result } from '../../src/kernel/issue.ts';
import { DEFAULT_PERSONAS } from '../../src/persona/default-personas.ts';
import { parsePersonas } from '../../src/persona/persona-schema.ts';
import { parseStageModel } from '../../src/stage/stage-schema.ts';
import { titled } from './groups.ts';

const DOCUMENTS: readonly (readonly [string, (input: unknown) => Result<unknown>, object])[] = [
  [
    'a roles template',
    parseRolesTemplate,
    {
      id: 'it',
      name: 'IT',
      description: 'd',
      status: 'draft',
      roles: [{ role: 'A', when: titled('VP'), autoAssign: true, weighting: 'vital' }],
    },
  ],
  [
    'a solution interest',
    parseSolutionInterest,
    { id: 'cloud', name: 'Cloud', template: 'it', stageModel: 'life', updateExisting: true },
  ],
  ['a creation job', parseCreationJob, { id: '7', interest: 'cloud', audience: 'all' }],
  [
    'a stage model',
    parseStageModel,
    {
      id: 'life',
      name: 'Life',
      status: 'live',
      stages: [
        { id: 'a', name: 'A', entry: true, to: ['b'] },
        { id: 'b', destination: 'success' },
      ],
    },
  ],
  ['personas', parsePersonas, DEFAULT_PERSONAS],
  ['a weighting model', parseWeightingModel, presetModel('prime')],
  [
    'categories',
    parseTaxonomy,
    [{ name: 'C', status: 'pending', products: [{ name: 'P', keywords: ['k'] }] }],
  ],
];

describe.each(DOCUMENTS)('%s', (_name, parse, document) => {
  test('BG-65 is the same when read back, and frozen', () => {
    const result = parse(JSON.parse(JSON.stringify(document)));
    expect(result).toEqual({ ok: true, value: document, issues: [] });
    expect(result.ok && Object.isFrozen(result.value)).toBe(true);
  });

  test('BG-65 nothing else is read, and nothing is thrown', () => {
    let deep: unknown = {};
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    for (const wrong of [null, 1, 'x', [1], {}, { id: 1 }, new Date(), deep, () => 1]) {
      expect(parse(wrong).ok).toBe(false);
    }
    const extra = Array.isArray(document)
      ? [{ ...(document[0] as object), extra: 1 }]
      : { ...document, extra: 1 };
    const path = Array.isArray(document) ? '[0].extra' : 'extra';
    expect(parse(extra).issues.map((issue) => `${issue.code} ${formatPath(issue.path)}`)).toEqual([
      `UNKNOWN_PROPERTY ${path}`,
    ]);
  });
});
