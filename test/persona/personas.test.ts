import { judgePrompts, type PromptQuestion } from '../../src/dashboard/judge-prompts.ts';
import { describe, expect, test } from 'vitest';
import { checkCondition } from '../../src/conditions/check.ts';
import { compileCondition } from '../../src/conditions/compile.ts';
import { NO_REFERENCES } from '../../src/conditions/references.ts';
import { ConditionScope } from '../../src/conditions/scope.ts';
import { defaultCatalogue } from '../../src/model/default-catalogue.ts';
import { NO_ACCOUNT } from '../../src/model/view.ts';
import { checkPersonas } from '../../src/persona/check-personas.ts';
import { DEFAULT_PERSONAS } from '../../src/persona/default-personas.ts';
import { fitsPersona, personaIs, personaOf } from '../../src/persona/match-persona.ts';
import type { Persona } from '../../src/persona/persona.ts';
import { formatPath } from '../../src/kernel/issue.ts';

const CHIEF: Persona = {
  name: 'Chief',
  attributes: [
    { attribute: 'jobTitle', values: ['CEO', ' Chief Executive '], match: 'contains' },
    { attribute: 'country', values: ['DE'] },
  ],
};
const PROMPTED: Persona = {
  name: 'Buyer',
  attributes: [{ attribute: 'jobTitle', prompt: 'buys software' }],
};

function faults(...personas: Persona[]): string[] {
  return checkPersonas(personas, defaultCatalogue).map(
    ({ code, path }) => `${code} ${formatPath(path)}`,
  );
}

function persona(...attributes: Persona['attributes']): Persona {
  return { name: 'P', attributes };
}

describe('personas', () => {
  test('BG-90 names, numbers and attributes', () => {
    expect(faults(CHIEF, PROMPTED)).toEqual([]);
    expect(faults(CHIEF, { ...CHIEF, name: 'chief ' })).toEqual(['NAME_DUPLICATE [1].name']);
    expect(faults({ ...CHIEF, name: '' })).toEqual(['INVALID_NAME [0].name']);
    expect(faults(persona())).toEqual(['ATTRIBUTE_COUNT [0].attributes']);
    expect(faults(persona({ attribute: 'shoeSize', values: ['a'] }))).toEqual([
      'UNKNOWN_ATTRIBUTE [0].attributes[0].attribute',
    ]);
    expect(faults(persona({ attribute: 'birthDate', values: ['a'] }))).toEqual([
      'WRONG_TYPE [0].attributes[0].attribute',
    ]);
    for (const parts of [{}, { values: [' '] }, { values: ['a'], prompt: 'b' }]) {
      expect(faults(persona({ attribute: 'city', ...parts }))).toEqual([
        'INVALID_VALUE [0].attributes[0]',
      ]);
    }
    const many = Array.from({ length: 21 }, (_, at) => ({ ...CHIEF, name: `P${at}` }));
    expect(faults(...many)).toEqual(['TOO_MANY (root)']);
    const names = ['city', 'state', 'country', 'street', 'postalCode', 'jobTitle'];
    const six = names.map((attribute) => ({ attribute, values: ['a'] }));
    expect(faults(persona(...six))).toEqual(['ATTRIBUTE_COUNT [0].attributes']);
    const others = ['email', 'firstName', 'lastName', 'phone', 'fax'];
    const eleven = [names, others].map((list, at) => ({
      name: `P${at}`,
      attributes: list.map((attribute) => ({ attribute, values: ['a'] })),
    }));
    expect(faults(...eleven)).toContain('TOO_MANY (root)');
  });

  test('BG-91 each attribute has to fit', () => {
    expect(fitsPersona(CHIEF, { jobTitle: 'the chief executive officer', country: ' de ' })).toBe(
      true,
    );
    expect(fitsPersona(CHIEF, { jobTitle: 'CEO' })).toBe(false);
    expect(fitsPersona(CHIEF, { jobTitle: '', country: 'DE' })).toBe(false);
    expect(
      fitsPersona(persona({ attribute: 'jobTitle', values: ['CEO'] }), {
        jobTitle: 'CEO & founder',
      }),
    ).toBe(false);
    expect(fitsPersona(PROMPTED, { jobTitle: 'Purchaser' })).toBe(false);
    expect(
      fitsPersona(
        PROMPTED,
        { jobTitle: 'Purchaser' },
        (prompt, text) => `${prompt}: ${text}` === 'buys software: Purchaser',
      ),
    ).toBe(true);
  });

  test('BG-92 the first that fits; ten by job title', () => {
    expect(DEFAULT_PERSONAS).toHaveLength(10);
    expect(checkPersonas(DEFAULT_PERSONAS, defaultCatalogue)).toEqual([]);
    const titles = DEFAULT_PERSONAS.flatMap(({ name, attributes }) =>
      (attributes[0]!.values ?? []).map((title) => [title, name] as const),
    );
    for (const [title, name] of titles) {
      expect(personaOf(DEFAULT_PERSONAS, { jobTitle: ` ${title.toUpperCase()} ` })?.name).toBe(
        name,
      );
    }
    expect(personaOf(DEFAULT_PERSONAS, { jobTitle: 'Gardener' })).toBeNull();
  });

  test('BG-93 as a condition, which keeps what it was made of', () => {
    const condition = personaIs(
      [...DEFAULT_PERSONAS, CHIEF, PROMPTED],
      'cxo/evp',
      'Chief',
      'Buyer',
    );
    const context = {
      catalogue: defaultCatalogue,
      references: NO_REFERENCES,
      scope: 'person' as const,
    };
    const issues = checkCondition(condition, context);
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { test: holds } = compileCondition(condition, context);
    const is = (attributes: Record<string, string>): boolean => {
      const who = { id: 'p', attributes, roles: [], since: 0, events: [], objects: {} };
      return holds(new ConditionScope(NO_ACCOUNT, who, 0, null));
    };
    expect(is({ jobTitle: 'ceo' })).toBe(true);
    expect(is({ jobTitle: 'The CEO', country: 'de' })).toBe(true);
    expect(is({ jobTitle: 'The CEO' })).toBe(false);
    expect(is({ jobTitle: 'Purchaser' })).toBe(false);
    expect(Object.isFrozen(condition)).toBe(true);
  });
});

test('BG-149 a model is asked once about each pair of prompt and text', async () => {
  const personas: readonly Persona[] = [
    { name: 'Lead', attributes: [{ attribute: 'jobTitle', prompt: 'leads a company' }] },
  ];
  const people = [{ jobTitle: 'CEO' }, { jobTitle: 'Clerk' }, { jobTitle: 'CEO' }, {}];
  const asked: PromptQuestion[] = [];
  const judge = await judgePrompts(
    {
      judge(questions) {
        asked.push(...questions);
        return questions.map(({ text }) => text === 'CEO');
      },
    },
    personas,
    people,
  );
  expect(asked).toEqual([
    { prompt: 'leads a company', text: 'CEO' },
    { prompt: 'leads a company', text: 'Clerk' },
  ]);
  expect(people.map((one) => personaOf(personas, one, judge)?.name)).toEqual([
    'Lead',
    undefined,
    'Lead',
    undefined,
  ]);
  expect(judge('leads a company', 'Boss')).toBe(false);
  for (const answers of [[true], ['yes', 'no'], null])
    await expect(
      judgePrompts({ judge: () => answers as never }, personas, people),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', path: ['ai'] });
});
