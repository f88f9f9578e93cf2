import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';

/** The names that services give to types; `email` and `url` are kinds of text (E-06 of the protocol). */
const DATA_TYPES = [
  'string',
  'integer',
  'float',
  'boolean',
  'date',
  'datetime',
  'email',
  'url',
] as const;

const text = z.exactOptional(z.string());
const flag = z.exactOptional(z.boolean());
const dataType = z.enum(DATA_TYPES);

/** A field or an attribute: published definitions use either name for either (E-05, E-08). */
const named = z.looseObject({
  apiName: text,
  serviceAttribute: text,
  dataType,
  description: text,
  required: flag,
});

const header = z.looseObject({ name: text, headerName: text, value: text, defaultValue: text });

const list = z.exactOptional(z.array(named));

const schema = z.looseObject({
  apiName: z.string().check(z.minLength(1)),
  i18n: z.looseObject({ en_US: z.looseObject({ name: z.string(), description: z.string() }) }),
  description: z.string(),
  primaryAttribute: z.string(),
  supportedEntityType: z.enum(['lead', 'account', 'accountPerson']),
  enableSplitPaths: z.boolean(),
  timeout: z.exactOptional(z.int()),
  invocationPayloadDef: z.looseObject({
    globalAttributes: list,
    flowAttributes: list,
    fields: list,
    accountFields: list,
    headers: z.exactOptional(z.array(header)),
    journeyContext: flag,
    subscriptionContext: flag,
    accessorsMetadata: z.exactOptional(
      z.array(z.looseObject({ accessorName: z.string(), dataType })),
    ),
  }),
  callbackPayloadDef: z.looseObject({ fields: list, accountFields: list, attributes: list }),
});

/** What a service says of itself, as far as it is used. */
export interface ServiceDefinition {
  readonly apiName: string;
  readonly i18n: { readonly en_US: { readonly name: string; readonly description: string } };
  readonly description: string;
  readonly primaryAttribute: string;
  readonly supportedEntityType: 'lead' | 'account' | 'accountPerson';
  readonly enableSplitPaths: boolean;
  readonly timeout?: number;
  readonly invocationPayloadDef: {
    readonly globalAttributes?: readonly DefinedName[];
    readonly flowAttributes?: readonly DefinedName[];
    readonly fields?: readonly DefinedName[];
    readonly accountFields?: readonly DefinedName[];
    readonly headers?: readonly {
      readonly name?: string;
      readonly headerName?: string;
      readonly value?: string;
      readonly defaultValue?: string;
    }[];
    readonly journeyContext?: boolean;
    readonly subscriptionContext?: boolean;
    readonly accessorsMetadata?: readonly {
      readonly accessorName: string;
      readonly dataType: (typeof DATA_TYPES)[number];
    }[];
  };
  readonly callbackPayloadDef: {
    readonly fields?: readonly DefinedName[];
    readonly accountFields?: readonly DefinedName[];
    readonly attributes?: readonly DefinedName[];
  };
}

/** A field or attribute of a service. */
export interface DefinedName {
  readonly apiName?: string;
  readonly serviceAttribute?: string;
  readonly dataType: (typeof DATA_TYPES)[number];
  readonly required?: boolean;
}

/** Reads a service definition from a JSON value; never throws. */
export function parseDefinition(json: unknown): Result<ServiceDefinition> {
  return parseDocument(schema as unknown as z.ZodMiniType<ServiceDefinition>, json);
}
