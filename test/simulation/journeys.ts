import { AccountList } from '../../src/audience/account-list.ts';
import type { Steps } from '../../src/journey/builder.ts';
import { Journey } from '../../src/journey/journey.ts';
import type { Duration } from '../../src/kernel/duration.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import { account, b2b, ENDS, large, person, type B2b } from '../engine/tenant.ts';

export const vip = AccountList.static('vip').publish();
export const chosen = AccountList.static('chosen').publish();

type Path = Steps<B2b>;

/**
 * Up to four journeys: two for large accounts, one for those that the first adds to it, one for a list that the host
 * changes. Every one ends by itself: listeners time out, re-entries are limited. Those of a tenant that asks services ask
 * one, each.
 */
export function drawJourneys(dice: Dice, ask: Piece | null): readonly Journey<B2b>[] {
  const draw = (id: string, source: { list: string } | null, adds: string | null): Journey<B2b> => {
    const settings = {
      audience: source ?? large,
      ends: ENDS,
      catalogue: b2b,
      ...(dice.once(0.3) && {
        reEntry: { delay: dice.pick([{ hours: 6 }, { days: 2 }]), limit: 2 + dice.below(2) },
      }),
    };
    return drawSteps(dice, Journey.forAccounts<B2b>(id, settings), adds, ask);
  };
  const journeys = [draw('main', null, 'second')];
  // Nobody is added to a journey that is not there yet.
  journeys.unshift(draw('second', { list: 'chosen' }, null));
  if (dice.once(0.7)) journeys.push(draw('wide', null, null));
  if (dice.once(0.7)) journeys.push(draw('third', { list: 'vip' }, null));
  return journeys;
}

const LENGTHS: readonly Duration[] = [
  { minutes: 30 },
  { hours: 5 },
  { days: 1 },
  { days: 2 },
  { days: 4 },
  { weeks: 1 },
];

/** Adds steps to a path. */
export type Piece = <P extends Path>(path: P, dice: Dice) => P;

const wait: Piece = (path, dice) =>
  path.wait(
    dice.once(0.2)
      ? { days: 1, mustEndOn: { zone: 'Europe/Berlin', time: '09:00' } }
      : dice.pick(LENGTHS),
  );

const listen: Piece = (path, dice) =>
  path.listen(dice.once(0.5) ? { event: 'webVisit' } : { event: 'order' }, {
    timeout: dice.pick(LENGTHS),
    ...(dice.once(0.5) && { since: 'journeyEntry' as const }),
    onTimeout: dice.once(0.2) ? false : (late) => (dice.once(0.5) ? email(late, dice) : late),
  });

const email: Piece = (path, dice) =>
  path.sendEmail(dice.pick(['intro', 'offer', 'news']), { operational: dice.once(0.1) });

const PIECES: readonly Piece[] = [
  email,
  email,
  wait,
  listen,
  (path) => path.act('createTask', { subject: 'call' }),
  (path) => path.act('sendGift', {}),
  (path, dice) => path.updateAccount({ phase: dice.pick(['a', 'b']) }),
  (path, dice) => path.updatePeople({ score: dice.below(9) }),
  (path, dice) =>
    path.splitPeople((paths) =>
      paths
        .when('Leaders', person('jobTitle').startsWith('VP'), (steps) =>
          dice.once(0.5) ? steps.sendEmail('leaders') : steps.act('sendGift', {}),
        )
        .otherwise('Others', (steps) => (dice.once(0.5) ? steps.sendEmail('others') : steps)),
    ),
  (path, dice) =>
    path.split((paths) =>
      paths
        .when('Software', account('industry').is('Software'), (steps) =>
          email(wait(steps, dice), dice),
        )
        .otherwise((steps) => (dice.once(0.5) ? listen(steps, dice) : steps)),
    ),
];

function drawSteps(
  dice: Dice,
  start: Journey<B2b>,
  adds: string | null,
  ask: Piece | null,
): Journey<B2b> {
  let journey = start;
  const length = 2 + dice.below(4);
  for (let count = 0; count < length; count += 1) journey = dice.pick(PIECES)(journey, dice);
  if (ask !== null) journey = ask(journey, dice.other(start.document.id));
  journey = listen(wait(journey, dice), dice);
  if (adds !== null)
    journey = dice.once(0.5) ? journey.addToJourney(adds) : journey.addToList('chosen');
  return email(journey, dice);
}
