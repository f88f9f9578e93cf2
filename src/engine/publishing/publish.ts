import { AccompanyError } from '../../kernel/errors.ts';
import { toInstant } from '../../kernel/instant.ts';
import { formatIssue, hasErrors, type Issue } from '../../kernel/issue.ts';
import { compileJourney } from '../../journey/compile.ts';
import type { JourneyDocument } from '../../journey/document.ts';
import { validateJourney } from '../../journey/validate.ts';
import type { Plan } from '../../plan/plan.ts';
import { channelIssues } from '../delivery/channel-issues.ts';
import type { DataFlow } from '../../ports/data-integration.ts';
import { now, type Core } from '../core.ts';
import {
  flowNamed,
  flowOf,
  hasFlows,
  noteFlow,
  startFlow,
  stopped,
  type FlowOutcome,
} from '../integration/flow.ts';
import { saveJourney } from '../save-journey.ts';
import { put } from '../../records/put.ts';
import type { Publication, PublicationStep } from '../../records/bodies.ts';
import type { CallOptions } from '../rounds.ts';
import type { Held } from '../../records/store.ts';
import { sweepJourney } from '../sweep.ts';

/** All steps that are still to be done, in one turn. */
export async function carryOut(
  core: Core,
  open: Held<'publication'>,
  options: CallOptions,
): Promise<Publication> {
  if (hasDone(open, 'activated')) return letIn(core, open, options);
  if (!hasFlows(core)) return complete(core, open, null, options);
  const { record, flow } = await prepare(core, open);
  return complete(core, record, await startFlow(core, flow), options);
}

function hasDone({ body }: Held<'publication'>, step: PublicationStep): boolean {
  return body.steps.some((done) => done.step === step);
}

/** A publication that waits for the platform's answer. */
export interface Prepared {
  readonly record: Held<'publication'>;
  readonly flow: DataFlow;
}

/** Validates, compiles, and writes down that the platform is about to be asked, before it is (EN-100). */
export async function prepare(core: Core, open: Held<'publication'>): Promise<Prepared> {
  const { journey } = open.body;
  const { plan, issues } = await compiled(core, open);
  if (hasDone(open, 'requested')) return { record: open, flow: flowOf(core, journey, plan) };
  let record = withPlan(core, open, plan, issues);
  record = bumped(stepped(core, record, 'requested', {}));
  await core.store.write({ operations: [put(record)], counters: [] });
  core.notifications.publication(record.body);
  return { record, flow: flowOf(core, journey, plan) };
}

/** Activates the journey and lets the audience in, or refuses; `outcome` is what the platform said, `null` without one. */
export async function complete(
  core: Core,
  open: Held<'publication'>,
  outcome: FlowOutcome | null,
  options: CallOptions,
): Promise<Publication> {
  const id = open.body.journey;
  if (outcome?.started === false) return refuse(core, open, outcome);
  const { plan, issues } = await compiled(core, open);
  let record = hasDone(open, 'compiled') ? open : withPlan(core, open, plan, issues);
  if (record.body.plan !== plan.hash) {
    const reason = 'Definitions have changed while it was published. Publish it again.';
    const asked = flowNamed(core, id, record.body.plan!);
    return refuse(core, open, await stopped(core, asked, reason));
  }
  if (outcome !== null) record = stepped(core, record, 'started', {});
  record = bumped(stepped(core, record, 'activated', {}));
  await activate(core, id, core.registry.journey(id).body.document, plan, record);
  return letIn(core, record, options);
}

async function letIn(
  core: Core,
  active: Held<'publication'>,
  options: CallOptions,
): Promise<Publication> {
  const id = active.body.journey;
  await sweepJourney(core, id, options);
  const record = bumped(stepped(core, active, 'entered', { status: 'done' }));
  await saveJourney(core, id, { publication: null }, [put(record)]);
  core.notifications.publication(record.body);
  return record.body;
}

/** The plan of the draft as things stand now. @throws AccompanyError `PUBLISH_REFUSED`, once that is written down (EN-21) */
async function compiled(
  core: Core,
  open: Held<'publication'>,
): Promise<{ readonly plan: Plan; readonly issues: readonly Issue[] }> {
  const id = open.body.journey;
  const { document } = core.registry.journey(id).body;
  const issues = publishIssues(core, document);
  if (hasErrors(issues)) {
    const errors = issues.filter(({ severity }) => severity === 'error');
    const reason = errors.map(formatIssue).join('; ');
    const outcome = hasDone(open, 'requested')
      ? await stopped(core, flowNamed(core, id, open.body.plan!), reason)
      : ({ started: false, reason, stopped: true } as const);
    return refuse(core, open, outcome, issues);
  }
  const { catalogue } = core.settings;
  const plan = compileJourney(document, { catalogue, references: core.registry.references() });
  return { plan, issues };
}

/** Writes the refusal down: the draft is unlocked when nothing runs, and stays locked while something may (EN-103). */
async function refuse(
  core: Core,
  open: Held<'publication'>,
  { reason, stopped: isStopped }: Extract<FlowOutcome, { started: false }>,
  issues: readonly Issue[] | null = null,
): Promise<never> {
  const id = open.body.journey;
  let record = open;
  if (hasDone(open, 'requested') && isStopped) record = stepped(core, record, 'stopped', {});
  record = bumped(
    stepped(core, record, 'refused', {
      status: isStopped ? 'refused' : 'attention',
      ...(issues === null ? { reason } : { issues }),
    }),
  );
  await saveJourney(core, id, isStopped ? { publication: null } : {}, [put(record)]);
  core.notifications.publication(record.body);
  const advice = isStopped
    ? ''
    : ' Its flow may run all the same and could not be stopped: engine.integration.stopFlow tries again.';
  const what =
    issues === null ? `${id} was not published` : `Resolve errors before publishing ${id}`;
  throw new AccompanyError('PUBLISH_REFUSED', `${what}: ${reason}${advice}`, {
    details: issues === null ? { reason, attention: !isStopped } : { issues },
  });
}

function withPlan(
  core: Core,
  open: Held<'publication'>,
  plan: Plan,
  issues: readonly Issue[],
): Held<'publication'> {
  let record = stepped(core, open, 'validated', { issues });
  record = stepped(core, record, 'compiled', { plan: plan.hash });
  return stepped(core, record, 'segmented', { segments: plan.segments.map(({ name }) => name) });
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
    [
      put(publication),
      ...(known === undefined ? [put(planRecord)] : []),
      ...(await noteFlow(core, id, plan.hash)),
    ],
  );
  core.notifications.publication(publication.body);
}

/** Everything that stands against publishing: the document's issues, and what only an engine knows. */
function publishIssues(core: Core, document: JourneyDocument): readonly Issue[] {
  const { catalogue, limits } = core.settings;
  const issues = validateJourney(document, {
    catalogue,
    limits,
    references: core.registry.references(),
    journeys: (id) => core.registry.journeys.get(id)?.body.status,
    nameTaken: (name) => isTaken(core, document.id, name),
    now: now(core),
  });
  return [...issues, ...channelIssues(core, document)];
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
