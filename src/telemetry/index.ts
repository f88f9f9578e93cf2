/**
 * Traces of an engine for OpenTelemetry.
 *
 * @packageDocumentation
 */

export { openTelemetryTracer } from './open-telemetry-tracer.ts';
export type { Span, SpanAttributes, Tracer } from '../ports/tracer.ts';
