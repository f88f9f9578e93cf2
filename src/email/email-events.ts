import { isAccompanyError } from '../kernel/errors.ts';
import type { Issue } from '../kernel/issue.ts';
import { parseJson } from '../kernel/json.ts';
import type { Catalogue } from '../model/definition.ts';
import type { EmailIntake } from './intake.ts';
import { limitedBody } from '../http/limited-body.ts';
import { parseReports } from './report-schema.ts';
import { takeReports } from './take-reports.ts';
import { signatureCheck } from './webhook-signature.ts';

/** What the receiver of reports needs. */
export interface EmailEventsOptions {
  /** Secret of the Standard Webhooks signature, or several while one replaces another. */
  readonly secret: string | readonly string[];
  readonly engine: EmailIntake;
  /** The engine's catalogue. */
  readonly catalogue: Catalogue;
  /** Stands before the ids of reports, so that two providers cannot mean the same event; missing: `email`. */
  readonly source?: string;
  /** Longest body in bytes; missing: 1,000,000. */
  readonly maxBytes?: number;
  /** Hears what went wrong on our side; the sender is told nothing of it. */
  readonly onError?: (error: unknown) => void;
}

/**
 * A handler that takes in what a provider reports of e-mails: `Request` to `Response`, for any framework (EM-50 to EM-56).
 * Answers 204 when everything is durable, 400 with issues, 401 for a signature that does not hold, 405, 413, and 503 when
 * the sender should try again.
 * @throws AccompanyError `INVALID_INPUT` for a secret that is none
 */
export function emailEvents(options: EmailEventsOptions): (request: Request) => Promise<Response> {
  const { engine, catalogue, source = 'email', maxBytes = 1_000_000, onError } = options;
  const isSigned = signatureCheck(options.secret);
  return async (request) => {
    if (request.method !== 'POST')
      return new Response(null, { status: 405, headers: { allow: 'POST' } });
    try {
      const body = await limitedBody(request, maxBytes);
      if (body === 'too_large') return new Response(null, { status: 413 });
      if (body === 'not_text' || !isSigned(body.text, request.headers))
        return new Response(null, { status: 401 });
      const reports = readReports(body.text);
      if (!reports.ok) return refusal(reports.issues);
      const { input, suppressed } = takeReports(reports.value, { catalogue, source });
      await engine.ingest(input);
      for (const { address, reason } of suppressed) await engine.suppress(address, reason);
      return new Response(null, { status: 204 });
    } catch (error) {
      if (isAccompanyError(error) && error.kind === 'invalid') {
        const { issues } = error.details as { readonly issues?: readonly Issue[] };
        return refusal(issues ?? []);
      }
      onError?.(error);
      return new Response(null, { status: 503, headers: { 'retry-after': '30' } });
    }
  };
}

function readReports(text: string): ReturnType<typeof parseReports> {
  try {
    return parseReports(parseJson(text));
  } catch (error) {
    if (!isAccompanyError(error)) throw error;
    const { code, path, message } = error;
    const fix = 'Send what docs/connectors/email.md describes.';
    return { ok: false, issues: [{ code, severity: 'error', path, message, fix }] };
  }
}

/** Says what is wrong and where, without the values. */
function refusal(issues: readonly Issue[]): Response {
  const shown = issues.slice(0, 20).map(({ code, path }) => ({ code, path }));
  return Response.json({ issues: shown }, { status: 400 });
}
