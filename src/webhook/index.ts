/**
 * The channel that calls an HTTP address for host actions of journeys; needs Node and the packages `undici`, `ipaddr.js` and
 * `standardwebhooks`. Guide: `docs/connectors/webhook.md`.
 *
 * @packageDocumentation
 */

export { webhookChannel } from './webhook-channel.ts';
export type { WebhookOptions, WebhookProfile } from './webhook-options.ts';
