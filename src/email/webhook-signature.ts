import { Webhook } from 'standardwebhooks';
import { isWebhookSecret } from '../connectors/webhook-secret.ts';
import { AccompanyError } from '../kernel/errors.ts';

/**
 * A check of Standard Webhooks signatures (EM-50) over id, time and body; times more than five minutes off are refused. Any
 * of several secrets may have signed, so that they can be changed without a gap.
 * @throws AccompanyError `INVALID_INPUT` for a secret that is none; it does not say what was given
 */
export function signatureCheck(
  secret: string | readonly string[],
): (body: string, headers: Headers) => boolean {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const isFine = Array.isArray(secrets) && secrets.length > 0 && secrets.every(isWebhookSecret);
  if (!isFine) {
    const message =
      'A secret is whsec_ and at least 24 bytes in base64. Make one from random bytes and keep it safe.';
    throw new AccompanyError('INVALID_INPUT', message, { path: ['secret'] });
  }
  const checks = secrets.map((one) => new Webhook(one));
  return (body, headers) => {
    const given = Object.fromEntries(headers);
    return checks.some((check) => {
      try {
        check.verify(body, given, { jsonParse: false });
        return true;
      } catch {
        return false;
      }
    });
  };
}
