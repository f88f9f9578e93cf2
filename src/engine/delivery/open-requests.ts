import { MINUTE } from '../../kernel/duration.ts';
import type { OpenRequest, RequestPlace, ServiceRequest } from '../../ports/external.ts';
import type { StoredRecord } from '../../ports/storage.ts';
import type { EffectBody } from '../../records/bodies.ts';
import type { Held } from '../../records/store.ts';
import type { Effect } from '../../runtime/effect.ts';
import type { Progress } from '../../runtime/state.ts';
import type { Claim } from './claim.ts';
import type { Core } from '../core.ts';

/** What a run still waits for at the node; `undefined` when it does not wait there (any more). */
export function openRequest(
  core: Core,
  progress: Progress,
  { journey, entry, node }: Omit<RequestPlace, 'account'>,
): OpenRequest | undefined {
  const run = progress.runs.find((one) => one.journey === journey && one.entry === entry);
  if (run?.asked === undefined || run.stalledAt !== null || run.due === null) return undefined;
  const exit = core.registry.world().programs.get(run.plan)?.campaigns[run.campaign]?.exit;
  if (exit?.op !== 'ask' || exit.node !== node) return undefined;
  const { people, answers } = run.asked;
  const answered = new Set(answers.map(({ person }) => person));
  return {
    service: exit.service,
    about: exit.about,
    people: people === null ? null : people.filter((person) => !answered.has(person)),
    due: run.due,
  };
}

/** The effects that ask a service although nobody waits for its answer any more (XA-55). */
export async function unawaited(
  core: Core,
  records: readonly StoredRecord<EffectBody>[],
): Promise<ReadonlySet<string>> {
  const asking = records.filter(({ body }) => body.effect.action.type === 'external');
  if (asking.length === 0) return NONE;
  const progress = (await core.store.load(
    asking.map(({ body }) => ({ kind: 'progress', id: body.effect.account })),
  )) as readonly (Held<'progress'> | undefined)[];
  const idle = asking.filter(({ body: { effect, people } }, index) => {
    const held = progress[index];
    const open = held && openRequest(core, held.body, effect);
    if (open === undefined) return true;
    return people !== null && !people.some((person) => open.people?.includes(person) === true);
  });
  return new Set(idle.map(({ id }) => id));
}

/** What each claim that asks a service needs besides (XA-54), by the id of its effect. */
export async function serviceRequests(
  core: Core,
  claims: readonly Claim[],
): Promise<ReadonlyMap<string, ServiceRequest>> {
  const asking = claims.filter(({ record }) => record.body.effect.action.type === 'external');
  // Channels without any effect outside get no content that would have to be kept.
  const bare = asking.filter(({ decision }) => decision.content?.journey === undefined);
  const read = await accountsOf(core, bare);
  return new Map(
    asking.map((claim): [string, ServiceRequest] => {
      const { record, decision } = claim;
      const { effect } = record.body;
      const { journey, account, people = [] } = decision.content ?? {};
      const known = journey === undefined ? read.get(claim) : { ...account, people };
      const byId = new Map(known?.people.map(({ id, attributes }) => [id, attributes]));
      return [
        record.id,
        {
          subscription: core.store.subscription,
          entry: effect.entry,
          due: dueOf(effect),
          account: { id: effect.account, attributes: known?.attributes ?? {} },
          people: (decision.people ?? []).map((id) => ({ id, attributes: byId.get(id) ?? {} })),
          journey: journey ?? journeyOf(core, effect),
        },
      ];
    }),
  );
}

/** Their accounts; a call that needs none must not fail because the storage does. */
async function accountsOf(
  core: Core,
  claims: readonly Claim[],
): Promise<ReadonlyMap<Claim, Held<'account'>['body'] | undefined>> {
  if (claims.length === 0) return new Map();
  const accounts = (await core.store.load(
    claims.map(({ record }) => ({ kind: 'account', id: record.body.effect.account })),
  )) as readonly (Held<'account'> | undefined)[];
  return new Map(claims.map((claim, index) => [claim, accounts[index]?.body]));
}

/** The runtime counts from the same instant (XA-40). */
function dueOf({ asked, action }: Effect): number {
  return action.type === 'external' ? asked + action.minutes * MINUTE : asked;
}

/** What a service is told of the journey. */
export function journeyOf(
  core: Core,
  { journey: id }: Pick<Effect, 'journey'>,
): ServiceRequest['journey'] {
  const body = core.registry.journeys.get(id)?.body;
  return {
    id,
    name: body?.document.name ?? id,
    status: body?.status ?? 'aborted',
    start: body?.startAt ?? body?.publishedAt ?? null,
    end: body?.endAt ?? null,
  };
}

const NONE: ReadonlySet<string> = new Set();
