import type { Delivery } from '../../ports/channel.ts';
import { renderSalesAlert } from '../../render/sales-alert.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import { isAddress } from '../address.ts';
import type { MailOutcome } from './mail-outcome.ts';
import type { Mail } from './mail-sender.ts';
import { messageIdDomain } from './mail-writer.ts';
import type { SmtpOptions } from './smtp-options.ts';

/** The one e-mail of a sales alert to all its addresses (EM-39); refused when none of them is one. */
export function alertMail(
  options: SmtpOptions,
  delivery: Delivery,
  action: Extract<EffectAction, { type: 'sendSalesAlert' }>,
): Mail | MailOutcome {
  const to = action.to.map((address) => address.trim()).filter(isAddress);
  if (to.length === 0) return { outcome: 'refused', reason: 'bad_address' };
  const { from, returnPath } = options;
  return {
    id: `${delivery.key(null)}@${messageIdDomain(options)}`,
    envelope: { from: returnPath ?? from.address, to },
    from,
    ...renderSalesAlert(action.alert),
    headers: {},
    date: new Date(delivery.at),
  };
}
