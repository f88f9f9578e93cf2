import type { AskNode, ExternalPath, JourneyNode } from '../../journey/document.ts';
import { testHolds } from './accessors.ts';
import type { ExternalService } from '../../model/external-service.ts';
import type { AnswerInput } from '../../runtime/input.ts';
import { act, isMissing, update } from './act.ts';
import type { Session } from './session.ts';
import type { ReferenceAnswer, ReferenceRun } from './state.ts';
import type { Way } from './way.ts';

/** Whether the node asks about people. */
export function isAboutPeople(node: AskNode): boolean {
  return node.kind === 'externalAction'
    ? node.context === 'people'
    : node.kind === 'externalSplitPeople';
}

/** Minutes that an answer is waited for. */
export function minutesOf(session: Session, node: AskNode): number {
  return serviceOf(session, node).timeout;
}

/** XA-40: one request about the account, one about all of its people, or one about each of them. */
export function request(
  session: Session,
  run: ReferenceRun,
  node: AskNode,
  people: readonly string[] | null,
): void {
  const { journey, entry } = run;
  const { entity, timeout } = serviceOf(session, node);
  const about = people === null ? 'account' : entity === 'accountPerson' ? 'people' : 'person';
  const action = {
    type: 'external',
    service: node.service,
    about,
    input: node.input ?? {},
    minutes: timeout,
    paths: pathsOf(node),
  } as const;
  session.outcome.effects.push({ journey, entry, node: node.id, ordinal: 0, action, people });
}

function pathsOf(node: AskNode): { id: string; tests: NonNullable<ExternalPath['when']> }[] | null {
  if (node.kind === 'externalAction') return null;
  const paths = node.paths.map(({ id, when = [] }) => ({ id, tests: when }));
  return node.other === undefined ? paths : [...paths, { id: 'other', tests: [] }];
}

/** XA-41, XA-42: takes what is new; the run when everybody has an answer now. */
export function takeAnswer(session: Session, input: AnswerInput): ReferenceRun | undefined {
  const run = session.state.runs.find(
    ({ journey, entry, node, stalled }) =>
      journey === input.journey && entry === input.entry && node === input.node && !stalled,
  );
  if (run?.asked === undefined) return undefined;
  const { people, answers } = run.asked;
  const open = new Set<string | null>(people ?? [null]);
  for (const { person } of answers) open.delete(person);
  const fresh: ReferenceAnswer[] = [];
  let isGood = false;
  const changes: (readonly [string, AnswerInput['changes']])[] = [];
  for (const { person, ok, values, attributes } of input.answers) {
    if (!open.delete(person)) continue;
    fresh.push({ person, ok, values });
    isGood ||= ok;
    if (ok && person !== null) changes.push([person, attributes]);
  }
  if (input.rest !== null) {
    for (const person of open) fresh.push({ person, ok: input.rest.ok, values: {} });
    isGood ||= input.rest.ok && open.size > 0;
  }
  if (fresh.length === 0) return undefined;
  if (isGood) write(session, run, input.changes, null);
  for (const [person, attributes] of changes) write(session, run, attributes, person);
  answers.push(...fresh);
  return answers.length >= (people?.length ?? 1) ? run : undefined;
}

function write(
  session: Session,
  run: ReferenceRun,
  changes: AnswerInput['changes'],
  person: string | null,
): void {
  const isGone = !session.state.account.people.some(({ id }) => id === person);
  for (const [attribute, value] of Object.entries(changes)) {
    if (person !== null && isGone) continue;
    const action = { type: 'updateProfile', attribute, value } as never;
    update(session, run, `${run.node}.${attribute}`, action, person === null ? null : [person]);
  }
}

/** XA-43 to XA-45: where the answers lead. */
export function wayOf(session: Session, run: ReferenceRun, node: AskNode): Way | 'ends' | 'stalls' {
  const { people, answers } = run.asked!;
  const good = answers.filter(({ ok }) => ok);
  switch (node.kind) {
    case 'externalAction': {
      const all = people?.length ?? 1;
      const fails = node.failsOn === 'any' ? good.length < all : good.length === 0;
      return fails ? { edge: 'failed', to: node.failed?.next } : { edge: '', to: node.next };
    }
    case 'externalSplitAccounts': {
      const [answer] = good;
      if (answer === undefined) return { edge: 'failed', to: node.failed?.next };
      const path = node.paths.find((one) => matches(session, node, one, answer));
      if (path !== undefined) return { edge: path.id, to: path.next };
      return node.other === undefined ? 'ends' : { edge: 'other', to: node.other.next };
    }
    case 'externalSplitPeople':
      return splitAnswers(session, run, node) ? { edge: '', to: node.next } : 'stalls';
  }
}

/** XA-45: each person takes its own path; false, and nothing done, when an action has nobody to carry it out. */
function splitAnswers(
  session: Session,
  run: ReferenceRun,
  node: Extract<AskNode, { kind: 'externalSplitPeople' }>,
): boolean {
  const { people, answers } = run.asked!;
  const lanes = new Map<string, { people: string[]; actions: readonly JourneyNode[] }>();
  for (const { id, actions } of node.paths) lanes.set(id, { people: [], actions });
  if (node.other !== undefined) lanes.set('other', { people: [], actions: node.other.actions });
  lanes.set('failed', { people: [], actions: node.failed?.actions ?? [] });
  lanes.set('', { people: [], actions: [] });
  for (const { id } of session.state.account.people) {
    const answer = answers.find(({ person, ok }) => person === id && ok);
    const path = answer && node.paths.find((one) => matches(session, node, one, answer));
    const lane = !people!.includes(id)
      ? ''
      : answer === undefined
        ? 'failed'
        : (path?.id ?? (node.other === undefined ? '' : 'other'));
    lanes.get(lane)!.people.push(id);
  }
  const parts = [...lanes];
  for (const [, { people: on, actions }] of parts) {
    for (const inner of actions)
      if (inner.kind === 'action' && isMissing(session, inner.action, on)) return false;
  }
  for (const [path, { people: on, actions }] of parts) {
    if (on.length === 0) continue;
    const { journey } = run;
    session.outcome.groups.push({ journey, node: node.id, path, people: on.length });
    for (const inner of actions) {
      if (inner.kind !== 'action') continue;
      session.outcome.visits.push({ journey, node: inner.id, edge: null });
      act(session, run, inner.id, inner.action, on);
    }
  }
  return true;
}

function matches(
  session: Session,
  node: AskNode,
  { when = [] }: ExternalPath,
  { values }: ReferenceAnswer,
): boolean {
  const { accessors } = serviceOf(session, node);
  return when.every((test) => testHolds(test, accessors, values));
}

function serviceOf({ world }: Session, { service }: AskNode): ExternalService {
  const found = world.services?.find(({ id }) => id === service);
  if (found === undefined) throw new Error(`There is no service ${service}.`);
  return found;
}
