import { commitAnswers, handOver } from './hand-over.ts';
import { MINUTE } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Channel } from '../../ports/channel.ts';
import { Closing } from './closing.ts';
import type { Ask, Claim, EffectRecord } from './claim.ts';
import { now, type Core } from '../core.ts';
import { isChanged } from './content.ts';
import { call } from './delivery.ts';
import { gate } from './gate.ts';
import { unawaited } from './open-requests.ts';
import { NOT_WAITING } from './service-answers.ts';
import { setAside } from './set-aside.ts';

/**
 * Hands over what is due in the outbox: claims it through the gate, calls the channels, keeps the outcomes (EN-50 to
 * EN-57, EN-66, EN-67). Invariant: an effect reaches a channel only after the commit that made it and the commit that
 * claimed it; simulated channels touch nothing outside, so for them claim, call and outcome share one commit. Live
 * channels are called beside the engine's turns, as many calls as they bear; what they have no room for stays in the
 * storage. True when there was anything to do.
 */
export async function dispatch(core: Core): Promise<boolean> {
  let any = await commitAnswers(core);
  let full = 0;
  core.outbound.postponed = false;
  for (let after: Position | undefined; full < FULL_PAGES;) {
    const page = await takeDue(core, after);
    after = page.after;
    if (page.due.length > 0) {
      const effects = { 'accompany.effects': page.due.length };
      const busy = await core.spans.run('accompany.dispatch', effects, () =>
        dispatchPage(core, page.due),
      );
      any ||= busy;
      if (!busy) full += 1;
    }
    await core.pace.breathe();
    if (page.last) break;
  }
  return any;
}

/** After so many pages for which channels have no room, the rest waits: they are looked through again at each answer. */
const FULL_PAGES = 10;

interface Position {
  readonly due: Instant;
  readonly id: string;
}

interface DuePage {
  readonly due: readonly EffectRecord[];
  readonly after: Position | undefined;
  readonly last: boolean;
}

/** Fresh effects come straight from their commit; everything else is found by its due instant. */
async function takeDue(core: Core, after: Position | undefined): Promise<DuePage> {
  const limit = core.settings.batchSize;
  if (core.outbox.length > 0)
    return { due: core.outbox.splice(0, limit), after: undefined, last: false };
  const until = now(core);
  const from = after === undefined ? {} : { after };
  const page = await core.store.scan({ kind: 'effect', index: 'due', until, limit, ...from });
  const last = page.at(-1);
  return {
    due: (await setAside(core, page)).filter((record) => isForUs(core, record, until)),
    after: last === undefined ? after : { due: last.due!, id: last.id },
    last: page.length < limit,
  };
}

/** How long an effect that was left to others waits for them before it is put off; all of them sweep every minute. */
const LEFT = 2 * MINUTE;

/** Effects of this engine's shards, and those that others have left to whoever has their channel (EN-81, EN-91). */
function isForUs(core: Core, record: EffectRecord, at: Instant): boolean {
  const { open = false, effect } = record.body;
  const isOwn = core.members.owns(effect.account);
  if (channelOf(core, record) !== null) return open || isOwn;
  return isOwn && !(open && at < record.due! + LEFT);
}

async function dispatchPage(core: Core, due: readonly EffectRecord[]): Promise<boolean> {
  const closing = new Closing(core, due);
  const fresh: EffectRecord[] = [];
  let any = false;
  for (const record of due) {
    const channel = channelOf(core, record);
    const { state, outcomes } = record.body;
    if (core.outbound.has(record.id)) continue;
    if (state === 'answered') closing.settle(record, outcomes, channel);
    else if (state === 'claimed' && channel === null) closing.leave(record);
    else if (state === 'claimed') closing.interrupted(record, channel, fresh);
    else fresh.push(record);
    any = true;
  }
  const { claims, postponed } = await claim(core, fresh, closing);
  const simulated = claims.filter(({ channel }) => channel.simulated === true);
  await deliverAtOnce(core, simulated, closing);
  const live = claims
    .filter(({ channel }) => channel.simulated !== true)
    .map((each) => closing.claimed(each, core.outbound.lanes.of(each.channel).timeout));
  const lost = await closing.commit({ relies: true });
  for (const [channel, asks] of byChannel(live.filter(({ record }) => !lost.has(record.id)))) {
    for (const [ask, ours] of asks) handOver(core, channel, ask, ours);
  }
  return any && postponed < due.length;
}

