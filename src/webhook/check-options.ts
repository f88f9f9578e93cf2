import { isWebhookSecret } from '../connectors/webhook-secret.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Path } from '../kernel/issue.ts';
import { needObject } from '../kernel/object-argument.ts';
import type { AttributeDefinitions } from '../model/definition.ts';
import type { WebhookOptions } from './webhook-options.ts';

/** Headers that the channel or the transport writes, in lower case. */
const OWN: ReadonlySet<string> = new Set([
  'accept',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
]);

/**
 * Refuses options that cannot be meant (WH-3). What was given never stands in the error: it may be a secret.
 * @throws AccompanyError `INVALID_INPUT` with the option as path
 */
export function checkOptions(options: WebhookOptions): void {
  needObject(options, 'webhookChannel needs { url }.');
  const { url, secret, headers = {}, profile, maxBytes = 1, together = 1 } = options;
  if (typeof url === 'string') need(isAddress(url), ['url'], ADDRESS);
  else {
    needObject(url, 'url of webhookChannel must be an address, or addresses by action.');
    need(Object.keys(url).length > 0, ['url'], 'an address, or addresses by action');
    for (const [name, one] of Object.entries(url)) need(isAddress(one), ['url', name], ADDRESS);
  }
  const secrets = secret === undefined ? [] : [secret].flat();
  const areSecrets = secrets.every(isWebhookSecret) && (secret === undefined || secrets.length > 0);
  need(areSecrets, ['secret'], 'whsec_ and at least 24 bytes in base64, or several of these');
  needObject(headers, 'headers of webhookChannel must be an object of texts.');
  for (const [name, value] of Object.entries(headers))
    need(
      isHeader(name, value),
      ['headers', name],
      'one line of ASCII that the channel leaves free',
    );
  if (profile !== undefined) {
    const { catalogue, account = [], person = [] } = profile;
    needNames(catalogue.account, account, 'account');
    needNames(catalogue.person, person, 'person');
  }
  need(isCount(maxBytes), ['maxBytes'], 'a whole number of bytes');
  need(isCount(together), ['together'], 'a whole number of calls');
}

const ADDRESS = 'an absolute address with http or https and without a user';

function needNames(known: AttributeDefinitions, names: readonly string[], of: string): void {
  names.forEach((name, index) =>
    need(Object.hasOwn(known, name), ['profile', of, index], 'an attribute of the catalogue'),
  );
}

function need(fits: boolean, path: Path, wanted: string): void {
  if (fits) return;
  const message = `${path.join('.')} of webhookChannel must be ${wanted}.`;
  throw new AccompanyError('INVALID_INPUT', message, { path });
}

function isAddress(text: unknown): boolean {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  return url !== null && /^https?:$/u.test(url.protocol) && url.username + url.password === '';
}

function isHeader(name: string, value: unknown): boolean {
  const isName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/u.test(name) && !OWN.has(name.toLowerCase());
  return isName && typeof value === 'string' && /^[\x20-\x7e]{0,8192}$/u.test(value);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
