import { enrol, enter, refusal } from './entry.ts';
import { happen } from './events.ts';
import { fillGroups } from './buying-groups.ts';
import { holdsForAccount } from './holds.ts';
import type { Session } from './session.ts';
import { endRun, leave } from './walk.ts';
import { inOrderOfPublication } from './world.ts';
import type { ReferenceJourney } from './world.ts';

/** More rounds than any sound world needs. */
const MOST_ROUNDS = 1_000;

/** RT-4, RT-5: handles what was caused, evaluates, lets accounts enter, until nothing changes any more. */
export function settle(session: Session): void {
  let handled = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    while (handled < session.caused.length) {
      const number = handled;
      const caused = session.caused[number]!;
      handled += 1;
      if (caused.kind === 'event') happen(session, caused.person, caused.event, number);
      else if (caused.kind === 'enrol') enrol(session, caused.journey);
      else leave(session, caused.journey, 'removed');
    }
    const before = JSON.stringify(session.state);
    fillGroups(session);
    evaluateAudiences(session);
    if (handled === session.caused.length && before === JSON.stringify(session.state)) return;
  }
  throw new Error('The advance does not end.');
}

function evaluateAudiences(session: Session): void {
  const { state, world } = session;
  const journeys = inOrderOfPublication(world);
  const inside = journeys.filter((journey) => isInside(session, journey)).map(idOf);
  const left = state.inside.filter((id) => !inside.includes(id));
  state.inside = inside;
  for (const journey of journeys) {
    // RT-18
    const run = state.runs.find((one) => one.journey === idOf(journey));
    if (run && journey.document.exitOnAudienceLoss && left.includes(run.journey)) {
      endRun(session, run, 'audience_left');
    }
  }
  for (const journey of journeys) {
    const id = idOf(journey);
    if (journey.status === 'scheduled') continue;
    const inLine = state.queued.includes(id);
    state.queued = state.queued.filter((one) => one !== id);
    const reason = refusal(session, journey);
    if (reason === null && (inLine || inside.includes(id))) enter(session, journey);
  }
}

/** RT-10: whether the account is in the journey's audience. */
function isInside(session: Session, { document }: ReferenceJourney): boolean {
  const node = document.nodes.find((one) => one.kind === 'audience')!;
  const condition =
    node.audience === undefined
      ? ({ kind: 'list', lists: [node.list!], member: true } as const)
      : ({ kind: 'audience', audience: node.audience, member: true } as const);
  return holdsForAccount(session, condition, { anchor: session.now });
}

function idOf(journey: ReferenceJourney): string {
  return journey.document.id;
}
