import { problem, warning } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import type { ServiceType } from '../model/accessor.ts';
import type {
  ExternalService,
  ServiceAuth,
  ServiceField,
  ServiceInput,
} from '../model/external-service.ts';
import { LIMITS } from '../model/limits.ts';
import type { DefinedName, ServiceDefinition } from './definition-schema.ts';

/** What the OpenAPI document of a service says. */
export interface DocumentFacts {
  readonly document: string;
  readonly url: string;
  readonly title: string;
  readonly auth: ServiceAuth;
}

/** The draft of a service, with nothing mapped, and what is wrong or doubtful about its definition (XA-64 to XA-67). */
export function readDefinition(
  definition: ServiceDefinition,
  facts: DocumentFacts,
): { readonly service: ExternalService; readonly issues: readonly Issue[] } {
  const { invocationPayloadDef: sent, callbackPayloadDef: got } = definition;
  const issues: Issue[] = [];
  const at = (...path: (string | number)[]): Path => ['definition', ...path];
  const fields = (list: readonly DefinedName[] | undefined, path: Path): ServiceField[] =>
    inputs(list, path).map(({ name, ...rest }) => ({ field: name, ...rest }));
  function inputs(list: readonly DefinedName[] = [], path: Path): ServiceInput[] {
    return list.map(({ apiName, serviceAttribute, dataType, required = false }, index) => {
      const name = apiName ?? serviceAttribute ?? '';
      if (name === '') {
        const fix = 'Give it an apiName, or a serviceAttribute.';
        issues.push(problem('NAME_MISSING', [...path, index], 'It has no name.', fix));
      }
      return { name, type: typeOf(dataType), required };
    });
  }
  const flow = inputs(sent.flowAttributes, at('invocationPayloadDef', 'flowAttributes'));
  const { timeout = LIMITS.externalTimeoutDefaultMinutes, primaryAttribute } = definition;
  if (!flow.some(({ name }) => name === primaryAttribute)) {
    const message = `primaryAttribute ${JSON.stringify(primaryAttribute)} is no flow attribute.`;
    issues.push(
      warning('PRIMARY_ATTRIBUTE', at('primaryAttribute'), message, 'Name a flow attribute.'),
    );
  }
  const accessors = (sent.accessorsMetadata ?? []).map(({ accessorName, dataType }) => ({
    name: accessorName,
    type: typeOf(dataType),
  }));
  const service: ExternalService = {
    id: definition.apiName,
    name: facts.title,
    description: definition.description,
    status: 'draft',
    entity: definition.supportedEntityType,
    split: definition.enableSplitPaths,
    timeout,
    inputs: flow,
    accessors,
    sends: {
      account: fields(sent.accountFields, at('invocationPayloadDef', 'accountFields')),
      person: fields(sent.fields, at('invocationPayloadDef', 'fields')),
    },
    receives: {
      account: fields(got.accountFields, at('callbackPayloadDef', 'accountFields')),
      person: fields(got.fields, at('callbackPayloadDef', 'fields')),
    },
    wire: {
      document: facts.document,
      url: facts.url,
      auth: facts.auth,
      headers: Object.fromEntries(
        (sent.headers ?? []).flatMap(({ name, headerName, value, defaultValue }) => {
          const key = name ?? headerName;
          return key === undefined ? [] : [[key, value ?? defaultValue ?? '']];
        }),
      ),
      globals: inputs(sent.globalAttributes, at('invocationPayloadDef', 'globalAttributes')),
      journeyContext: sent.journeyContext ?? true,
      subscriptionContext: sent.subscriptionContext ?? true,
    },
  };
  return { service, issues };
}

function typeOf(dataType: DefinedName['dataType']): ServiceType {
  return dataType === 'email' || dataType === 'url' ? 'string' : dataType;
}
