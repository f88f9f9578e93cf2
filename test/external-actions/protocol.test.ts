import { expect, test } from 'vitest';
import type { AskNode, ExternalPath, JourneyNode } from '../../src/journey/document.ts';
import type { AccessorTest } from '../../src/model/accessor.ts';
import type { ExternalService } from '../../src/model/external-service.ts';
import { exampleService, isPublishedHere, publishedSchemas } from './published.ts';
import { platform, tell } from './platform.ts';

const EXAMPLES = [
  ['account-enrichment.json', 'account'],
  ['lead-scoring.json', 'lead'],
  ['lead-enrichment.yaml', 'lead'],
  ['accountPerson-buying-group.json', 'accountPerson'],
] as const;

/** A path for each of two values of the service's first accessor. */
function pathsOf({ accessors }: ExternalService): readonly ExternalPath[] {
  const [first] = accessors;
  const isNumber = first!.type === 'integer' || first!.type === 'float';
  const when = (value: string): AccessorTest[] => [
    { accessor: first!.name, operator: isNumber ? 'greaterThanOrEqual' : 'is', values: [value] },
  ];
  return [
    { id: 'high', when: when(isNumber ? '80' : first!.type === 'boolean' ? 'true' : 'high') },
    { id: 'low', when: when(isNumber ? '0' : first!.type === 'boolean' ? 'false' : 'low') },
  ];
}

function high({ accessors }: ExternalService): Record<string, unknown> {
  const { name, type } = accessors[0]!;
  const value = type === 'string' ? 'high' : type === 'boolean' ? true : 90;
  return { [name]: value };
}

function nodesOf(service: ExternalService): readonly JourneyNode[] {
  const input = Object.fromEntries(
    service.inputs
      .filter(({ required }) => required)
      .map(({ name, type }) => [name, type === 'string' ? 'x' : 1]),
  );
  const common = { id: 'ask', service: service.id, input };
  if (service.entity === 'account') {
    const paths = pathsOf(service).map((path) => ({ ...path, next: path.id }));
    const ask: AskNode = {
      kind: 'externalSplitAccounts',
      ...common,
      paths,
      failed: { next: 'bad' },
    };
    return [ask, tell('high'), tell('low'), tell('bad')];
  }
  const paths = pathsOf(service).map((path) => ({ ...path, actions: [tell(path.id)] }));
  const ask: AskNode = {
    kind: 'externalSplitPeople',
    ...common,
    paths,
    failed: { actions: [tell('bad')] },
    next: 'after',
  };
  return [ask, tell('after')];
}

test.skipIf(!isPublishedHere).each(EXAMPLES)(
  'XA-70 XA-74 XA-84 the published service %s goes through a whole journey over HTTP, by the published schemas',
  async (file, entity) => {
    const definition = await exampleService(file);
    const faults = await publishedSchemas();
    let service: ExternalService | undefined;
    await using it = await platform({
      definition,
      nodes: (known) => {
        service = known;
        return nodesOf(known);
      },
      reply: () => ({
        callbacks: [
          { accessorValues: high(service!), people: [{ accessorValues: high(service!) }, null] },
        ],
      }),
    });
    await it.answered();
    expect(it.service.entity).toBe(entity);
    expect(it.mock.received.length).toBe(entity === 'lead' ? 2 : 1);
    for (const { execution } of it.mock.received) {
      // The published schema of objectContext fits no request about people of an account (oneOf without discriminator).
      const { objectContext, objectType } = execution.objectData;
      const wrong = faults('ExecutionRequest', execution).filter(
        (fault) => objectType !== 'accountPerson' || !fault.startsWith('/objectData/objectContext'),
      );
      expect(wrong).toEqual([]);
      const schema = {
        lead: 'LeadObjectData',
        account: 'AccountObjectData',
        accountPerson: 'AccountPersonObjectData',
      };
      expect(faults(schema[objectType], objectContext)).toEqual([]);
      for (const path of (execution['actionConfig'] as { pathConfig?: unknown[] }).pathConfig ?? [])
        expect(faults('PathConditionDefinition', path)).toEqual([]);
      expect(faults('ExecutionContext', execution['context'])).toEqual([]);
    }
    expect(it.mock.callbacks.map(({ status }) => status)).toEqual(it.mock.received.map(() => 200));
    for (const { body } of it.mock.callbacks) expect(faults('CallbackRequest', body)).toEqual([]);
    const expected = {
      account: ['high to 101,ann'],
      lead: ['high to 101,ann', 'after to 101,ann'],
      accountPerson: ['high to 101', 'after to 101,ann'],
    };
    expect(it.mails).toEqual(expected[entity]);
  },
);

test('XA-70 a request says what the service asked for, and nothing that is not mapped', async () => {
  await using it = await platform({
    definition: {
      apiName: 'rate',
      i18n: { en_US: { name: 'Rate', description: 'Rates.' } },
      description: 'Rates.',
      primaryAttribute: 'kind',
      supportedEntityType: 'account',
      enableSplitPaths: false,
      timeout: 30,
      invocationPayloadDef: {
        globalAttributes: [{ apiName: 'region', dataType: 'string', required: true }],
        flowAttributes: [{ apiName: 'kind', dataType: 'string', required: true }],
        accountFields: [
          { serviceAttribute: 'accountId', dataType: 'string', required: true },
          { serviceAttribute: 'employees', dataType: 'integer' },
        ],
        headers: [{ name: 'X-Journey', value: 'j-{{journey.id}}-{{nothing.here}}' }],
        subscriptionContext: false,
      },
      callbackPayloadDef: {
        accountFields: [{ serviceAttribute: 'employees', dataType: 'integer' }],
      },
    },
    nodes: ({ id }) => [
      {
        kind: 'externalAction',
        id: 'ask',
        context: 'accounts',
        service: id,
        input: { kind: 'full' },
        next: 'good',
        failed: { next: 'bad' },
      },
      tell('good'),
      tell('bad'),
    ],
    reply: () => ({ callbacks: [{ data: { employees: 77, unknown: 1 } }] }),
  });
  await it.answered();
  const [{ execution, headers }] = it.mock.received as [(typeof it.mock.received)[number]];
  expect(execution.objectData).toEqual({
    objectType: 'account',
    objectContext: {
      accountId: expect.stringMatching(/^\d+$/),
      accountData: { accountId: 'acme', employees: 5 },
    },
    flowStepContext: { kind: 'full' },
  });
  expect(execution['actionConfig']).toEqual({ timeout: 30 });
  expect(execution['context']).toMatchObject({
    journey: { id: 'j', name: 'Journey', status: 'Live' },
    admin: { region: 'x' },
  });
  expect(execution['context']).not.toHaveProperty('subscription');
  expect(headers.get('x-journey')).toBe('j-j-');
  expect(execution['customHeaders']).toEqual({ 'X-Journey': 'j-j-' });
  expect((await it.engine.account('acme'))?.attributes['size']).toBe(77);
  expect(it.mails).toEqual(['good to 101,ann']);
});
