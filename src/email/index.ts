/**
 * E-mail for journeys: messages as documents, templates, their checks and previews, the receiver of what a provider reports,
 * and links to opt out. Runs wherever the engine runs; what sends over SMTP is `accompany/email/smtp`. Guide:
 * `docs/connectors/email.md`.
 *
 * @packageDocumentation
 */

// Messages.
export { checkEmail } from './check.ts';
export type { EmailCheck } from './check.ts';
export type { ComposedEmail, ComposeOptions } from './compose.ts';
export { TEMPLATE_LIMITS } from './liquid.ts';
export type { TemplateLimits } from './liquid.ts';
export { parseEmailMessage } from './message-schema.ts';
export type { EmailMessage, EmailSender } from './message.ts';
export { plainText } from './plain-text.ts';
export { previewEmail } from './preview.ts';
export type { EmailAccount, EmailSubject, SubscriptionTexts } from './scope.ts';

// What comes back.
export { emailEvents } from './email-events.ts';
export type { EmailEventsOptions } from './email-events.ts';
export type { EmailIntake } from './intake.ts';
export type { EmailReport, EmailReports, REPORTS } from './report-schema.ts';
export { unsubscribeLinks } from './unsubscribe-links.ts';
export type { OptOut, UnsubscribeLinks, UnsubscribeOptions } from './unsubscribe-links.ts';
export type { UnsubscribePage } from './unsubscribe-page.ts';
