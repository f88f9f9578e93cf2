import { RECORD_KINDS } from '../../src/ports/storage.ts';
import type { Breach, Ending } from '../../src/testing/simulation/stage.ts';
import type { Look } from '../../src/testing/simulation/watch/change.ts';

/** Whom the host was told to be erased. */
export interface Erased {
  /** Adds texts by which somebody would be known again. */
  add(...marks: readonly string[]): void;
  /** One of these texts that stands in another one. */
  find(text: string): string | undefined;
  /** Nothing is written any more that names whom was erased: no record, no claim, no counter (RL-16, PV-21, PV-23). */
  readonly look: Look;
}

/** Nobody yet. */
export function nobodyErased(): Erased {
  const marks = new Set<string>();
  const find = (text: string): string | undefined => {
    for (const mark of marks) if (text.includes(mark)) return mark;
    return undefined;
  };
  return {
    add: (...more) => {
      for (const mark of more) marks.add(mark);
    },
    find,
    look({ commit: { operations, counters }, broken }) {
      if (marks.size === 0 || find(JSON.stringify([operations, counters])) === undefined) return;
      for (const part of [...operations, ...counters]) {
        const text = JSON.stringify(part);
        const mark = find(text);
        if (mark !== undefined) broken('PV-21', `${mark} was erased and comes back: ${text}`);
      }
    },
  };
}

/** Whoever was erased appears nowhere, and every erasure came to its end (PV-20, PV-22). */
export async function auditErased(
  { mirror, storage }: Ending,
  erased: Erased,
): Promise<readonly Breach[]> {
  const breaches: Breach[] = [];
  const lookAt = (what: unknown): void => {
    const text = JSON.stringify(what);
    const mark = erased.find(text);
    if (mark !== undefined) breaches.push({ rule: 'PV-20', what: `${mark} is left in ${text}` });
  };
  for (const kind of RECORD_KINDS) for (const record of mirror.all(kind).values()) lookAt(record);
  lookAt(await storage.counters('default', ''));
  lookAt(await storage.leases('default', ''));
  for (const { id, body } of mirror.all('erasure').values())
    if (body.kind !== 'key' && !body.complete)
      breaches.push({ rule: 'PV-22', what: `erasure ${id} is half done` });
  return breaches.slice(0, 3);
}