function channelOf(core: Core, { body }: EffectRecord): Channel | null {
  const { action } = body.effect;
  const { actions, services, email } = core.settings;
  if (action.type === 'custom') return actions.get(action.name) ?? null;
  return action.type === 'external' ? (services.get(action.service) ?? null) : email;
}

/** Lets effects through the gate for which their channels have room; how many must wait for room is `postponed`. */
async function claim(
  core: Core,
  given: readonly EffectRecord[],
  closing: Closing,
): Promise<{ readonly claims: readonly Claim[]; readonly postponed: number }> {
  const records = withoutChanged(core, await withoutUnawaited(core, given, closing), closing);
  const room = new Map<Channel, number>();
  const admitted = records.filter((record) => {
    const channel = channelOf(core, record);
    if (channel === null || channel.simulated === true) return true;
    if (core.outbound.isStopped) return false;
    const lane = core.outbound.lanes.of(channel);
    const left = room.get(channel) ?? lane.room(now(core));
    if (left <= 0 || !lane.take(record.body.people?.length ?? 1)) return false;
    room.set(channel, left - 1);
    return true;
  });
  const claims: Claim[] = [];
  if (admitted.length < records.length) core.outbound.postponed = true;
  const asking = admitted.map((record) => ({ record, channel: channelOf(core, record) }));
  const decisions = asking.length === 0 ? [] : await gate(core, asking);
  for (let index = 0; index < asking.length; index += 1) {
    const [{ record, channel }, decision] = [asking[index]!, decisions[index]!];
    closing.relyOn(record, decision.relies);
    if (decision.closed) closing.settle(record, decision.refused, channel);
    else if (channel === null) closing.leave(record);
    else claims.push({ record, decision, channel });
    if (channel !== null && channel.simulated !== true) {
      const left = decision.closed ? 0 : (decision.people?.length ?? 1);
      core.outbound.lanes.of(channel).giveBack((record.body.people?.length ?? 1) - left);
    }
  }
  return { claims, postponed: records.length - admitted.length };
}

/** Settles requests to external services that nobody waits for any more: answered, timed out, or ended (XA-55). */
async function withoutUnawaited(
  core: Core,
  records: readonly EffectRecord[],
  closing: Closing,
): Promise<readonly EffectRecord[]> {
  const idle = await unawaited(core, records);
  if (idle.size === 0) return records;
  return records.filter((record) => {
    if (!idle.has(record.id)) return true;
    const { people } = record.body;
    closing.settle(record, [{ outcome: 'refused', reason: NOT_WAITING, people }], null);
    return false;
  });
}

/** Settles repetitions that would have another content than what may have arrived (EM-83). */
function withoutChanged(
  core: Core,
  records: readonly EffectRecord[],
  closing: Closing,
): readonly EffectRecord[] {
  return records.filter((record) => {
    const channel = channelOf(core, record);
    // What may have arrived is asked about first.
    if (channel === null || record.body.doubtful || !isChanged(record.body, channel)) return true;
    closing.changed(record);
    return false;
  });
}

/** Calls each simulated channel once with everything that is for it. */
async function deliverAtOnce(
  core: Core,
  claims: readonly Claim[],
  closing: Closing,
): Promise<void> {
  for (const [channel, asks] of byChannel(claims)) {
    for (const [ask, entries] of asks) {
      const receipts = await call(core, channel, ask, entries, null);
      entries.forEach((entry, index) => {
        if (ask === 'deliver') closing.answer(entry, receipts[index]!);
        else closing.asked(entry, receipts[index]!);
      });
    }
  }
}

function byChannel(
  claims: readonly Claim[],
): ReadonlyMap<Channel, ReadonlyMap<Ask, readonly Claim[]>> {
  const channels = new Map<Channel, Map<Ask, Claim[]>>();
  for (const entry of claims) {
    const ask = entry.record.body.doubtful ? 'query' : 'deliver';
    const asks = channels.get(entry.channel) ?? new Map<Ask, Claim[]>();
    channels.set(entry.channel, asks);
    const known = asks.get(ask);
    if (known === undefined) asks.set(ask, [entry]);
    else known.push(entry);
  }
  return channels;
}
