/**
 * External actions on the wire: services that are installed from their OpenAPI document, called, and answer by callback.
 * `docs/connectors/external-actions.md`.
 *
 * @module accompany/external-actions
 */
export { callbackReceiver } from './callback-receiver.ts';
export type { CallbackReceiverOptions } from './callback-receiver.ts';
export type { Credentials } from './credentials.ts';
export { installService } from './install-service.ts';
export type { InstallOptions } from './install-service.ts';
export { serviceChannel } from './service-channel.ts';
export type { ServiceChannelOptions } from './service-channel.ts';
export { serviceStatus } from './service-status.ts';
