import fc from 'fast-check';
import { DAY, HOUR } from '../../kernel/duration.ts';
import { toInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Catalogue, CatalogueShape } from '../../model/catalogue.ts';
import type { EventInput, InstantInput } from '../../model/record.ts';
import { attributesArbitrary } from './attributes-arbitrary.ts';
import { NO_INTEREST } from './interest.ts';
import type { Interest } from './interest.ts';

/** Whose events, and when. */
export interface EventsOptions {
  /** Account ids; events of accounts need some. */
  readonly accounts?: readonly string[];
  /** Person ids; events of people need some. */
  readonly people?: readonly string[];
  readonly from: InstantInput;
  /** Nothing arrives after it. */
  readonly to: InstantInput;
  /** Most events; missing: 12. */
  readonly most?: number;
  readonly interest?: Interest;
}

/** An event and when it reaches the engine, which is at its own instant or later. */
export interface Arrival<S extends CatalogueShape = CatalogueShape> {
  readonly arrives: Instant;
  readonly event: EventInput<S>;
}

/** Arrivals share a grid of this width, so that they meet each other and the ends of waits. */
const GRID = 6 * HOUR;

/**
 * Events of the catalogue in order of arrival: with equal timestamps, some twice with the same id, some late by hours
 * or days. Events that the engine makes by itself are left out.
 */
export function arbitraryEvents<S extends CatalogueShape>(
  catalogue: Catalogue<S>,
  options: EventsOptions,
): fc.Arbitrary<readonly Arrival<S>[]> {
  const { most = 12 } = options;
  const one = eventArbitrary(catalogue as Catalogue, options);
  if (one === undefined) return fc.constant([]);
  return fc.array(fc.tuple(one, fc.nat(9)), { maxLength: most }).map((drawn) => {
    const arrivals: Arrival[] = [];
    drawn.forEach(([{ arrives, event }, again], index) => {
      const arrival = { arrives, event: { ...event, id: `event-${index + 1}` } };
      arrivals.push(arrival);
      // The same once more: a source that repeats itself.
      if (again === 9) arrivals.push(arrival);
    });
    return arrivals.toSorted((a, b) => a.arrives - b.arrives) as unknown as readonly Arrival<S>[];
  });
}

function eventArbitrary(
  catalogue: Catalogue,
  { accounts = [], people = [], from, to, interest = NO_INTEREST }: EventsOptions,
): fc.Arbitrary<Arrival> | undefined {
  const wanted = new Set(interest.events.map(({ type }) => type));
  const kinds: fc.WeightedArbitrary<{
    type: string;
    fields: object;
    account?: string;
    person?: string;
  }>[] = [];
  for (const [type, { of, fields, builtIn }] of Object.entries(catalogue.events)) {
    const ids = of === 'account' ? accounts : people;
    if (builtIn || ids.length === 0) continue;
    const meetings = interest.events
      .filter((event) => event.type === type)
      .map((event) => event.fields);
    const values = attributesArbitrary(fields, {
      entity: 'event',
      owner: type,
      interest,
      meetings,
    });
    const arbitrary = fc.tuple(fc.constantFrom(...ids), values).map(([id, given]) => ({
      type,
      fields: given,
      ...(of === 'account' ? { account: id } : { person: id }),
    }));
    kinds.push({ arbitrary, weight: wanted.has(type) ? 12 : 1 });
  }
  if (kinds.length === 0) return undefined;
  const steps = Math.max(1, Math.floor((toInstant(to) - toInstant(from)) / GRID));
  return fc
    .tuple(
      fc.oneof(...kinds),
      fc.integer({ min: 1, max: steps }),
      fc.constantFrom(0, 0, 0, 0, 1, HOUR, DAY, 9 * DAY),
    )
    .map(([event, step, late]) => {
      const arrives = toInstant(from) + step * GRID;
      return { arrives, event: { id: '', at: arrives - late, ...event } as unknown as EventInput };
    });
}
