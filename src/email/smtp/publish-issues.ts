import { problem, under, warning, type Issue } from '../../kernel/issue.ts';
import type { Channel } from '../../ports/channel.ts';
import { isAddress } from '../address.ts';
import { checkEmail } from '../check.ts';
import type { Composer } from '../compose.ts';
import type { SmtpOptions } from './smtp-options.ts';

/** What stands against publishing a journey with an e-mail or a sales alert (EM-30). */
export function publishIssues(
  { subscription = {}, unsubscribe }: SmtpOptions,
  messages: ReadonlyMap<string, Composer>,
): NonNullable<Channel['issuesOf']> {
  return (action, { catalogue }) => {
    if (action.type === 'sendSalesAlert') return action.to.flatMap(addressIssues);
    if (action.type !== 'sendEmail') return [];
    const { email, operational = false } = action;
    const message = messages.get(email)?.message;
    if (message === undefined) {
      const fix = 'Name one of the messages that the channel was made with.';
      return [problem('EMAIL_UNKNOWN', ['email'], `There is no message ${email}.`, fix)];
    }
    const issues = checkEmail(message, { catalogue, subscription, operational });
    return under(
      ['email'],
      unsubscribe === undefined && !operational ? [...issues, NOWHERE] : issues,
    );
  };
}

const NOWHERE: Issue = warning(
  'EMAIL_OPT_OUT',
  [],
  'The channel does not say where people opt out.',
  'Make it with unsubscribe.',
);

function addressIssues(address: string, index: number): readonly Issue[] {
  if (isAddress(address.trim())) return [];
  const fix = 'Give one address, such as sales@example.com.';
  return [problem('EMAIL_ADDRESS', ['to', index], 'This is no e-mail address.', fix)];
}
