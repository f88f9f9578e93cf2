/** Numbers, states and ids of journeys; never ids or values of accounts and people (OB-22). */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work while it is under way. */
export interface Span {
  /** Adds attributes, or replaces them. */
  set(attributes: SpanAttributes): void;
}

/** Times what an engine does. `openTelemetryTracer` of `accompany/telemetry` makes one. */
export interface Tracer {
  /**
   * Calls `run` once and at once, and gives what it gives; the span lasts until that is settled. `parent` is the span
   * within which it happens, also when that has ended by now; `null`: none of the engine's.
   */
  span<T>(
    name: string,
    attributes: SpanAttributes,
    parent: Span | null,
    run: (span: Span) => Promise<T>,
  ): Promise<T>;
}
