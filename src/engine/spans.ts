import type { Commit, CommitResult } from '../ports/storage.ts';
import type { Span, SpanAttributes, Tracer } from '../ports/tracer.ts';

/** What an engine times, by name. */
export type SpanName =
  | 'accompany.publish'
  | 'accompany.batch'
  | 'accompany.commit'
  | 'accompany.dispatch'
  | 'accompany.deliver';

const SILENT: Span = { set: () => undefined };

/**
 * The spans of one engine. What happens in its turns happens one after the other, so that the span that is open now is the
 * parent of the next one; what goes on beside them is told so. Without a tracer the work is called and nothing
 * else is done (OB-20).
 */
export class Spans {
  private readonly tracer: Tracer | null;
  private readonly subscription: string;
  private readonly failed: (error: unknown) => void;
  private current: Span | null = null;

  /** `failed` hears of a tracer that throws, or rejects with something else than the work (OB-23). */
  constructor(tracer: Tracer | null, subscription: string, failed: (error: unknown) => void) {
    this.tracer = tracer;
    this.subscription = subscription;
    this.failed = failed;
  }

  /** Work of a turn; spans within it are its children. */
  async run<T>(
    name: SpanName,
    attributes: SpanAttributes,
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    if (this.tracer === null) return work(SILENT);
    const above = this.current;
    return this.begin(this.tracer, name, attributes, async (span, own) => {
      if (own !== SILENT) this.current = own;
      try {
        return await work(span);
      } finally {
        this.current = above;
      }
    });
  }

  /** Work beside the turns: nothing is its child. */
  async beside<T>(
    name: SpanName,
    attributes: SpanAttributes,
    work: (span: Span) => Promise<T>,
  ): Promise<T> {
    if (this.tracer === null) return work(SILENT);
    return this.begin(this.tracer, name, attributes, work);
  }

  /** Times the commits of a storage; `undefined` without a tracer. */
  get aroundCommit():
    | ((commit: Commit, run: () => Promise<CommitResult>) => Promise<CommitResult>)
    | undefined {
    if (this.tracer === null) return undefined;
    return (commit, run) =>
      this.run('accompany.commit', attributesOf(commit), async (span) => {
        const result = await run();
        if (!result.ok)
          span.set({
            'accompany.conflicts': result.reason === 'conflict' ? result.conflicts.length : 0,
            'accompany.refused': result.reason,
          });
        return result;
      });
  }

  /** Whatever a tracer does, the work is done once and its outcome stands. */
  private begin<T>(
    tracer: Tracer,
    name: SpanName,
    attributes: SpanAttributes,
    work: (span: Span, own: Span) => Promise<T>,
  ): Promise<T> {
    let done: Promise<T> | undefined;
    let reason: unknown;
    const once = (span: Span): Promise<T> =>
      (done ??= work(this.guarded(span), span).catch((error: unknown) => {
        reason = error;
        throw error;
      }));
    const told = { 'accompany.subscription': this.subscription, ...attributes };
    try {
      tracer.span(name, told, this.current, once).catch((error: unknown) => {
        if (error !== reason) this.failed(error);
      });
    } catch (error) {
      this.failed(error);
    }
    return done ?? once(SILENT);
  }

  /** A span that bears what the tracer's own one throws. */
  private guarded(span: Span): Span {
    return {
      set: (attributes) => {
        try {
          span.set(attributes);
        } catch (error) {
          this.failed(error);
        }
      },
    };
  }
}

/** Counts, and the shard when all facts are of one. */
function attributesOf({ operations, counters }: Commit): SpanAttributes {
  const shards = new Set<number>();
  let facts = 0;
  for (const operation of operations) {
    if (operation.op !== 'put' || operation.record.kind !== 'fact') continue;
    facts += 1;
    shards.add((operation.record.body as { readonly shard: number }).shard);
  }
  const [only] = shards;
  return {
    'accompany.operations': operations.length,
    'accompany.counters': counters.length,
    'accompany.facts': facts,
    'accompany.shards': shards.size,
    ...(shards.size === 1 && only !== undefined && { 'accompany.shard': only }),
  };
}
