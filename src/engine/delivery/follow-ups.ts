import type { Instant } from '../../kernel/instant.ts';
import type { Receipt } from '../../ports/channel.ts';
import type { Operation, StoredRecord } from '../../ports/storage.ts';
import type { EffectBody } from '../../records/bodies.ts';
import { recordId } from '../../records/record-id.ts';
import { joinIds } from '../../runtime/effect.ts';
import type { Message } from '../../runtime/input.ts';
import { put } from '../../records/put.ts';

/** Events of the recipients that a simulated channel brings about (EN-57), as messages that wait for their instants. */
export function followUps(
  { id: effect, body }: StoredRecord<EffectBody>,
  { events = [] }: Receipt,
  now: Instant,
): readonly Operation[] {
  const { journey, node } = body.effect;
  return events.map(({ person, type, after, fields }, index) => {
    const at = now + Math.max(0, after);
    const id = joinIds('follow', effect, person, type, at, index);
    const message: Message = {
      id,
      to: 'person',
      subject: person,
      input: { kind: 'event', event: { id, type, at, fields: { journey, node, ...fields } } },
    };
    return put({ kind: 'message', id: recordId(id), version: 1, due: at, body: message });
  });
}
