import { Webhook } from 'standardwebhooks';
import type { Mail } from './mail-server.ts';

/** What the readers need. */
export interface ReadersOptions {
  /** Address of the host. */
  readonly host: string;
  /** The provider's secret. */
  readonly secret: string;
  readonly mails: () => Promise<readonly Mail[]>;
}

/** People who open every e-mail and click in the first one, and the provider that tells the host of it. */
export function playReaders({ host, secret, mails }: ReadersOptions): { read(): Promise<void> } {
  const told = new Set<string>();
  const webhook = new Webhook(secret);
  return {
    async read() {
      const fresh = (await mails()).filter(({ messageId }) => !told.has(messageId));
      if (fresh.length === 0) return;
      const events = fresh.flatMap(({ messageId, node, person }) => {
        told.add(messageId);
        const at = new Date().toISOString();
        const about = { at, person, email: node, node };
        return [
          { ...about, id: `${messageId}-opened`, type: 'opened' },
          ...(node === 'intro'
            ? [{ ...about, id: `${messageId}-clicked`, type: 'clicked', link: '/' }]
            : []),
        ];
      });
      const body = JSON.stringify({ events });
      const [id, now] = [`msg-${told.size}`, new Date()];
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
        'webhook-signature': webhook.sign(id, now, body),
      };
      // A provider tells everything twice if it likes.
      for (let time = 0; time < 2; time += 1) {
        const { status } = await fetch(`${host}/email-events`, { method: 'POST', body, headers });
        if (status !== 204) throw new Error(`The host answered ${status} to the provider.`);
      }
    },
  };
}
