import { AccompanyError } from '../../kernel/errors.ts';
import { formatIssue } from '../../kernel/issue.ts';
import { TEMPLATE_LIMITS } from '../liquid.ts';
import { scopeOf, type EmailSubject } from '../scope.ts';
import { templateReader, type PathRead } from '../template.ts';
import type { EmailRecipient, SmtpOptions } from './smtp-options.ts';

/** Where recipients opt out. */
export interface OptOut {
  /** What it may read of what is in scope. */
  readonly mayRead: readonly PathRead[];
  /** Empty for nowhere; rejects where the host's function does, and where a limit is met. */
  url(recipient: EmailRecipient, subject: EmailSubject): Promise<string>;
}

/** @throws AccompanyError `INVALID_INPUT` for a template that cannot be read */
export function optOutOf(options: SmtpOptions): OptOut {
  const { unsubscribe = '', catalogue, subscription = {} } = options;
  if (typeof unsubscribe === 'function')
    return { mayRead: [], url: async (recipient) => unsubscribe(recipient) };
  const read = templateReader({ ...TEMPLATE_LIMITS, ...options.templates })(unsubscribe, 'line');
  if (!read.ok) {
    const message = `The template of the link to opt out cannot be used: ${read.issues.map(formatIssue).join('; ')}`;
    throw new AccompanyError('INVALID_INPUT', message, { path: ['unsubscribe'] });
  }
  const template = read.value;
  return {
    mayRead: template.mayRead,
    async url(_, subject) {
      const scope = scopeOf(subject, { catalogue, subscription, group: undefined });
      const url = template.render(scope, subject.at);
      if (!url.ok) throw new Error('The template of the link to opt out met a limit.');
      return url.value;
    },
  };
}
