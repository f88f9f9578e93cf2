import { compareText } from '../kernel/text-order.ts';
import { copyJson } from '../kernel/copy-given.ts';
import { explainCondition, type Explanation } from '../conditions/explain.ts';
import { ConditionScope } from '../conditions/scope.ts';
import { formatInstant, type Instant } from '../kernel/instant.ts';
import { joinIds, runId } from '../runtime/effect.ts';
import { refusalOf } from '../runtime/entry.ts';
import type {
  AnsweredFact,
  EntryRefusal,
  Fact,
  GroupCount,
  RunFact,
  Settlement,
} from '../runtime/fact.ts';
import type { ExitReason } from '../runtime/run.ts';
import { withScores } from '../runtime/score-account.ts';
import { emptyAccount, NO_PROGRESS } from '../runtime/state.ts';
import { needTexts } from './argument-checks.ts';
import { now, type Core } from './core.ts';

/** One account's story in one journey (EN-65). */
export interface Story {
  readonly journey: string;
  readonly account: string;
  /** One entry per run, oldest first. */
  readonly runs: readonly RunStory[];
  /** What an account without a run in flight lacks; `null` while one is in flight. */
  readonly notInside: WhyNot | null;
}

/** One run from entry to now or to its exit. */
export interface RunStory {
  readonly id: string;
  readonly entry: number;
  readonly plan: string;
  readonly enteredAt: Instant;
  readonly visits: readonly Visit[];
  readonly effects: readonly EffectStory[];
  /** What external services answered, in the order in which it came. */
  readonly answers: readonly AnswerStory[];
  /** What a run in flight waits for. */
  readonly waiting: {
    readonly node: string;
    readonly since: Instant;
    readonly due: Instant | null;
  } | null;
  readonly exit: { readonly reason: ExitReason; readonly at: Instant } | null;
}

/** One node on a run's way. */
export interface Visit {
  readonly node: string;
  readonly enteredAt: Instant;
  /** `null` while the run is parked here. */
  readonly leftAt: Instant | null;
  /** The edge taken; `''` for the only one, `null` while parked or when the run ended here. */
  readonly edge: string | null;
  /** Id of the event that moved the run on from here. */
  readonly event: string | null;
  /** People per path of a grouped split. */
  readonly paths: readonly GroupCount[];
  /** What the decision saw, when evidence is kept. */
  readonly saw: readonly Explanation[];
}

/** One effect of a run and what became of it. */
export interface EffectStory {
  readonly node: string;
  readonly action: string;
  readonly asked: Instant;
  readonly settledAt: Instant;
  readonly outcomes: readonly Settlement[];
}

/** One answer of an external service (XA-42). */
export interface AnswerStory extends Omit<AnsweredFact, 'type' | 'journey' | 'entry'> {
  readonly at: Instant;
}

/** Why an account has no run in flight. */
export interface WhyNot {
  /** Whether the audience holds the account now, and why. */
  readonly audience: Explanation | null;
  /** What else stands in the way. */
  readonly refusal: EntryRefusal | null;
}

/** Builds the story from facts and evidence; what is not in them (why not) is asked anew. */
export async function explain(
  core: Core,
  of: { readonly journey: string; readonly account: string },
): Promise<Story> {
  needTexts(of, ['journey', 'account']);
  const { journey, account } = of;
  core.registry.journey(journey);
  const runs = new Map<number, RunDraft>();
  for await (const fact of readFacts(core, account)) {
    for (const item of fact.items) {
      if (!('journey' in item) || item.journey !== journey) continue;
      if (item.type === 'run') addRun(core, runs, item, fact);
      else if (item.type === 'answered') {
        const { node, ok, failed, reason, taken } = item;
        const answer = { at: fact.at, node, ok, failed, reason, taken };
        runs.get(item.entry)?.answers.push(answer);
      } else if (item.type === 'settled') {
        const { node, action, asked, outcomes } = item;
        runs.get(item.entry)?.effects.push({ node, action, asked, settledAt: fact.at, outcomes });
      }
    }
  }
  await addEvidence(core, runs, journey, account);
  const stories = [...runs.values()];
  for (const { effects } of stories) effects.sort(byInstant);
  const inFlight = stories.some(({ exit }) => exit === null);
  return {
    journey,
    account,
    runs: stories,
    notInside: inFlight ? null : await whyNot(core, journey, account),
  };
}

/** Of one instant by node: who goes on after a kill finds effects in another order than the run asked for them (EN-65). */
function byInstant(left: EffectStory, right: EffectStory): number {
  return left.settledAt - right.settledAt || compareText(left.node, right.node);
}

/** All facts of one account, oldest first. */
export async function* factsOf(core: Core, account: string): AsyncGenerator<Fact, void, void> {
  for await (const { body } of core.store.all('fact', core.feed.prefixOf(account))) {
    if (body.account === account) yield body;
  }
}

