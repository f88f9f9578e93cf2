import type { Value } from '../model/value.ts';
import type { AccountDraft } from './draft.ts';

/** A built-in event that tells of one changed attribute. */
export function changeEvent(
  draft: AccountDraft,
  type: 'accountChanged' | 'personChanged',
  attribute: string,
  previous: Value | undefined,
  next: Value | null | undefined,
): { id: string; type: string; at: number; fields: Record<string, Value> } {
  const fields: Record<string, Value> = { attribute };
  if (previous !== undefined) fields['previousValue'] = previous;
  if (next !== null && next !== undefined) fields['newValue'] = next;
  return { id: `${type}:${attribute}`, type, at: draft.now, fields };
}
