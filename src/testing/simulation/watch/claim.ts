import type { EffectBody } from '../../../records/bodies.ts';

/** True when somebody is about to be handed something: not for questions, nor for a claim that is only given up. */
export function isClaim(body: EffectBody, before: EffectBody | undefined): boolean {
  const isNew = before?.state !== 'claimed' || before.by !== body.by;
  return body.state === 'claimed' && isNew && body.doubtful !== true;
}
