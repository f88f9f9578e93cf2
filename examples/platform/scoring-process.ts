import { mockService } from '../../src/testing/index.ts';
import { answerParent } from './child.ts';
import { serve } from './serve.ts';

// An external service that somebody else runs: it takes a company and calls back with a score of it.
const field = (serviceAttribute: string, dataType: string) => ({
  serviceAttribute,
  dataType,
  required: true,
});
const definition = {
  apiName: 'bicycle-fit',
  i18n: { en_US: { name: 'Bicycle fit', description: 'How well a company fits' } },
  description: 'Scores companies',
  primaryAttribute: 'product',
  enableSplitPaths: true,
  supportedEntityType: 'account',
  timeout: 60,
  invocationPayloadDef: {
    flowAttributes: [
      {
        apiName: 'product',
        i18n: { en_US: { displayName: 'Product' } },
        dataType: 'string',
        required: true,
      },
    ],
    accountFields: [field('companyName', 'string')],
    accessorsMetadata: [{ accessorName: 'score', dataType: 'integer' }],
  },
  callbackPayloadDef: { accountFields: [field('fit', 'integer')] },
};

/** The same score for the same name, from 0 to 99. */
function scoreOf(name: string): number {
  return Array.from(name).reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 100, 7);
}

const handlers: Record<string, (request: Request) => Promise<Response>> = {};
const url = await serve(handlers);
const service = mockService({
  url,
  definition,
  reply({ objectData: { objectContext } }) {
    const { companyName } = objectContext['accountData'] as { readonly companyName: string };
    const score = scoreOf(companyName);
    return { callbacks: [{ delay: 20, data: { fit: score }, accessorValues: { score } }] };
  },
});
for (const path of ['/openapi.json', '/getServiceDefinition', '/status', '/submitAsyncAction'])
  handlers[path] = (request) => service.handle(request);
answerParent(url, {
  asked: () => service.received.map(({ execution }) => execution.token),
  answered: () => service.callbacks.map(({ status }) => status),
});
