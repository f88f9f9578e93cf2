import type { CallbackFault } from './callback-answer.ts';

/** The answer to a callback that was taken in. */
export function accepted(): Response {
  return Response.json({ status: 'accepted', message: 'The answer was taken in.' });
}

/** A refusal in both forms of the protocol, flat and nested (E-13). */
export function refusal(
  status: number,
  code: string,
  message: string,
  details: readonly CallbackFault[] = [],
  headers: Readonly<Record<string, string>> = {},
): Response {
  const more = details.length === 0 ? {} : { details };
  const body = { status: 'error', code, message, ...more, error: { code, message, ...more } };
  const allow = status === 405 ? { allow: 'POST' } : {};
  return Response.json(body, { status, headers: { ...allow, ...headers } });
}