/** Copies of the facts of one account, or of all (EN-107). */
export async function* readFacts(core: Core, account?: string): AsyncGenerator<Fact, void, void> {
  if (account === undefined)
    for await (const { body } of core.store.all('fact')) yield copyJson(body);
  else for await (const fact of factsOf(core, account)) yield copyJson(fact);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type VisitDraft = Mutable<Visit>;
type RunDraft = Mutable<Omit<RunStory, 'visits' | 'effects' | 'answers'>> & {
  visits: VisitDraft[];
  effects: EffectStory[];
  answers: AnswerStory[];
};

function addRun(core: Core, runs: Map<number, RunDraft>, item: RunFact, fact: Fact): void {
  let run = runs.get(item.entry);
  if (run === undefined) {
    run = {
      id: runId(core.store.subscription, item.journey, fact.account, item.entry),
      entry: item.entry,
      plan: item.plan,
      enteredAt: fact.at,
      visits: [],
      effects: [],
      answers: [],
      waiting: null,
      exit: null,
    };
    runs.set(item.entry, run);
  }
  const { trail } = item;
  const parked = run.visits.at(-1);
  let at = 0;
  if (item.from !== null && parked !== undefined) {
    parked.leftAt = fact.at;
    parked.event = item.event;
    if (trail[0] === item.from) {
      parked.edge = trail[1]!;
      at = 2;
    }
  }
  for (; at < trail.length; at += 2) {
    const step = visit(trail[at]!, fact.at, trail[at + 1]!);
    step.paths = item.groups?.filter(({ node }) => node === step.node) ?? [];
    run.visits.push(step);
  }
  if (item.parked !== null) run.visits.push({ ...visit(item.parked, fact.at, null), leftAt: null });
  run.waiting = item.parked === null ? null : { node: item.parked, since: fact.at, due: item.due };
  run.exit = item.exit === null ? null : { reason: item.exit, at: fact.at };
}

function visit(node: string, at: Instant, edge: string | null): VisitDraft {
  return { node, enteredAt: at, leftAt: at, edge, event: null, paths: [], saw: [] };
}

async function addEvidence(
  core: Core,
  runs: Map<number, RunDraft>,
  journey: string,
  account: string,
): Promise<void> {
  for await (const { body } of core.store.all('evidence', joinIds(account, journey, ''))) {
    const seen = runs.get(body.entry)?.visits.find(({ node }) => node === body.node);
    if (seen !== undefined) seen.saw = body.saw;
  }
}

async function whyNot(core: Core, journey: string, id: string): Promise<WhyNot> {
  const world = core.registry.world();
  const known = world.journeys.get(journey);
  const stored = (await core.store.get('account', id))?.body ?? emptyAccount(id);
  const account = withScores(world, stored);
  const progress = (await core.store.get('progress', id))?.body ?? NO_PROGRESS;
  if (known === undefined) return { audience: null, refusal: 'not_accepting' };
  const { condition } = known.program.plan.entry;
  const context = {
    catalogue: core.settings.catalogue,
    references: core.registry.references(),
    scope: 'account',
  } as const;
  const scope = new ConditionScope(account, null, now(core), null);
  return {
    audience: explainCondition(condition, context, scope),
    refusal: refusalOf(world, account, progress, known, now(core)),
  };
}

/** The story as text, one line per thing that happened. */
export function printStory(story: Story): string {
  const lines: string[] = [`Account ${story.account} in journey ${story.journey}`];
  for (const run of story.runs) {
    lines.push(`  entry ${run.entry} at ${formatInstant(run.enteredAt)}`);
    for (const step of run.visits) {
      const left =
        step.leftAt === null
          ? 'waits here'
          : step.leftAt === step.enteredAt
            ? ''
            : `until ${formatInstant(step.leftAt)}`;
      const edge = step.edge ? `-> ${step.edge}` : '';
      const event = step.event ? `(event ${step.event})` : '';
      lines.push(
        `    ${[formatInstant(step.enteredAt), step.node, left, edge, event].filter((part) => part !== '').join(' ')}`,
      );
      for (const { text, holds } of step.saw) lines.push(`      ${holds ? 'yes' : 'no'}: ${text}`);
      for (const { path, people } of step.paths)
        lines.push(`      ${people} people on ${path === '' ? '(skipped)' : path}`);
    }
    for (const effect of run.effects) {
      const outcomes = effect.outcomes.map(
        ({ outcome, reason, people }) =>
          `${people?.length ?? 1} ${outcome}${reason === null ? '' : ` (${reason})`}`,
      );
      lines.push(
        `    ${formatInstant(effect.settledAt)} ${effect.action} of ${effect.node}: ${outcomes.join(', ')}`,
      );
    }
    for (const { at, node, ok, failed, reason, taken } of run.answers) {
      const why = reason === null ? '' : ` (${reason})`;
      const counts = taken ? `${ok} succeeded, ${failed} failed${why}` : 'too late, or again';
      lines.push(`    ${formatInstant(at)} answer at ${node}: ${counts}`);
    }
    if (run.waiting !== null) {
      const until =
        run.waiting.due === null
          ? 'without limit'
          : `until ${formatInstant(run.waiting.due)} at the latest`;
      lines.push(`    waits at ${run.waiting.node} ${until}`);
    }
    if (run.exit !== null)
      lines.push(`    left at ${formatInstant(run.exit.at)}: ${run.exit.reason}`);
  }
  if (story.notInside !== null && story.runs.length === 0) {
    const { audience, refusal } = story.notInside;
    lines.push('  never entered');
    if (audience !== null)
      lines.push(`    audience: ${audience.holds ? 'yes' : 'no'}: ${audience.text}`);
    if (refusal !== null) lines.push(`    ${refusal}`);
  }
  return lines.join('\n');
}
