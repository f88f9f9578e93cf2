import type { EffectBody, ErasureBody } from '../../../records/bodies.ts';
import { deletesOf, isErasing, putsOf, type Change, type Look } from './change.ts';

/** Notes what erasures meet, and what stands for the accounts that they erase. */
export function lookAtErasures(erased: Map<string, string>): Look {
  return (change) => {
    if (!isErasing(change)) return;
    const { mirror, journal } = change;
    for (const { id, version, body } of putsOf(change, 'fact')) {
      const before = mirror.get('fact', id)?.body;
      if (version > 1 && before !== undefined && before.account !== body.account)
        erased.set(body.account, erased.get(before.account) ?? before.account);
    }
    for (const { id, body } of putsOf(change, 'erasure')) {
      const before = mirror.get('erasure', id)?.body as ErasureBody | undefined;
      if (body.kind === 'key') continue;
      if (before === undefined) journal.reached(`an erasure of an ${body.kind} began`);
      if (body.complete && before?.complete !== true) journal.reached(`${body.kind} erased`);
    }
    for (const { id, body } of putsOf(change, 'effect')) noteEffect(change, id, body);
    for (const id of deletesOf(change, 'effect')) noteEffect(change, id, null);
    if (deletesOf(change, 'message').length > 0) journal.reached('an erasure met a message');
    if (putsOf(change, 'suppression').length > 0)
      journal.reached('an erased address stays suppressed');
    for (const id of deletesOf(change, 'account')) {
      const body = mirror.get('account', id)?.body;
      if (body?.merged !== undefined) journal.reached('an account that was merged was erased');
      if (body?.absorbed !== undefined) journal.reached('an account with others in it was erased');
      if ((body?.groups.length ?? 0) > 0) journal.reached('an account with a group was erased');
    }
  };
}

function noteEffect({ mirror, journal }: Change, id: string, after: EffectBody | null): void {
  const state = mirror.get('effect', id)?.body.state;
  journal.reached(`an erasure met an effect that was ${state}`);
  if (after !== null) journal.reached('an effect went on without whom was erased');
}
