import type { Channel, Delivery, Receipt } from '../ports/channel.ts';
import { effectId } from '../runtime/effect.ts';
import { Closing, type Claim, type EffectRecord } from './closing.ts';
import { now, type Core } from './core.ts';
import { gate, type GateDecision } from './gate.ts';

/**
 * Hands over what is due in the outbox: claims it through the gate, calls the channels, keeps the outcomes (EN-50 to
 * EN-57). Invariant: an effect reaches a channel only after the commit that made it and the commit that claimed it;
 * simulated channels touch nothing outside, so for them claim, call and outcome share one commit.
 * True when there was anything to do.
 */
export async function dispatch(core: Core): Promise<boolean> {
  let any = false;
  for (;;) {
    const due = await takeDue(core);
    if (due.length === 0) return any;
    any = true;
    const fresh: EffectRecord[] = [];
    const closing = new Closing(core, due);
    for (const record of due) {
      if (record.body.state === 'answered') closing.settle(record, record.body.outcomes);
      else if (record.body.state === 'claimed')
        closing.interrupted(record, channelOf(core, record), fresh);
      else fresh.push(record);
    }
    const claims = await claim(core, fresh, closing);
    const simulated = claims.filter(({ channel }) => channel.simulated === true);
    const real = claims.filter(({ channel }) => channel.simulated !== true);
    await deliver(core, simulated, closing);
    const claimed = real.map((entry) => closing.claimed(entry));
    const lost = await closing.commit();
    const ours = claimed.filter(({ record }) => !lost.has(record.id));
    if (ours.length > 0) {
      const answers = new Closing(
        core,
        ours.map(({ record }) => record),
      );
      await deliver(core, ours, answers);
      await answers.commit();
    }
    await core.pace.breathe();
  }
}

/** Fresh effects come straight from their commit; everything else is found by its due instant. */
async function takeDue(core: Core): Promise<readonly EffectRecord[]> {
  const limit = core.settings.batchSize;
  if (core.outbox.length > 0) return core.outbox.splice(0, limit);
  return core.store.scan({ kind: 'effect', index: 'due', until: now(core), limit });
}

function channelOf(core: Core, { body }: EffectRecord): Channel | null {
  const { action } = body.effect;
  return action.type === 'sendEmail'
    ? core.settings.email
    : (core.settings.actions.get(action.name) ?? null);
}

async function claim(
  core: Core,
  records: readonly EffectRecord[],
  closing: Closing,
): Promise<Claim[]> {
  if (records.length === 0) return [];
  const decisions = await gate(core, records);
  const claims: Claim[] = [];
  for (let index = 0; index < records.length; index += 1) {
    const [record, decision] = [records[index]!, decisions[index]!];
    const channel = channelOf(core, record);
    if (decision.closed) closing.settle(record, decision.refused);
    else if (channel === null) closing.wait(record);
    else claims.push({ record, decision, channel });
  }
  return claims;
}

/** Calls each channel once with everything that is for it. */
async function deliver(core: Core, claims: readonly Claim[], closing: Closing): Promise<void> {
  const channels = new Map<Channel, Claim[]>();
  for (const entry of claims) {
    const known = channels.get(entry.channel);
    if (known === undefined) channels.set(entry.channel, [entry]);
    else known.push(entry);
  }
  for (const [channel, entries] of channels) {
    const receipts = await call(core, channel, entries);
    for (let index = 0; index < entries.length; index += 1) {
      const { record, decision } = entries[index]!;
      closing.answer(
        record,
        decision,
        receipts[index] ?? { outcome: 'unknown', reason: 'no_receipt' },
      );
    }
  }
}

async function call(
  core: Core,
  channel: Channel,
  claims: readonly Claim[],
): Promise<readonly Receipt[]> {
  const deliveries = claims.map(({ record, decision }) => delivery(core, record, decision));
  try {
    return await channel.deliver(deliveries, { now: now(core), signal: core.closing });
  } catch (error) {
    core.notifications.error(error);
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'threw';
    return claims.map(() => ({ outcome: 'failed', reason }));
  }
}

function delivery(core: Core, { body }: EffectRecord, { people }: GateDecision): Delivery {
  const { effect } = body;
  return {
    journey: effect.journey,
    account: effect.account,
    node: effect.node,
    action: effect.action,
    people,
    attempt: body.attempts + 1,
    key: (person) => effectId(core.store.subscription, effect, person),
  };
}
