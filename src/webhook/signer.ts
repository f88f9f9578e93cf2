import { Webhook } from 'standardwebhooks';

/** The headers of Standard Webhooks for one attempt: the id is that of the effect, the time that of the attempt (WH-10, WH-11). */
export type Signer = (id: string, at: Date, body: string) => Readonly<Record<string, string>>;

/** Signs with each secret; without any there is an id and a time alone. The secrets must have been checked. */
export function signer(secret: string | readonly string[] | undefined): Signer {
  const hooks = (secret === undefined ? [] : [secret].flat()).map((one) => new Webhook(one));
  return (id, at, body) => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    ...(hooks.length > 0 && {
      'webhook-signature': hooks.map((hook) => hook.sign(id, at, body)).join(' '),
    }),
  });
}
