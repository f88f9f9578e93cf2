import type { AccessorDeclaration, ServiceType } from './accessor.ts';

/** What a service is asked about: one person, one account, or an account with its people. */
export const SERVICE_ENTITIES = ['lead', 'account', 'accountPerson'] as const;

/** One of {@link SERVICE_ENTITIES}. */
export type ServiceEntity = (typeof SERVICE_ENTITIES)[number];

/**
 * An external service as a tenant has set it up: what its definition says, and what an administrator has mapped and filled
 * in. Plain JSON without secrets; credentials are given to the channel that calls it. Rules: `docs/semantics/external-actions.md`.
 */
export interface ExternalService {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Only active services can be used by journeys. */
  readonly status: 'draft' | 'active';
  readonly entity: ServiceEntity;
  /** Whether it is for external splits; otherwise it is for external actions. */
  readonly split: boolean;
  /** Minutes until an answer is not waited for any more, 1 to 240. */
  readonly timeout: number;
  /** What a node gives (*flow attributes*). */
  readonly inputs: readonly ServiceInput[];
  /** What it reports for paths to look at; none for external actions. */
  readonly accessors: readonly AccessorDeclaration[];
  /** Fields that are sent with a request, and which of our attributes they are. */
  readonly sends: ServiceMapping;
  /** Fields that an answer may change, and which of our attributes they change. */
  readonly receives: ServiceMapping;
  /** Where and how it is called; missing: a channel that needs no such thing. */
  readonly wire?: ServiceWire;
}

/** Fields of accounts and of people. */
export interface ServiceMapping {
  readonly account: readonly ServiceField[];
  readonly person: readonly ServiceField[];
}

/** A value that a node of a journey gives to a service. */
export interface ServiceInput {
  readonly name: string;
  readonly type: ServiceType;
  readonly required: boolean;
}

/** Stands for the id of the account or person itself, where a field is sent. */
export const OWN_ID = '@id';

/** One field of a service and the attribute of ours that it is; without attribute it is left out. */
export interface ServiceField {
  /** Name in the service. */
  readonly field: string;
  readonly type: ServiceType;
  readonly required: boolean;
  /** Name in the catalogue; where it is sent also {@link OWN_ID}. */
  readonly attribute?: string;
}

/** Where and how a service is called. */
export interface ServiceWire {
  /** The address of its document. */
  readonly document: string;
  /** The base of its calls. */
  readonly url: string;
  readonly auth: ServiceAuth;
  /** HTTP headers; values may hold `{{journey.id}}` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** What an administrator sets once (*global attributes*). */
  readonly globals: readonly (ServiceInput & { readonly value?: string | number | boolean })[];
  readonly journeyContext: boolean;
  readonly subscriptionContext: boolean;
}

/** How a service wants to be told who calls; the secrets themselves are never here. */
export type ServiceAuth =
  | { readonly type: 'apiKey'; readonly in: 'header' | 'query'; readonly name: string }
  | { readonly type: 'basic' }
  | {
      readonly type: 'oauth2';
      readonly flow: 'clientCredentials' | 'authorizationCode';
      readonly tokenUrl: string;
      readonly refreshUrl?: string;
      /** Other names of the parameters of a token request. */
      readonly grantTypeName?: string;
      readonly clientIdName?: string;
      readonly clientSecretName?: string;
    };
