import type { Channel } from '../../ports/channel.ts';
import { now, type Core } from '../core.ts';
import type { Ask, Claim } from './claim.ts';
import { Closing } from './closing.ts';
import { call } from './delivery.ts';

/** Hands claimed effects of one live channel over, in calls as large as the receiver bears. Waits for none (EN-66). */
export function handOver(core: Core, channel: Channel, ask: Ask, claims: readonly Claim[]): void {
  const { outbound } = core;
  const lane = outbound.lanes.of(channel);
  for (let from = 0; from < claims.length; from += lane.batch) {
    const part = claims.slice(from, from + lane.batch);
    lane.begin();
    const gone = call(core, channel, ask, part, lane.timeout).then((receipts) => {
      lane.end();
      const rest = Math.max(0, ...receipts.map(({ retryAfter = 0 }) => retryAfter));
      if (rest > 0) lane.block(now(core) + rest);
      outbound.answer({ ask, claims: part, receipts });
    });
    outbound.begin(part, gone);
  }
}

/** Commits the answers that have come. True when there were any. */
export async function commitAnswers(core: Core): Promise<boolean> {
  const answers = core.outbound.takeAnswers();
  if (answers.length === 0) return false;
  const closing = new Closing(
    core,
    answers.flatMap(({ claims }) => claims.map(({ record }) => record)),
  );
  for (const { ask, claims, receipts } of answers) {
    claims.forEach((claim, index) => {
      if (ask === 'deliver') closing.answer(claim, receipts[index]!);
      else closing.asked(claim, receipts[index]!);
    });
  }
  try {
    await closing.commit();
  } catch (error) {
    core.outbound.putBack(answers);
    throw error;
  }
  core.outbound.end(answers);
  return true;
}
