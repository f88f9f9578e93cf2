import type { ScanQuery } from '../../ports/storage.ts';
import { place, placeBehind, placesBehind } from './placed-text.ts';

/** Beyond every instant, and still exact. */
const FAR = 9e15;

/** A scan as the parameters of the function that answers it. */
export interface ScanRequest {
  readonly statement: 'scanById' | 'scanByDue';
  readonly values: unknown[];
}

export function scanRequest(tenant: string, query: ScanQuery): ScanRequest {
  const { kind, limit } = query;
  if (query.index === 'id') {
    const { prefix = '', after = '', reverse = false } = query;
    const { low, high } = placesBehind(prefix, after, reverse);
    return { statement: 'scanById', values: [tenant, kind, ...low, ...high, reverse, limit] };
  }
  const until = Math.floor(Math.min(Math.max(query.until, -FAR), FAR));
  const { due, id } = query.after ?? { due: -FAR, id: '' };
  const low = id === '' ? place('') : placeBehind(id);
  return { statement: 'scanByDue', values: [tenant, kind, until, due, ...low, limit] };
}
