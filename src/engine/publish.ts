import { AccompanyError, isAccompanyError } from '../kernel/errors.ts';
import { isKeyId } from '../kernel/id.ts';
import { toInstant } from '../kernel/instant.ts';
import { formatIssue, hasErrors, problem, type Issue } from '../kernel/issue.ts';
import { compileJourney } from '../journey/compile.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { Journey } from '../journey/journey.ts';
import { validateJourney } from '../journey/validate.ts';
import type { Plan } from '../plan/plan.ts';
import { joinIds } from '../runtime/effect.ts';
import { needJourney } from './argument-checks.ts';
import { now, type Core } from './core.ts';
import { define } from './definitions.ts';
import { put, saveJourney } from './journeys.ts';
import { allow } from './lifecycle.ts';
import { publicationsOf } from './queries.ts';
import type { JourneyBody, Publication, PublicationStep } from '../records/bodies.ts';
import type { CallOptions } from './rounds.ts';
import type { Held } from '../records/store.ts';
import { sweepJourney } from './sweep.ts';

/**
 * Keeps a journey as a draft, with the definitions that travel with it.
 * @throws AccompanyError `NOT_ALLOWED` when it is no draft any more (EN-13) or is being published (EN-22),
 *   `INVALID_DOCUMENT` when its id cannot be one
 */
export async function saveDraft(
  core: Core,
  journey: Journey,
  options: CallOptions = {},
): Promise<void> {
  needJourney(journey);
  const { document } = journey;
  const known = core.registry.journeys.get(document.id);
  if (known !== undefined) allow(core, document.id, 'edit');
  if (!isKeyId(document.id, core.settings.limits.idLength)) {
    throw new AccompanyError(
      'INVALID_DOCUMENT',
      `${JSON.stringify(document.id)} cannot be the id of a journey. Use 1 to ${core.settings.limits.idLength} characters, none of them a control character, and not __proto__, constructor or prototype.`,
      { path: ['id'] },
    );
  }
  await define(core, journey.resources, options);
  const body: JourneyBody = {
    document,
    status: 'draft',
    plan: null,
    publishedAt: null,
    startAt: null,
    endAt: null,
    finishedAt: null,
    order: 0,
    publication: null,
    sweep: null,
  };
  const record: Held<'journey'> = {
    kind: 'journey',
    id: document.id,
    version: (known?.version ?? 0) + 1,
    due: null,
    body,
  };
  await core.registry.write([put(record)], now(core));
  core.registry.adopt(record);
}

/** Publishes a journey as it is given, or the draft of that id (EN-20 to EN-26). */
export async function publish(
  core: Core,
  journey: Journey | string,
  options: CallOptions = {},
): Promise<Publication> {
  if (typeof journey !== 'string') needJourney(journey);
  const id = typeof journey === 'string' ? journey : journey.document.id;
  return core.spans.run('accompany.publish', { 'accompany.journey': id }, async (span) => {
    if (typeof journey !== 'string') {
      if (core.registry.journeys.has(id)) allow(core, id, 'publish');
      await saveDraft(core, journey, options);
    }
    const publication = await publishJourney(core, id, options);
    span.set({ 'accompany.plan': publication.plan ?? '' });
    return publication;
  });
}

/**
 * Publishes a draft (EN-20 to EN-26): validate, compile, create segments, activate, let the audience in. Every step is
 * kept in the publication's record, so that an interrupted publication goes on (EN-24).
 * @throws AccompanyError `PUBLISH_REFUSED` with all issues in `details`
 */
async function publishJourney(
  core: Core,
  id: string,
  options: CallOptions = {},
): Promise<Publication> {
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
  return carryOut(core, record, options);
}

