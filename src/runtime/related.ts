import type { RelatedRecord } from '../model/view.ts';
import type { Attributes, Value } from '../model/value.ts';
import type { RecordChange } from './input.ts';
import type { AttributeChanges } from '../model/value.ts';

/** The records after one of them was changed or removed; order of first arrival. */
export function withChange(
  records: readonly RelatedRecord[],
  { id, changes }: RecordChange,
): readonly RelatedRecord[] {
  if (changes === null) return records.filter((record) => record.id !== id);
  const at = records.findIndex((record) => record.id === id);
  if (at < 0) return [...records, { id, attributes: withChanges({}, changes) }];
  return records.with(at, { id, attributes: withChanges(records[at]!.attributes, changes) });
}

/** The custom objects after one record was changed or removed. Names come from the catalogue. */
export function withRecord(
  objects: Readonly<Record<string, readonly RelatedRecord[]>>,
  change: RecordChange & { readonly object: string },
): Readonly<Record<string, readonly RelatedRecord[]>> {
  const records = Object.hasOwn(objects, change.object) ? objects[change.object]! : [];
  return { ...objects, [change.object]: withChange(records, change) };
}

/** Attributes after several changes; `null` clears. */
export function withChanges(attributes: Attributes, changes: AttributeChanges): Attributes {
  const next: Record<string, Value> = { ...attributes };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) delete next[name];
    else next[name] = value;
  }
  return next;
}
