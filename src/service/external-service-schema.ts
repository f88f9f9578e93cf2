import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';
import { SERVICE_TYPES } from '../model/accessor.ts';
import { SERVICE_ENTITIES } from '../model/external-service.ts';
import type {
  ExternalService,
  ServiceAuth,
  ServiceField,
  ServiceInput,
  ServiceMapping,
  ServiceWire,
} from '../model/external-service.ts';

const type = z.enum(SERVICE_TYPES);
const text = z.exactOptional(z.string());

const input: z.ZodMiniType<ServiceInput> = z.strictObject({
  name: z.string(),
  type,
  required: z.boolean(),
});

const field: z.ZodMiniType<ServiceField> = z.strictObject({
  field: z.string(),
  type,
  required: z.boolean(),
  attribute: text,
});

const mapping: z.ZodMiniType<ServiceMapping> = z.strictObject({
  account: z.readonly(z.array(field)),
  person: z.readonly(z.array(field)),
});

const auth: z.ZodMiniType<ServiceAuth> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('apiKey'),
    in: z.enum(['header', 'query']),
    name: z.string(),
  }),
  z.strictObject({ type: z.literal('basic') }),
  z.strictObject({
    type: z.literal('oauth2'),
    flow: z.enum(['clientCredentials', 'authorizationCode']),
    tokenUrl: z.string(),
    refreshUrl: text,
    grantTypeName: text,
    clientIdName: text,
    clientSecretName: text,
  }),
]);

const wire: z.ZodMiniType<ServiceWire> = z.strictObject({
  document: z.string(),
  url: z.string(),
  auth,
  headers: z.record(z.string(), z.string()),
  globals: z.readonly(
    z.array(
      z.strictObject({
        name: z.string(),
        type,
        required: z.boolean(),
        value: z.exactOptional(z.union([z.string(), z.number(), z.boolean()])),
      }),
    ),
  ),
  journeyContext: z.boolean(),
  subscriptionContext: z.boolean(),
});

/** The form of an {@link ExternalService}; what it means is checked by `checkService`. */
export const ExternalServiceSchema: z.ZodMiniType<ExternalService> = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: text,
  status: z.enum(['draft', 'active']),
  entity: z.enum(SERVICE_ENTITIES),
  split: z.boolean(),
  timeout: z.number(),
  inputs: z.readonly(z.array(input)),
  accessors: z.readonly(z.array(z.strictObject({ name: z.string(), type }))),
  sends: mapping,
  receives: mapping,
  wire: z.exactOptional(wire),
});

/** Reads an external service from a JSON value; never throws. */
export function parseExternalService(json: unknown): Result<ExternalService> {
  return parseDocument(ExternalServiceSchema, json);
}
