import { isAccompanyError } from '../../kernel/errors.ts';
import type { Journey } from '../../journey/journey.ts';
import { joinIds } from '../../runtime/effect.ts';
import { needJourney } from '../argument-checks.ts';
import type { Core } from '../core.ts';
import { hasFlows, startFlow } from '../integration/flow.ts';
import { saveJourney } from '../save-journey.ts';
import { put } from '../../records/put.ts';
import { allow } from './lifecycle.ts';
import { carryOut, complete, prepare, type Prepared } from './publish.ts';
import { publicationsOf } from '../queries.ts';
import type { Publication } from '../../records/bodies.ts';
import { refresh } from '../refresh.ts';
import type { CallOptions } from '../rounds.ts';
import { saveDraft } from './save-draft.ts';
import type { Held } from '../../records/store.ts';

/** Runs something in a turn of the engine. */
type InTurn = <T>(run: () => Promise<T>) => Promise<T>;

/**
 * Publishes a journey as it is given, or the draft of that id (EN-20 to EN-26): validate, compile, create segments, have the
 * platform start the flow, activate, let the audience in. Every step is kept in the publication's record, so that an
 * interrupted publication goes on (EN-24). The platform is asked between two turns, so that it holds nobody up (EN-101).
 * @throws AccompanyError `PUBLISH_REFUSED` with all issues in `details`
 */
export async function publish(
  core: Core,
  inTurn: InTurn,
  journey: Journey | string,
  options: CallOptions = {},
): Promise<Publication> {
  if (typeof journey !== 'string') needJourney(journey);
  const id = typeof journey === 'string' ? journey : journey.document.id;
  const turn = <T extends Publication | Prepared>(work: () => Promise<T>): Promise<T> =>
    inTurn(() =>
      core.spans.run('accompany.publish', { 'accompany.journey': id }, async (span) => {
        const done = await work();
        if ('plan' in done) span.set({ 'accompany.plan': done.plan ?? '' });
        return done;
      }),
    );
  const begun = await turn(async () => {
    const open = await begin(core, journey, options);
    if (!hasFlows(core)) return carryOut(core, open, options);
    const prepared = await prepare(core, open);
    core.publishing.add(prepared.record.id);
    return prepared;
  });
  if (!('record' in begun)) return begun;
  const { record, flow } = begun;
  try {
    const outcome = await startFlow(core, flow);
    return await turn(() => complete(core, record, outcome, options));
  } finally {
    core.publishing.delete(record.id);
  }
}

/** Opens the publication: the draft is locked from now on (EN-22). */
async function begin(
  core: Core,
  journey: Journey | string,
  options: CallOptions,
): Promise<Held<'publication'>> {
  await refresh(core);
  if (typeof journey !== 'string') {
    if (core.registry.journeys.has(journey.document.id))
      allow(core, journey.document.id, 'publish');
    await saveDraft(core, journey, options);
  }
  const id = typeof journey === 'string' ? journey : journey.document.id;
  allow(core, id, 'publish');
  const order =
    1 + Math.max(0, ...[...core.registry.journeys.values()].map(({ body }) => body.order));
  const publication: Publication = {
    id: joinIds(id, 1 + (await publicationsOf(core, id)).length),
    journey: id,
    status: 'open',
    by: core.members.self,
    steps: [],
    plan: null,
    segments: [],
    issues: [],
  };
  const record: Held<'publication'> = {
    kind: 'publication',
    id: publication.id,
    version: 1,
    due: null,
    body: publication,
  };
  await saveJourney(core, id, { publication: publication.id, order }, [put(record)]);
  return record;
}

/** Goes on with publications that another engine left open, or a call of this one that failed. */
export async function resumePublications(core: Core): Promise<void> {
  for (const { body } of core.registry.byOrder()) {
    if (body.publication === null || core.publishing.has(body.publication)) continue;
    const record = await core.store.get('publication', body.publication);
    if (record?.body.status !== 'open' || !core.members.isOrphan(record.body.by)) continue;
    try {
      await core.spans.run('accompany.publish', { 'accompany.journey': record.body.journey }, () =>
        carryOut(core, record, {}),
      );
    } catch (error) {
      // A refusal is in the publication's record; whatever else went wrong, the publication is still open.
      if (!isAccompanyError(error) || error.code !== 'PUBLISH_REFUSED') throw error;
      core.notifications.error(error);
    }
  }
}