/** Goes on with publications that another engine left open. */
export async function resumePublications(core: Core): Promise<void> {
  for (const { body } of core.registry.byOrder()) {
    if (body.publication === null) continue;
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

async function carryOut(
  core: Core,
  open: Held<'publication'>,
  options: CallOptions,
): Promise<Publication> {
  const id = open.body.journey;
  let record = open;
  const isDone = (step: PublicationStep): boolean =>
    record.body.steps.some((done) => done.step === step);

  if (!isDone('activated')) {
    const { document } = core.registry.journey(id).body;
    const issues = publishIssues(core, document);
    if (hasErrors(issues)) {
      record = bumped(stepped(core, record, 'refused', { status: 'refused', issues }));
      await saveJourney(core, id, { publication: null }, [put(record)]);
      core.notifications.publication(record.body);
      const errors = issues.filter(({ severity }) => severity === 'error');
      throw new AccompanyError(
        'PUBLISH_REFUSED',
        `Resolve errors before publishing ${id}: ${errors.map(formatIssue).join('; ')}`,
        { details: { issues } },
      );
    }
    const { catalogue } = core.settings;
    const plan = compileJourney(document, { catalogue, references: core.registry.references() });
    record = stepped(core, record, 'validated', { issues });
    record = stepped(core, record, 'compiled', { plan: plan.hash });
    record = stepped(core, record, 'segmented', {
      segments: plan.segments.map(({ name }) => name),
    });
    record = bumped(stepped(core, record, 'activated', {}));
    await activate(core, id, document, plan, record);
  }
  await sweepJourney(core, id, options);
  record = bumped(stepped(core, record, 'entered', { status: 'done' }));
  await saveJourney(core, id, { publication: null }, [put(record)]);
  core.notifications.publication(record.body);
  return record.body;
}

async function activate(
  core: Core,
  id: string,
  document: JourneyDocument,
  plan: Plan,
  publication: Held<'publication'>,
): Promise<void> {
  const startAt = document.startDate === undefined ? null : toInstant(document.startDate);
  const scheduled = startAt !== null && startAt > now(core);
  const known = await core.store.get('plan', plan.hash);
  const planRecord: Held<'plan'> = known ?? {
    kind: 'plan',
    id: plan.hash,
    version: 1,
    due: null,
    body: plan,
  };
  core.registry.adopt(planRecord);
  await saveJourney(
    core,
    id,
    {
      status: scheduled ? 'scheduled' : 'live',
      plan: plan.hash,
      publishedAt: now(core),
      startAt,
      endAt: document.endDate === undefined ? null : toInstant(document.endDate),
      sweep: scheduled ? null : { kind: 'evaluate', after: null, by: core.members.self },
    },
    known === undefined ? [put(publication), put(planRecord)] : [put(publication)],
  );
  core.notifications.publication(publication.body);
}

/** Everything that stands against publishing: the document's issues, and what only an engine knows. */
function publishIssues(core: Core, document: JourneyDocument): readonly Issue[] {
  const { catalogue, limits, email, actions, elsewhere } = core.settings;
  const issues: Issue[] = [
    ...validateJourney(document, {
      catalogue,
      limits,
      references: core.registry.references(),
      journeys: (id) => core.registry.journeys.get(id)?.body.status,
      nameTaken: (name) => isTaken(core, document.id, name),
      now: now(core),
    }),
  ];
  document.nodes.forEach((node, index) => {
    if (node.kind !== 'action') return;
    const { action } = node;
    const isMail = action.type === 'sendEmail' || action.type === 'sendSalesAlert';
    if (isMail && email === null && !elsewhere.email) {
      issues.push(
        problem(
          'CHANNEL_MISSING',
          ['nodes', index],
          'There is no e-mail channel.',
          'Open the engine with channels: { email }, or say that others have it: { elsewhere: { email: true } }.',
        ),
      );
    }
    if (action.type !== 'custom') return;
    if (!actions.has(action.name) && !elsewhere.actions.has(action.name)) {
      issues.push({
        ...problem(
          'CHANNEL_MISSING',
          ['nodes', index],
          `Nobody carries out ${action.name}.`,
          'Open the engine with a channel for it; until then runs wait before the node.',
        ),
        severity: 'warning',
      });
    }
  });
  return issues;
}

/** Whether another journey that is not deleted has the name; names compare without case. */
function isTaken(core: Core, id: string, name: string): boolean {
  const wanted = name.trim().toLowerCase();
  return [...core.registry.journeys.values()].some(
    (other) => other.id !== id && other.body.document.name.trim().toLowerCase() === wanted,
  );
}

function stepped(
  core: Core,
  record: Held<'publication'>,
  step: PublicationStep,
  changes: Partial<Publication>,
): Held<'publication'> {
  const steps = [...record.body.steps, { step, at: now(core) }];
  return { ...record, body: { ...record.body, ...changes, steps } };
}

function bumped(record: Held<'publication'>): Held<'publication'> {
  return { ...record, version: record.version + 1 };
}
