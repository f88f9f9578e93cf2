import type { ExternalService } from '../model/external-service.ts';
import type { Condition } from './condition.ts';

/** What the names in a condition stand for. Given by whoever compiles or checks it; the engine's is its registry. */
export interface References {
  readonly audience: (
    id: string,
  ) => { readonly of: 'accounts' | 'people'; readonly condition: Condition } | undefined;
  /** `condition` is `null` for a static list. */
  readonly list: (
    id: string,
  ) => { readonly condition: Condition | null; readonly live: boolean } | undefined;
  /** Roles of a buying group definition, and the id of its stage model. */
  readonly group: (
    id: string,
  ) => { readonly roles: readonly string[]; readonly stageModel?: string } | undefined;
  /** Ids of the stages of a live stage model; missing: no model is known. */
  readonly stages?: (model: string) => readonly string[] | undefined;
  /** An external service, in whatever status; missing: none is known. */
  readonly service?: (id: string) => ExternalService | undefined;
}

/** References that know no name. */
export const NO_REFERENCES: References = {
  audience: () => undefined,
  list: () => undefined,
  group: () => undefined,
};
