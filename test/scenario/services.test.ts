import { expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import type { ExternalService } from '../../src/model/external-service.ts';
import { checkScenario } from '../../src/scenario/check.ts';
import type { ScenarioResponse } from '../../src/scenario/scenario.ts';
import { parseScenario } from '../../src/scenario/schema.ts';
import { effects, email, journey, play, scenario, way } from './parts.ts';

function service(entity: 'account' | 'lead', split: boolean): ExternalService {
  const field = (attribute: string) =>
    [{ field: attribute, type: 'integer', required: false, attribute }] as const;
  return {
    id: 's',
    name: 's',
    status: 'active',
    entity,
    split,
    timeout: 60,
    inputs: [],
    accessors: split ? [{ name: 'rank', type: 'integer' }] : [],
    sends: { account: [], person: [] },
    receives: {
      account: entity === 'account' ? field('employees') : [],
      person: entity === 'lead' ? field('engagementScore') : [],
    },
  };
}

const ask: JourneyNode = {
  kind: 'externalAction',
  id: 'ask',
  context: 'accounts',
  service: 's',
  next: 'good',
  failed: { next: 'bad' },
};
const rate: JourneyNode = {
  kind: 'externalSplitPeople',
  id: 'ask',
  service: 's',
  paths: [
    {
      id: 'high',
      when: [{ accessor: 'rank', operator: 'is', values: ['9'] }],
      actions: [email('offer')],
    },
  ],
  failed: { actions: [email('sorry')] },
};

const given = (responses: readonly ScenarioResponse[]) =>
  scenario({
    services: [service('account', false)],
    journeys: [journey([ask, email('good'), email('bad')])],
    responses,
  });
const rated = (responses: readonly ScenarioResponse[]) =>
  scenario({ services: [service('lead', true)], journeys: [journey([rate])], responses });

test('SC-35 SC-48 a service answers in time, again, too late, with an error, or not at all', async () => {
  const once = await play(
    given([
      {
        service: 's',
        answers: [
          { afterMinutes: 20, changes: { employees: 7 } },
          { afterMinutes: 30, changes: { employees: 8 } },
        ],
      },
    ]),
  );
  expect(way(once)).toBe('@01-05T09:00 start ask @01-05T09:20 good (completed)');
  expect(once.answers.map(({ at, ok, taken }) => [at, ok, taken])).toEqual([
    ['2026-01-05T09:20:00Z', 1, true],
    ['2026-01-05T09:30:00Z', 0, false],
  ]);
  expect(once.changes.map(({ next }) => next)).toEqual([7]);
  expect(effects(once)[0]).toBe('01-05T09:00 s acme sent');
  const late = await play(given([{ service: 's', answers: [{ afterMinutes: 61 }] }]));
  expect(way(late)).toContain('ask:failed @01-05T10:00 bad');
  expect(late.answers.map(({ taken }) => taken)).toEqual([false]);
  const none = await play(given([]));
  expect(way(none)).toContain('ask:failed @01-05T10:00 bad');
  expect(none.answers).toEqual([]);
  const error = await play(
    given([{ service: 's', answers: [{ afterMinutes: 5, ok: false, reason: 'NO' }] }]),
  );
  expect(way(error)).toContain('ask:failed @01-05T09:05 bad');
  expect(error.answers).toMatchObject([{ failed: 1, reason: 'NO', taken: true }]);
  const refused = await play(given([{ service: 's', outcome: 'refused', reason: 'http_422' }]));
  expect(way(refused)).toContain('bad (completed)');
  expect(refused.answers).toMatchObject([{ failed: 1, reason: 'http_422' }]);
});

test('SC-35 each person has the answer of the response that fits', async () => {
  const result = await play(
    rated([
      {
        people: ['ann'],
        service: 's',
        answers: [{ afterMinutes: 1, values: { rank: 9 }, attributes: { engagementScore: 3 } }],
      },
    ]),
  );
  expect(effects(result).slice(2)).toEqual([
    '01-05T10:00 offer ann sent',
    '01-05T10:00 sorry bob sent',
  ]);
  expect(result.attributes).toEqual([
    { account: null, person: 'ann', attribute: 'engagementScore', value: 3 },
  ]);
});

test('SC-18 answers that no service could give have issues with paths', () => {
  const check = (of: object): string[] => {
    const read = parseScenario(of);
    return (read.ok ? checkScenario(read.value) : read.issues).map(
      ({ code, path }) => `${code} ${path.join('.')}`,
    );
  };
  const at = 'responses.0';
  expect(check(given([{ service: 's', answers: [{ afterMinutes: 1 }] }]))).toEqual([]);
  expect(check(given([{ service: 'x' }]))).toEqual([`UNKNOWN_REFERENCE ${at}.service`]);
  expect(check(given([{ answers: [{ afterMinutes: 1 }] }]))).toEqual([
    `MISSING_PROPERTY ${at}.service`,
  ]);
  expect(
    check(
      given([
        {
          service: 's',
          people: ['ann'],
          outcome: 'refused',
          answers: [{ afterMinutes: 1, ok: false, changes: { employees: 'many' } }],
        },
      ]),
    ),
  ).toEqual([
    `ANSWER_WITHOUT_EFFECT ${at}.answers`,
    `WRONG_SUBJECT ${at}.people`,
    `WRONG_TYPE ${at}.answers.0.changes.employees`,
    `ANSWER_WITHOUT_EFFECT ${at}.answers.0.changes`,
  ]);
  const said = { values: { rank: 'x', other: 1 }, attributes: { jobTitle: 'y' } };
  expect(check(rated([{ service: 's', answers: [{ afterMinutes: 1, ...said }] }]))).toEqual([
    `WRONG_TYPE ${at}.answers.0.values.rank`,
    `UNKNOWN_ACCESSOR ${at}.answers.0.values.other`,
    `FIELD_UNMAPPED ${at}.answers.0.attributes.jobTitle`,
  ]);
  expect(check(given([{ service: 's', answers: [{ afterMinutes: -1 }] }])).length).toBe(1);
  const twice = { ...given([]), services: [service('account', false), service('account', false)] };
  expect(check(twice)).toContain('DUPLICATE_ID services.1');
});
