import { isRecord } from '../model/is-record.ts';
import type { ExternalService } from '../model/external-service.ts';
import { authorizer } from './credentials.ts';
import type { Credentials } from './credentials.ts';

/** Whether a service says that it is healthy (XA-76); why not otherwise. Never throws. */
export async function serviceStatus(options: {
  readonly service: ExternalService;
  readonly credentials?: Credentials;
  readonly fetch: typeof globalThis.fetch;
}): Promise<{ readonly healthy: boolean; readonly reason: string | null }> {
  const { service, fetch } = options;
  const { wire } = service;
  if (wire === undefined) return { healthy: false, reason: 'no_address' };
  try {
    const url = new URL(`${wire.url}/status`);
    const init = await authorizer({ auth: wire.auth, ...options })(url, null);
    const answer = await fetch(url, init);
    const json: unknown = answer.ok ? await answer.json() : null;
    const healthy = isRecord(json) && json['status'] === 'healthy';
    return { healthy, reason: healthy ? null : `http_${answer.status}` };
  } catch {
    return { healthy: false, reason: 'unreachable' };
  }
}
