import type { Engine } from '../../src/engine/engine.ts';
import { reported } from '../../src/journey/ask-step.ts';
import type { AskNode, JourneyNode } from '../../src/journey/document.ts';
import type { Journey } from '../../src/journey/journey.ts';
import { HOUR, MINUTE } from '../../src/kernel/duration.ts';
import { hashIds } from '../../src/kernel/hash.ts';
import type { ExternalService } from '../../src/model/external-service.ts';
import type { Channel, Delivery } from '../../src/ports/channel.ts';
import type { ServiceAnswer } from '../../src/ports/external.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import type { Process, Stage } from '../../src/testing/simulation/stage.ts';
import type { B2b } from '../engine/tenant.ts';
import type { Piece } from './journeys.ts';

const PHASE = { field: 'phase', type: 'string', required: false, attribute: 'phase' } as const;
const SCORE = { field: 'score', type: 'integer', required: false, attribute: 'score' } as const;

function service(
  id: string,
  entity: ExternalService['entity'],
  split: boolean,
  timeout: number,
): ExternalService {
  const accessors = split ? [{ name: 'rank', type: 'integer' } as const] : [];
  // What answers write is looked at by no path, so that it does not matter when they come.
  const fields = {
    account: entity === 'lead' ? [] : [PHASE],
    person: entity === 'account' ? [] : [SCORE],
  };
  const rest = { status: 'active', inputs: [], sends: fields, receives: fields } as const;
  return { ...rest, id, name: id, entity, split, timeout, accessors };
}

/** What journeys of an asking tenant ask. */
export const SERVICES: readonly ExternalService[] = [
  service('enrich', 'account', false, 30),
  service('rate', 'account', true, 240),
  service('enrichPeople', 'lead', false, 60),
  service('ratePeople', 'accountPerson', true, 120),
];

const byRank: Piece = (path, dice) => {
  const ends = dice.once(0.2);
  return path.splitByService(
    'rate',
    (paths) => {
      const some = paths
        .when('Best', reported('rank', 'is', 2), (steps) => steps.sendEmail('best'))
        .when('Good', reported('rank', 'is', 1));
      return ends ? some : some.otherwise((steps) => steps.act('sendGift', {}));
    },
    dice.once(0.5) ? { onFailure: (late) => late.sendEmail('unrated') } : {},
  );
};

const ASKING: readonly Piece[] = [
  (path) =>
    path.ask('enrich', { onFailure: (late) => late.act('createTask', { subject: 'ask again' }) }),
  byRank,
  // The paths meet again at once: who is asked about depends on who has joined when.
  (path, dice) =>
    path.ask('enrichPeople', { context: 'people', failsOn: dice.pick(['all', 'any'] as const) }),
  (path) =>
    path.splitPeopleByService('ratePeople', (paths) =>
      paths
        .when('Best', reported('rank', 'is', 2), (steps) => steps.sendEmail('best'), { id: 'r2' })
        .when('Good', reported('rank', 'is', 1), (steps) => steps.sendEmail('good'), { id: 'r1' })
        .onFailure((steps) => steps.sendEmail('unrated')),
    ),
];

/** Services of a simulated tenant, and what they answer. */
export interface Asked {
  /** Grows a step that asks. */
  readonly piece: Piece;
  readonly channels: (process: Process) => Readonly<Record<string, Channel>>;
  /** Comes to life with the simulation, and goes on answering when faults have ended. */
  readonly lane: (stage: Stage) => Promise<void>;
  /** Places of answers that an engine said it has taken. */
  readonly taken: ReadonlySet<string>;
}

/** Every third tenant asks; who does is drawn apart, so that the stories of the others stay as they are. */
export function drawAsked(dice: Dice): Asked | null {
  const own = dice.other('asked');
  if (!own.once(0.35)) return null;
  const taken = new Set<string>();
  let stage: Stage | undefined;
  const hear = (what: Delivery, leftOut: ReadonlySet<string>): void => {
    const people = what.people?.filter((person) => !leftOut.has(person)) ?? [null];
    if (people.length === 0 || stage === undefined) return;
    const isTogether = what.action.type === 'external' && what.action.about === 'people';
    for (const about of isTogether ? [people] : people.map((one) => [one]))
      void answer(stage, what, about, taken);
  };
  return {
    piece: (path, dice) => dice.pick(ASKING)(path, dice),
    channels: ({ channel }) =>
      Object.fromEntries(SERVICES.map(({ id }) => [id, channel(id, 'keyed', hear)])),
    lane: (given) => {
      stage = given;
      return Promise.resolve();
    },
    taken,
  };
}

/** The service answers in time, around the deadline, late, again, with an error, or not at all. */
async function answer(
  stage: Stage,
  what: Delivery,
  about: readonly (string | null)[],
  taken: Set<string>,
): Promise<void> {
  const { dice, journal } = stage;
  const { account, journey, node, request } = what;
  const { entry, due } = request!;
  const place = { account, journey, entry, node };
  const way = dice.pick(['soon', 'soon', 'soon', 'near', 'late', 'never', 'error'] as const);
  if (way === 'never') return journal.reached('a service never answers');
  const given: ServiceAnswer = {
    ...place,
    ...(about[0] === null && { changes: { phase: 'asked' } }),
    answers: about.map((person) => ({
      person,
      ok: way !== 'error',
      reason: 'no',
      values: { rank: rankOf(person ?? account) },
      attributes: person === null ? {} : { score: 5 },
    })),
  };
  const say = async (again: boolean): Promise<void> => {
    const late = stage.now() > due;
    await stage.act(
      `answer ${placeOf(place)} ${about.join(' ')}${again ? ' again' : ''}`,
      async (engine: Engine) => {
        const became = await engine.external.answer(given);
        if (became === 'taken') taken.add(placeOf(place));
        else if (late) journal.reached('a late answer was refused');
        else if (again) journal.reached('a repeated answer was refused');
      },
      { repeatable: true },
    );
  };
  if (way === 'near') await stage.until(due + dice.pick([-1, 0, 0, 1]) * dice.about(2_000));
  else if (way === 'late') await stage.until(due + dice.about(HOUR));
  else await stage.until(stage.now() + dice.about(5 * MINUTE));
  if (dice.once(0.2)) void say(true);
  await say(false);
  if (dice.once(0.2)) {
    await stage.until(stage.now() + dice.about(30 * MINUTE));
    await say(true);
  }
}

/** What a service says of somebody, whenever and however often it is asked. */
export function rankOf(id: string): number {
  return Number.parseInt(hashIds(id).slice(0, 6), 16) % 3;
}

/** One visit of a node that asks, as text. */
export function placeOf(place: {
  readonly account: string;
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
}): string {
  return JSON.stringify([place.account, place.journey, place.entry, place.node]);
}

/** The account of a {@link placeOf}. */
export function accountOf(place: string): string {
  const [account] = JSON.parse(place) as readonly [string];
  return account;
}

/** The nodes that ask, by journey and id. */
export function asksOf(journeys: readonly Journey<B2b>[]): ReadonlyMap<string, AskNode> {
  return new Map(
    journeys.flatMap(({ document: { id, nodes } }) =>
      nodes.filter(isAsk).map((node) => [JSON.stringify([id, node.id]), node] as const),
    ),
  );
}

function isAsk(node: JourneyNode): node is AskNode {
  return 'service' in node;
}
