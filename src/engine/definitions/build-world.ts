import { compileAudiences, type AudienceIndex } from '../../audience/membership.ts';
import { compileGroup, type CompiledGroup } from '../../buying-group/compile-group.ts';
import { compileScoring, type Scoring } from '../../engagement/scoring.ts';
import { compileCondition } from '../../conditions/compile.ts';
import type { Condition } from '../../conditions/condition.ts';
import type { References } from '../../conditions/references.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import { blaming } from './catalogue-fault.ts';
import type { Limits } from '../../model/limits.ts';
import type { Plan } from '../../plan/plan.ts';
import { shownId } from '../../records/body-shape.ts';
import type { DefinitionBody, JourneyStatus } from '../../records/bodies.ts';
import {
  groupDocument,
  groupDocuments,
  type FindDefinition,
} from '../../records/group-documents.ts';
import { sourceKey, type Program } from '../../runtime/program.ts';
import type { World, WorldJourney } from '../../runtime/world.ts';
import type { StageModel } from '../../stage/stage-model.ts';

/** Everything that a world is built from, besides the catalogue. Plain JSON. */
export interface WorldDocuments {
  /** Everything that was defined, in any order. */
  readonly definitions: readonly DefinitionBody[];
  /** Journeys beyond draft, in order of publication; `plan` is the hash of the plan. */
  readonly journeys: readonly {
    readonly id: string;
    readonly status: Exclude<JourneyStatus, 'draft'>;
    readonly order: number;
    readonly plan: string;
  }[];
  /** The plans of these journeys. */
  readonly plans: readonly Plan[];
  /** Host actions that somebody carries out. */
  readonly actions: readonly string[];
  /** External services that somebody calls; missing: none. */
  readonly services?: readonly string[];
  readonly limits: Limits;
  /** Record what decisions saw. */
  readonly evidence: boolean;
  /** Facts are neither kept nor heard; missing: they are. */
  readonly untold?: boolean;
  /** The platform is told what journeys change; missing: nobody is. */
  readonly flowsBack?: boolean;
}

/** What a world is built with. */
export interface WorldContext {
  readonly subscription: string;
  readonly catalogue: Catalogue;
  /** What references in definitions stand for: `referencesTo` the same definitions. */
  readonly references: References;
  /** Turns a plan of the documents into a program, or knows the program already. */
  readonly program: (plan: Plan) => Program;
}

/** What references in conditions stand for. */
export function referencesTo(find: FindDefinition): References {
  return {
    audience: (id) => find('audience', id)?.document,
    list: (id) => {
      const document = find('list', id)?.document;
      if (document === undefined) return undefined;
      // A draft of a dynamic list may lack its condition: then nobody is on it.
      const dynamic = document.condition ?? { kind: 'any', of: [] };
      return {
        condition: document.type === 'dynamic' ? dynamic : null,
        live: document.status === 'live',
      };
    },
    group: (id) => {
      const document = groupDocument(find, id);
      if (document === undefined) return undefined;
      const { roles, stageModel } = document;
      return {
        roles: roles.map(({ role }) => role),
        ...(stageModel !== undefined && { stageModel }),
      };
    },
    service: (id) => find('service', id)?.document,
    stages: (id) => {
      const model = find('stages', id)?.document;
      return model?.status === 'live' ? model.stages.map((stage) => stage.id) : undefined;
    },
  };
}

/** The world of the runtime that the documents describe. */
export function buildWorld(documents: WorldDocuments, context: WorldContext): World {
  const { definitions, limits, actions, evidence } = documents;
  const { subscription, catalogue } = context;
  const programs = new Map(documents.plans.map((plan) => [plan.hash, context.program(plan)]));
  const journeys = new Map<string, WorldJourney>();
  for (const { id, status, order, plan } of documents.journeys)
    journeys.set(id, { id, program: programs.get(plan)!, status, order });
  const lists = new Set<string>();
  for (const body of definitions) {
    if (body.type === 'list' && body.document.type === 'static' && body.document.status === 'live')
      lists.add(body.document.id);
  }
  const sorted = definitions.toSorted((left, right) =>
    left.document.id < right.document.id ? -1 : 1,
  );
  const jobs = sorted.flatMap((body) => (body.type === 'job' ? [body.document] : []));
  const audiences = audiencesOf(definitions, journeys, context);
  const groups = groupDocuments(sorted).map((group) =>
    blaming(`buying group ${group.id}`, () =>
      compileGroup(
        group,
        context,
        jobs.filter(({ interest }) => interest === group.id),
      ),
    ),
  );
  return {
    subscription,
    catalogue,
    limits,
    programs,
    journeys,
    open: [...journeys.values()].filter(({ status }) => status === 'live'),
    audiences,
    groups,
    stageModels: stageModelsOf(definitions),
    scoring: scoringOf(definitions),
    readsScores: audiences.readsScores || groups.some(readsScores),
    lists,
    actions: new Set(actions),
    services: new Set(documents.services),
    evidence,
    ...(documents.untold === true && { untold: true }),
    ...(documents.flowsBack === true && { flowsBack: true }),
  };
}

function readsScores({ roles, accounts }: CompiledGroup): boolean {
  return accounts?.reads.scores === true || roles.some(({ when }) => when.reads.scores);
}

function scoringOf(definitions: readonly DefinitionBody[]): Scoring | null {
  const scoring = definitions.find((body) => body.type === 'scoring')?.document;
  const epoch = definitions.find((body) => body.type === 'epoch')?.document;
  return scoring === undefined ? null : compileScoring(scoring, epoch ?? null);
}

function stageModelsOf(definitions: readonly DefinitionBody[]): ReadonlyMap<string, StageModel> {
  const models = new Map<string, StageModel>();
  for (const { type, document } of definitions)
    if (type === 'stages' && document.status === 'live') models.set(document.id, document);
  return models;
}

function audiencesOf(
  definitions: readonly DefinitionBody[],
  journeys: ReadonlyMap<string, WorldJourney>,
  context: { readonly catalogue: Catalogue; readonly references: References },
): AudienceIndex {
  const conditions = new Map<string, { id: string; condition: Condition }>();
  for (const body of definitions) {
    if (body.type === 'audience' && body.document.of === 'accounts') {
      const id = sourceKey({ kind: 'audience', id: body.document.id });
      conditions.set(id, { id, condition: body.document.condition });
    } else if (body.type === 'list' && body.document.condition && body.document.status === 'live') {
      const id = sourceKey({ kind: 'list', id: body.document.id });
      conditions.set(id, { id, condition: body.document.condition });
    }
  }
  for (const { program, status } of journeys.values()) {
    if (status !== 'live' && status !== 'scheduled' && status !== 'closed') continue;
    const { source, plan } = program;
    if (!conditions.has(source))
      conditions.set(source, { id: source, condition: plan.entry.condition });
  }
  try {
    return compileAudiences([...conditions.values()], context);
  } catch (error) {
    // Which of them is at fault is asked only now.
    for (const { id, condition } of conditions.values())
      blaming(shownId(id), () => compileCondition(condition, { ...context, scope: 'account' }));
    throw error;
  }
}
