import { needArguments } from '../kernel/needed-arguments.ts';
import type { Engine } from '../engine/engine.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { IngestInput } from '../model/record.ts';
import type { IntentSource } from '../ports/intent.ts';

/** From where a source is read. */
export interface TakeIntentOptions {
  /** What the last reading ended with; missing: from the start. */
  readonly after?: string | null;
  readonly signal?: AbortSignal;
}

/**
 * Takes in what an intent source knows, page by page (BG-147); resolves with where the next reading goes on. When a page
 * is refused, those before it stay, and reading again from the same place is harmless.
 * @throws AccompanyError those of `Engine.ingest`; what the source throws
 */
export async function takeIntent<S extends CatalogueShape>(
  engine: Pick<Engine<S>, 'ingest'>,
  source: IntentSource,
  options: TakeIntentOptions = {},
): Promise<string | null> {
  needArguments('takeIntent', {
    engine: [engine, 'object'],
    source: [source, 'object'],
    options: [options, 'object'],
  });
  const { after = null, signal = new AbortController().signal } = options;
  let next = after;
  const pages = source.read({ after, signal });
  needArguments('takeIntent', { 'answer of the source': [pages, 'pages'] });
  for await (const page of pages) {
    needArguments('takeIntent', { page: [page, 'object'] });
    needArguments('takeIntent', { intent: [page.intent, 'list'] });
    await engine.ingest({ intent: page.intent } as IngestInput<S>, { signal });
    next = page.next;
  }
  return next;
}
