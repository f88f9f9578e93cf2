import type { Outcome } from '../../runtime/fact.ts';

/** What became of one e-mail. */
export interface MailOutcome {
  readonly outcome: Outcome;
  /** A stable text without anything that a server or a profile said (EM-38). */
  readonly reason?: string;
}

/** The server has taken the e-mail over. */
export const SENT: MailOutcome = Object.freeze({ outcome: 'sent' });

/** The parts of a nodemailer error that say where in the conversation it stands. */
interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/** Commands whose refusal is about this e-mail, and not about the connection. */
const ABOUT_THE_MAIL: ReadonlySet<string> = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);

/**
 * What an error of the conversation with the server means (EM-34 to EM-36). `begun`: some of the message had left, so that
 * without an answer nobody knows whether it arrived.
 */
export function outcomeOf(error: unknown, begun: boolean): MailOutcome {
  const { code = 'unknown', responseCode, response, command = '' } = error as SmtpError;
  if (responseCode === undefined) {
    if (code === 'EENVELOPE' && command === 'API')
      return { outcome: 'refused', reason: 'bad_address' };
    return { outcome: begun ? 'unknown' : 'failed', reason: `smtp ${code}` };
  }
  const reason = `smtp ${responseCode}${enhancedCode(response)}`;
  const isFinal = responseCode >= 500 && ABOUT_THE_MAIL.has(command);
  return { outcome: isFinal ? 'refused' : 'failed', reason };
}

/** The enhanced status code of RFC 3463 that a response begins with. */
function enhancedCode(response = ''): string {
  const found = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/u.exec(response);
  return found === null ? '' : ` ${found[1]}`;
}
