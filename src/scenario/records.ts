import type { Bodies } from '../records/bodies.ts';
import type { RecordKind } from '../ports/storage.ts';
import type { PlayedScenario } from './played-scenario.ts';

const PAGE = 500;

/** All records of a kind that a scenario has left in its storage, in order of id. */
export async function* recordsOf<K extends RecordKind & keyof Bodies>(
  { storage, subscription }: PlayedScenario,
  kind: K,
): AsyncGenerator<{ readonly id: string; readonly body: Bodies[K] }, void, void> {
  let after: string | undefined;
  for (;;) {
    const from = after === undefined ? {} : { after };
    const page = await storage.scan(subscription, { kind, index: 'id', limit: PAGE, ...from });
    for (const { id, body } of page) yield { id, body: body as Bodies[K] };
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}
