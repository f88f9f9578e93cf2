import type { Instant } from '../../kernel/instant.ts';
import type { CatalogueShape } from '../../model/catalogue.ts';
import type { IngestInput } from '../../model/record.ts';

/** What happens to a tenant from beginning to end: what laws are tried on. Plain data. */
export interface TenantHistory<S extends CatalogueShape = CatalogueShape> {
  readonly start: Instant;
  /** Everything has been settled up to here at the end. */
  readonly end: Instant;
  /** Published before the first data, or after it. */
  readonly publishFirst: boolean;
  /** In order of `at`, none before `start` or after `end`. */
  readonly moments: readonly TenantMoment<S>[];
}

/** What reaches the engine at one instant, in one call each. */
export interface TenantMoment<S extends CatalogueShape = CatalogueShape> {
  readonly at: Instant;
  readonly input: IngestInput<S>;
  /** Members of static lists that come or go. */
  readonly lists?: readonly {
    readonly list: string;
    readonly add?: readonly string[];
    readonly remove?: readonly string[];
  }[];
  /** Addresses that get no e-mail from now on. */
  readonly suppress?: readonly string[];
}
