import { copyJson } from '../kernel/copy-given.ts';
import type { Instant } from '../kernel/instant.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { joinIds } from '../runtime/effect.ts';
import { sourceKey } from '../runtime/program.ts';
import { needMembersOf, needText } from './argument-checks.ts';
import { countsOf, type JourneyCounts } from './counters.ts';
import { withScores } from '../runtime/score-account.ts';
import { accountNow } from './account-now.ts';
import type { AccountBody } from '../runtime/state.ts';
import type { Core } from './core.ts';
import type { JourneyStatus, Publication } from '../records/bodies.ts';
import type { Held } from '../records/store.ts';

/** What a list of journeys shows (reference 3). */
export interface JourneySummary {
  readonly id: string;
  readonly name: string;
  readonly status: JourneyStatus;
  readonly document: JourneyDocument;
  /** Hash of the published plan. */
  readonly plan: string | null;
  readonly publishedAt: Instant | null;
  readonly startAt: Instant | null;
  readonly endAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly runsInFlight: number;
}

function describe(core: Core, { id, body }: Held<'journey'>): JourneySummary {
  const { document, status, plan, publishedAt, startAt, endAt, finishedAt } = body;
  return {
    id,
    name: document.name,
    status,
    document,
    plan,
    publishedAt,
    startAt,
    endAt,
    finishedAt,
    runsInFlight: core.registry.runsInFlight(id),
  };
}

/** One journey. @throws AccompanyError `NOT_FOUND` */
export async function describeJourney(core: Core, id: string): Promise<JourneySummary> {
  const journey = core.registry.journey(id);
  if (core.members.several) await core.registry.recount();
  return describe(core, journey);
}

/** All journeys, in order of id. */
export async function describeJourneys(core: Core): Promise<readonly JourneySummary[]> {
  if (core.members.several) await core.registry.recount();
  const records = [...core.registry.journeys.values()].sort((left, right) =>
    left.id < right.id ? -1 : 1,
  );
  return records.map((record) => describe(core, record));
}

/** Every attempt to publish a journey, oldest first. */
export async function publicationsOf(core: Core, journey: string): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  const prefix = joinIds(journey, '');
  for await (const { body } of core.store.all('publication', prefix))
    publications.push(copyJson(body));
  const number = ({ id }: Publication): number => Number(id.slice(prefix.length));
  return publications.sort((left, right) => number(left) - number(right));
}

/** Progression of a journey and its nodes. @throws AccompanyError `NOT_FOUND` */
export async function journeyCounts(core: Core, id: string): Promise<JourneyCounts> {
  return countsOf(core.store, core.registry.journey(id).id);
}

/** Ids of the accounts that an audience or list holds. */
export async function membersOf(
  core: Core,
  of: { readonly audience: string } | { readonly list: string },
): Promise<readonly string[]> {
  needMembersOf(of);
  const members: string[] = [];
  const size = core.settings.batchSize;
  const list = 'list' in of ? core.registry.definition('list', of.list) : undefined;
  if (list?.document.type === 'static') {
    for await (const { id, body } of core.store.all('account', '', size))
      if (body.lists.includes(list.document.id)) members.push(id);
    return members;
  }
  const key = sourceKey(
    'audience' in of ? { kind: 'audience', id: of.audience } : { kind: 'list', id: of.list },
  );
  for await (const { id, body } of core.store.all('progress', '', size))
    if (body.inside.includes(key)) members.push(id);
  return members;
}

/**
 * An account with its scores as the present epoch reads them; `undefined` when it is unknown. Of one that was merged, the
 * account that it is now, with the id of that one (AM-17). It is a copy (EN-107).
 */
export async function accountOf(core: Core, id: string): Promise<AccountBody | undefined> {
  needText(id, 'id of the account');
  const account = (await accountNow(core, id))?.body;
  return account && copyJson(withScores(core.registry.world(), account));
}
