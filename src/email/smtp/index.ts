/**
 * The channel that sends e-mails over SMTP; needs Node and the package `nodemailer`. Guide: `docs/connectors/email.md`.
 *
 * @packageDocumentation
 */

export { smtpChannel } from './smtp-channel.ts';
export type { SmtpChannel } from './smtp-channel.ts';
export type { EmailRecipient, SmtpOptions, SmtpServer } from './smtp-options.ts';
