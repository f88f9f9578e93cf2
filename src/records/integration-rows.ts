import type { Instant } from '../kernel/instant.ts';
import type { Key, Operation } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import { hasOutgoing, type Feeds } from '../runtime/feeds.ts';
import type { IntegrationBody, KeyBody } from './bodies.ts';
import { recordId } from './record-id.ts';

interface Fed {
  readonly id: string;
  readonly feeds?: Feeds;
}

/**
 * The row by which a record with changes for the platform is found. It is there exactly as long as the record has some: it
 * comes and goes in the commits that write the record (DI-21).
 */
export function outgoingRow(
  of: 'account' | 'person',
  before: Fed | undefined,
  { id, feeds }: Fed,
  at: Instant,
  operations: Operation[],
): void {
  const had = hasOutgoing(before?.feeds);
  if (had === hasOutgoing(feeds)) return;
  const key = outgoingKey(of, id);
  if (had) operations.push({ op: 'delete', key, version: 1 });
  else {
    const body = { type: 'outgoing', of, id };
    operations.push({ op: 'put', record: { ...key, version: 1, due: at, body } });
  }
}

/** Where the row of a record stands that has changes for the platform. */
export function outgoingKey(of: 'account' | 'person', id: string): Key {
  return { kind: 'integration', id: recordId('outgoing', of, id) };
}

/** Where it stands how far a source was read. */
export function cursorKey(source: string): Key {
  return { kind: 'integration', id: recordId('cursor', source) };
}

/** Where it stands which of our records a record of a source is. */
export function sourceKeyOf(source: string, of: KeyBody['of'], id: string): Key {
  return { kind: 'integration', id: recordId('key', source, of, id) };
}

/** Where a statement stands that could not be taken in; the next one about the same record takes its place. */
export function asideKey(source: string, of: string, id: string): Key {
  return { kind: 'integration', id: recordId('aside', source, of, id) };
}

/** Where it stands that the flow of a plan runs. */
export function flowKey(journey: string, plan: string): Key {
  return { kind: 'integration', id: recordId('flow', journey, plan) };
}

/** Where the ids of one kind of row begin. */
export function integrationPrefix(type: IntegrationBody['type'], of = ''): string {
  return of === '' ? joinIds(type, '') : joinIds(type, of, '');
}
