import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  BackChange,
  BackReceipt,
  DataChange,
  IntegrationContext,
} from '../../ports/data-integration.ts';
import { filesIn, WRITTEN } from './files.ts';
import { rowsOf } from './rows.ts';

/** Changes that come back to a directory. */
export interface Written {
  take(
    changes: readonly BackChange[],
    context: IntegrationContext,
  ): Promise<readonly BackReceipt[]>;
}

interface Last {
  readonly key: string;
  readonly version: number;
}

/**
 * Appends each change as a statement of the subscription, once by its key. A directory does not know what others hold of a
 * record, so that every change is taken: its version is one above the one on which it rests, or the last one written.
 * Remembers one line for each record that ever came back.
 */
export function writtenIn(directory: string): Written {
  let last: Map<string, Last> | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function load(signal: AbortSignal): Promise<Map<string, Last>> {
    const found = new Map<string, Last>();
    const file = (await filesIn(directory)).find(({ name }) => name === WRITTEN);
    if (file === undefined) return found;
    for await (const { cells } of rowsOf(file, { bytes: 0, lines: 0 }, signal)) {
      const { type, id, key, version } = cells;
      if (typeof key === 'string' && typeof version === 'number')
        found.set(`${String(type)} ${String(id)}`, { key, version });
    }
    return found;
  }

  async function take(
    changes: readonly BackChange[],
    { origin, signal }: IntegrationContext,
  ): Promise<readonly BackReceipt[]> {
    last ??= await load(signal);
    const lines: string[] = [];
    const fresh = new Map<string, Last>();
    const receipts = changes.map((change): BackReceipt => {
      const { of: type, id, key, base, attributes } = change;
      const name = `${type} ${id}`;
      // Opportunities need their account, which a change does not carry.
      if (type === 'opportunity') return { outcome: 'refused', reason: 'opportunities_not_taken' };
      const known = fresh.get(name) ?? last!.get(name);
      if (known?.key === key) return { outcome: 'accepted', version: known.version };
      const version = Math.max(base, known?.version ?? 0) + 1;
      fresh.set(name, { key, version });
      const statement: DataChange = { type, id, version, origin, attributes };
      lines.push(`${JSON.stringify({ ...statement, key })}\n`);
      return { outcome: 'accepted', version };
    });
    if (lines.length > 0)
      await appendFile(join(directory, WRITTEN), lines.join(''), { flush: true });
    for (const [name, line] of fresh) last.set(name, line);
    return receipts;
  }

  return {
    take(changes, context) {
      const taken = queue.then(() => take(changes, context));
      queue = taken.catch(() => undefined);
      return taken;
    },
  };
}
