import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Span as OtelSpan, Tracer as OtelTracer } from '@opentelemetry/api';
import { errorFacts } from '../kernel/error-facts.ts';
import type { Span, Tracer } from '../ports/tracer.ts';

/**
 * A tracer for `Engine.open` on the OpenTelemetry API (1.9 or newer, which the host installs). Spans of the engine are
 * children of each other, and of whatever span is active where the engine is called; while one lasts it is active itself,
 * so that the spans of a database driver come under it (OB-21). Errors are told by code or name, never by message.
 *
 * @example
 * ```ts
 * import { trace } from '@opentelemetry/api';
 * import { Engine, defaultCatalogue, memoryStorage } from 'accompany';
 * import { openTelemetryTracer } from 'accompany/telemetry';
 *
 * await using engine = await Engine.open({
 *   catalogue: defaultCatalogue,
 *   storage: memoryStorage(),
 *   tracer: openTelemetryTracer(trace.getTracer('accompany')),
 * });
 * ```
 */
export function openTelemetryTracer(tracer: OtelTracer): Tracer {
  const spans = new WeakMap<Span, OtelSpan>();
  return {
    span: async (name, attributes, parent, run) => {
      const above = parent === null ? undefined : spans.get(parent);
      const around =
        above === undefined ? context.active() : trace.setSpan(context.active(), above);
      const span = tracer.startSpan(name, { attributes }, around);
      const own: Span = { set: (more) => void span.setAttributes(more) };
      spans.set(own, span);
      try {
        return await context.with(trace.setSpan(around, span), () => run(own));
      } catch (error) {
        const { type, causes } = errorFacts(error);
        span.setAttribute('error.type', type);
        span.recordException({ name: type, message: causes.join(' ') });
        span.setStatus({ code: SpanStatusCode.ERROR, message: type });
        throw error;
      } finally {
        span.end();
      }
    },
  };
}
