import type { Instant } from '../../../kernel/instant.ts';
import { putsOf, type Look } from './change.ts';

/**
 * Nobody waits through a whole night (RL-15): whoever waited when an engine wrote the epoch of a night has been read by the
 * time it writes the next one. Under faults a night may be interrupted, and the next one takes what is left.
 */
export function lookAtNights(isCalm: () => boolean): Look {
  let last: { readonly engine: string; readonly at: Instant } | null = null;
  return (change) => {
    const { seat, mirror, broken } = change;
    if (!isCalm()) return;
    for (const { body } of putsOf(change, 'definition')) {
      if (body.type !== 'epoch') continue;
      if (last?.engine === seat.name)
        for (const { id, body: account } of mirror.all('account').values())
          if ((account.scoreDue ?? Infinity) <= last.at)
            broken('RL-15', `${id} has waited through a night`);
      last = { engine: seat.name, at: body.document.at };
    }
  };
}
