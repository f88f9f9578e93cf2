import type { AttributeDefinitions, Catalogue } from '../model/catalogue.ts';
import type { Entity } from './condition.ts';

/** Where in a condition a test stands: what it is about, and which records are in hand there. */
export interface Place {
  readonly scope: 'account' | 'person';
  readonly opportunity: boolean;
  /** Name of the custom object in hand. */
  readonly object: string | null;
  /** Type of the event in hand. */
  readonly event: string | null;
}

/** The outermost place of a condition; `event` for one that is about an event that has just happened. */
export function outermost(scope: 'account' | 'person', event: string | null = null): Place {
  return { scope, opportunity: false, object: null, event };
}

/** The place of `where` in a test of related records. */
export function insideRelated(
  place: Place,
  entity: 'person' | 'opportunity' | 'object',
  object: string | undefined,
): Place {
  switch (entity) {
    case 'person':
      return { ...place, scope: 'person' };
    case 'opportunity':
      return { ...place, opportunity: true };
    case 'object':
      return { ...place, object: object ?? null };
  }
}

/** The attributes or fields that a test of the entity may name; `null` when the entity cannot be seen from here. */
export function attributesIn(
  catalogue: Catalogue,
  place: Place,
  entity: Entity,
): AttributeDefinitions | null {
  switch (entity) {
    case 'account':
      return catalogue.account;
    case 'person':
      return place.scope === 'person' ? catalogue.person : null;
    case 'opportunity':
      return place.opportunity ? catalogue.opportunity : null;
    case 'object':
      return place.object === null ? null : (catalogue.objects[place.object]?.attributes ?? null);
    case 'event':
      return place.event === null ? null : (catalogue.events[place.event]?.fields ?? null);
  }
}
