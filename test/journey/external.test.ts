import { expect, test } from 'vitest';
import { compileJourney } from '../../src/journey/compile.ts';
import type { AskNode, JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { JourneyDraft } from '../../src/journey/draft.ts';
import { Journey } from '../../src/journey/journey.ts';
import { duplicateDocument } from '../../src/journey/duplicate.ts';
import { reported } from '../../src/journey/ask-step.ts';
import { edgesOf } from '../../src/journey/edge.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import { NO_REFERENCES } from '../../src/conditions/references.ts';
import { accessorHolds } from '../../src/model/accessor.ts';
import type { AccessorOperator, ServiceType } from '../../src/model/accessor.ts';
import { parsePlan } from '../../src/plan/parse-plan.ts';
import { printPlan } from '../../src/plan/print.ts';
import { renderMermaid, renderSvg } from '../../src/render/index.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { TENANT_SERVICES } from '../../src/testing/arbitraries/external-growth.ts';

const references = {
  ...NO_REFERENCES,
  audience: () => ({ of: 'accounts', condition: { kind: 'all', of: [] } }) as const,
  service: (id: string) => {
    const found = TENANT_SERVICES.find((one) => one.id === id.replace('draft-', ''));
    return (
      found && { ...found, status: id.startsWith('draft-') ? ('draft' as const) : found.status }
    );
  },
};

function documentOf(...nodes: readonly JourneyNode[]): JourneyDocument {
  const start = { kind: 'audience', id: 'start', audience: 'a', next: nodes[0]!.id } as const;
  return { format: 1, type: 'account', id: 'j', name: 'j', nodes: [start, ...nodes] };
}

const ACTION: AskNode = {
  kind: 'externalAction',
  id: 'ask',
  context: 'accounts',
  service: 'enrichAccount',
  next: 'done',
};
const DONE: JourneyNode = { kind: 'end', id: 'done' };
const SPLIT: AskNode = {
  kind: 'externalSplitAccounts',
  id: 'ask',
  service: 'rateAccount',
  paths: [
    {
      id: 'high',
      when: [{ accessor: 'rank', operator: 'greaterThan', values: ['5'] }],
      next: 'done',
    },
  ],
};
const PEOPLE: AskNode = {
  kind: 'externalSplitPeople',
  id: 'ask',
  service: 'ratePeople',
  paths: [
    {
      id: 'high',
      when: [{ accessor: 'tier', operator: 'is', values: ['gold'] }],
      actions: [
        {
          kind: 'action',
          id: 'mail',
          context: 'people',
          action: { type: 'sendEmail', email: 'm' },
        },
      ],
    },
  ],
  failed: {
    actions: [
      { kind: 'action', id: 'sorry', context: 'people', action: { type: 'sendEmail', email: 's' } },
    ],
  },
  next: 'done',
};

const codes = (node: AskNode): string =>
  validateJourney(documentOf(node, DONE), { catalogue: TENANT_CATALOGUE, references })
    .map(
      ({ code, severity, path }) =>
        `${code}${severity === 'warning' ? '?' : ''} ${path.slice(2).join('.')}`,
    )
    .join();

const tested = (accessor: string, operator: AccessorOperator, values: readonly string[]): AskNode =>
  ({
    ...SPLIT,
    paths: [{ id: 'high', when: [{ accessor, operator, values }], next: 'done' }],
  }) as AskNode;

test('XA-20 XA-21 a node fits the service that it names', () => {
  expect([ACTION, SPLIT, PEOPLE].map(codes)).toEqual(['', '', '']);
  expect(codes({ ...ACTION, service: ' ' })).toBe('NODE_INCOMPLETE service');
  expect(codes({ ...ACTION, service: 'nothing' })).toBe('UNKNOWN_SERVICE service');
  expect(codes({ ...ACTION, service: 'draft-enrichAccount' })).toBe('SERVICE_NOT_ACTIVE service');
  expect(codes({ ...ACTION, service: 'rateAccount' })).toBe('SERVICE_KIND service');
  expect(codes({ ...ACTION, service: 'enrichPeople' })).toBe('SERVICE_CONTEXT service');
  expect(codes({ ...ACTION, service: 'enrichAll' })).toBe('SERVICE_CONTEXT service');
  expect(codes({ ...ACTION, context: 'people', service: 'enrichAll' } as AskNode)).toBe('');
  expect(codes({ ...ACTION, input: { tag: 1 } })).toBe('SERVICE_INPUT input.tag');
  expect(codes({ ...ACTION, input: { other: 'x' } })).toBe('SERVICE_INPUT input.other');
});

test('XA-22 XA-23 XA-24 tests of paths fit the accessors', () => {
  expect(codes(tested('nothing', 'is', ['1']))).toBe('UNKNOWN_ACCESSOR paths.0.when.0.accessor');
  expect(codes(tested('tier', 'greaterThan', ['1']))).toBe(
    'ACCESSOR_OPERATOR paths.0.when.0.operator',
  );
  expect(codes(tested('rank', 'contains', ['1']))).toBe(
    'ACCESSOR_OPERATOR paths.0.when.0.operator',
  );
  expect(codes(tested('rank', 'is', []))).toBe('ACCESSOR_VALUES paths.0.when.0.values');
  expect(codes(tested('rank', 'lessThan', ['1', '2']))).toBe(
    'ACCESSOR_VALUES paths.0.when.0.values',
  );
  expect(codes(tested('rank', 'is', ['1', 'many']))).toBe('ACCESSOR_VALUES? paths.0.when.0.values');
  expect(codes({ ...SPLIT, paths: [{ id: 'a', when: [], next: 'done' }] } as AskNode)).toContain(
    'FILTER_EMPTY',
  );
});

test('XA-25 timeout or error is always there', () => {
  expect(edgesOf(ACTION).map(({ branch, label }) => [branch, label])).toEqual([
    ['next', 'Path'],
    ['failed', 'Timeout or error'],
  ]);
  expect(edgesOf(SPLIT).map(({ branch }) => branch)).toEqual([{ path: 'high' }, 'failed']);
  const reserved = {
    ...SPLIT,
    paths: [{ ...(SPLIT as unknown as { paths: object[] }).paths[0], id: 'failed' }],
  };
  expect(codes(reserved as AskNode)).toBe('DUPLICATE_PATH paths.0.id');
  const plan = compileJourney(documentOf(SPLIT, DONE), { catalogue: TENANT_CATALOGUE, references });
  expect(plan.campaigns.map(({ exit }) => exit.op)).toEqual(['ask', 'end', 'end']);
  expect(plan.campaigns[0]!.exit).toMatchObject({ route: { failed: 2, other: null } });
});

test('XA-26 a plan with external nodes holds what it needs, is read back, and is printed', () => {
  for (const [node, route] of [
    [ACTION, { by: 'outcome', failsOn: 'all' }],
    [SPLIT, { by: 'account', paths: [{ tests: [{ type: 'integer' }] }] }],
    [PEOPLE, { by: 'people', paths: [{ acts: [{ node: 'mail' }] }], failed: [{ node: 'sorry' }] }],
  ] as const) {
    const plan = compileJourney(documentOf(node, DONE), {
      catalogue: TENANT_CATALOGUE,
      references,
    });
    expect(plan.campaigns[0]!.exit).toMatchObject({ op: 'ask', route });
    expect(parsePlan(JSON.parse(JSON.stringify(plan)))).toMatchObject({ ok: true });
    expect(printPlan(plan)).toContain(`ask 'ask': service '${node.service}'`);
  }
  expect(() =>
    compileJourney(documentOf({ ...ACTION, service: 'draft-enrichAccount' }, DONE), {
      catalogue: TENANT_CATALOGUE,
      references,
    }),
  ).toThrow(expect.objectContaining({ code: 'PUBLISH_REFUSED' }));
});

test('PL-70 PL-71 external nodes are drawn with their paths', () => {
  for (const node of [ACTION, SPLIT, PEOPLE]) {
    const document = documentOf(node, DONE);
    expect(renderMermaid(document)).toContain('Timeout or error');
    expect(renderSvg(document)).toContain('Timeout or error');
  }
  expect(renderMermaid(documentOf(ACTION, DONE))).toContain('External action');
});

test('JD-81 JD-82 JD-83 JD-85 external nodes are edited like others', () => {
  const draft = JourneyDraft.of(Journey.fromJSON(documentOf(PEOPLE, DONE)));
  draft.addPath('ask', {
    id: 'low',
    when: [{ accessor: 'tier', operator: 'isNot', values: ['gold'] }],
  });
  expect(() => draft.addPath('ask', { id: 'no', when: { kind: 'all', of: [] } })).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
  const mail = {
    kind: 'action',
    id: 'more',
    context: 'people',
    action: { type: 'sendEmail', email: 'x' },
  } as const;
  draft.addNode({ node: 'ask', branch: 'failed' }, mail);
  expect(() => draft.removeNode('ask')).toThrow(expect.objectContaining({ code: 'NOT_ALLOWED' }));
  draft.removeNode('more');
  draft.updateNode('ask', { service: 'rateAll' });
  const { nodes } = draft.journey().document;
  expect(nodes.find(({ id }) => id === 'ask')).toMatchObject({
    service: 'rateAll',
    paths: [{ id: 'high' }, { id: 'low' }],
  });
  const bare = duplicateDocument(documentOf(SPLIT, DONE), 'copy', { details: false });
  expect(bare.nodes[1]).toEqual({
    kind: 'externalSplitAccounts',
    id: 'ask',
    service: '',
    paths: [{ id: 'high', next: 'done' }],
  });
});

test('XA-30 XA-31 XA-32 the eight operators on every type', () => {
  const holds = (
    type: ServiceType,
    operator: AccessorOperator,
    values: string[],
    value?: unknown,
  ): boolean =>
    accessorHolds(
      { accessor: 'a', operator, values, type },
      (value === undefined ? {} : { a: value }) as never,
    );
  const cases: readonly [ServiceType, AccessorOperator, string[], unknown, boolean][] = [
    ['string', 'is', ['Gold', 'silver'], 'GOLD', true],
    ['string', 'is', ['gold'], 'golden', false],
    ['string', 'isNot', ['gold', 'silver'], 'bronze', true],
    ['string', 'isNot', ['gold'], 'Gold', false],
    ['string', 'contains', ['x', 'OL'], 'Gold', true],
    ['string', 'contains', ['x'], 'Gold', false],
    ['string', 'notContains', ['x'], 'Gold', true],
    ['string', 'notContains', ['x', 'g'], 'Gold', false],
    ['integer', 'is', ['80'], 80, true],
    ['integer', 'greaterThan', ['80'], 80, false],
    ['integer', 'greaterThanOrEqual', ['80'], 80, true],
    ['integer', 'lessThan', ['80'], 79, true],
    ['integer', 'lessThanOrEqual', ['80'], 81, false],
    ['integer', 'is', ['80'], 80.5, false],
    ['integer', 'is', ['80'], '80', false],
    ['float', 'greaterThan', ['0.5'], 0.75, true],
    ['float', 'greaterThan', ['.5e1'], 6, true],
    ['float', 'is', ['NaN'], Number.NaN, false],
    ['boolean', 'is', ['true'], true, true],
    ['boolean', 'isNot', ['true'], false, true],
    ['boolean', 'is', ['yes'], true, false],
    ['date', 'greaterThan', ['2026-01-05'], '2026-01-06', true],
    ['datetime', 'is', ['2026-01-05T10:00:00+01:00'], '2026-01-05T09:00:00Z', true],
    ['datetime', 'lessThan', ['2026-01-05T10:00:00'], '2026-01-01T00:00:00Z', false],
  ];
  for (const [type, operator, values, value, expected] of cases)
    expect(
      holds(type, operator, values, value),
      `${type} ${operator} ${values.join()} ${String(value)}`,
    ).toBe(expected);
  for (const operator of ['is', 'isNot', 'contains', 'notContains'] as const) {
    expect(holds('string', operator, ['gold']), operator).toBe(false);
    expect(holds('string', operator, ['gold'], 5), operator).toBe(false);
    expect(holds('string', operator, [], 'gold'), operator).toBe(false);
  }
  expect(
    accessorHolds(
      { accessor: 'constructor', operator: 'isNot', values: ['x'], type: 'string' },
      {},
    ),
  ).toBe(false);
});

test('JD-61 JD-62 JD-67 external nodes are built by steps', () => {
  const journey = Journey.forAccounts('built', { audience: { audience: 'a' } })
    .ask('enrichAccount', { input: { tag: 'x' }, onFailure: (path) => path.wait({ days: 1 }) })
    .splitByService(
      'rateAccount',
      (paths) =>
        paths
          .when('High', reported('rank', 'greaterThan', 5), (path) => path.sendEmail('high'))
          .when('Hot', [reported('hot', 'is', true), reported('tier', 'is', 'gold')])
          .otherwise((path) => path.end()),
      { onFailure: (path) => path.sendEmail('sorry') },
    )
    .splitPeopleByService({ id: 'rateAll' }, (paths) =>
      paths
        .when('High', reported('rank', 'is', 9), (people) => people.sendEmail('you'))
        .otherwise()
        .onFailure((people) => people.sendEmail('later')),
    )
    .ask('enrichPeople', { context: 'people', failsOn: 'any' });
  const { nodes } = journey.document;
  expect(nodes.map(({ id }) => id)).toEqual([
    'audience',
    'ask-1',
    'wait-1',
    'merge-1',
    'split-1',
    'send-email-1',
    'end-1',
    'send-email-2',
    'merge-2',
    'split-people-1',
    'ask-2',
  ]);
  expect(nodes.find(({ id }) => id === 'ask-1')).toEqual({
    kind: 'externalAction',
    id: 'ask-1',
    service: 'enrichAccount',
    input: { tag: 'x' },
    context: 'accounts',
    next: 'merge-1',
    failed: { next: 'wait-1' },
  });
  const issues = validateJourney(journey.document, { catalogue: TENANT_CATALOGUE, references });
  expect(issues).toEqual([]);
});
