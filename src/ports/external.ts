import type { Instant } from '../kernel/instant.ts';
import type { AccessorValues } from '../model/accessor.ts';
import type { ExternalService } from '../model/external-service.ts';
import type { Attributes } from '../model/value.ts';
import type { AttributeChanges } from '../model/value.ts';

/** One visit of a node that asks an external service. */
export interface RequestPlace {
  readonly account: string;
  readonly journey: string;
  /** 1 for the account's first entry into the journey. */
  readonly entry: number;
  readonly node: string;
}

/** What an engine still waits for at a {@link RequestPlace}. */
export interface OpenRequest {
  readonly service: string;
  /** Whom it was asked about. */
  readonly about: 'account' | 'people' | 'person';
  /** People without an answer yet; `null` for a request about the account. */
  readonly people: readonly string[] | null;
  /** When nobody waits any more. */
  readonly due: Instant;
}

/** What a service answered, in the words of the catalogue. */
export interface ServiceAnswer extends RequestPlace {
  /** What it changes of the account; missing: nothing. */
  readonly changes?: AttributeChanges;
  /** About whom it says something: `null` is the account itself. */
  readonly answers: readonly ServicePersonAnswer[];
  /** What holds for everybody else who was asked about; missing: they are still open. */
  readonly rest?: { readonly ok: boolean; readonly reason?: string };
}

/** What it says about one person, `null` for the account. */
export interface ServicePersonAnswer {
  readonly person: string | null;
  readonly ok: boolean;
  readonly reason?: string;
  /** Reported values, by accessor; missing: none. */
  readonly values?: AccessorValues;
  /** What it changes of the person; missing: nothing. */
  readonly attributes?: AttributeChanges;
}

/** Where answers of external services come in; `engine.external` is one. */
export interface ExternalPort {
  /** The tenant. */
  readonly subscription: string;
  /** A service by id, in whatever status; `undefined` for an unknown one. */
  service(id: string): Promise<ExternalService | undefined>;
  /** What is still waited for; `undefined` once it was answered, timed out, or the run went another way. */
  request(place: RequestPlace): Promise<OpenRequest | undefined>;
  /** Takes an answer: the first one counts, whoever is told twice. `not_waiting` changes nothing. */
  answer(answer: ServiceAnswer): Promise<'taken' | 'not_waiting'>;
}

/**
 * What a channel that calls a service needs besides the {@link Delivery}: read when this attempt was claimed, or the first
 * one that may have arrived (XA-54). Attributes are those that the channel's `profiles` names, all when it names none.
 */
export interface ServiceRequest {
  readonly subscription: string;
  readonly entry: number;
  /** When nobody waits for an answer any more. */
  readonly due: Instant;
  readonly account: { readonly id: string; readonly attributes: Attributes };
  /** Those who are asked about, in the order of the delivery's people; empty for a request about the account. */
  readonly people: readonly { readonly id: string; readonly attributes: Attributes }[];
  readonly journey: {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly start: Instant | null;
    readonly end: Instant | null;
  };
}
