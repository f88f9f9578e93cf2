import type { Instant } from '../../src/index.ts';
import type { Behaviour, Mood } from './behaviour.ts';
import { pick, weighted } from './chance.ts';
import type { Committee } from './committees.ts';
import type { DemoEvent } from './demo-catalogue.ts';

const DAY = 86_400_000;
/** Visits of an account in a day. */
const VISITS: Readonly<Record<Mood, number>> = { cold: 0.03, curious: 0.12, ready: 0.3 };
/** What is looked at. */
const PAGES = { home: 40, solutions: 25, documentation: 20, pricing: 9, careers: 6 } as const;

/** What people look at by themselves, without an e-mail: visits from `from` to `to`. Silent people visit nothing. */
export function organicVisits(
  committees: readonly Committee[],
  from: Instant,
  to: Instant,
  behaviour: Behaviour,
): DemoEvent[] {
  const { chance } = behaviour;
  const events: DemoEvent[] = [];
  for (const { id, members } of committees) {
    const probability = (VISITS[behaviour.mood(id)] * (to - from)) / DAY;
    if (chance('visit', id, to) >= probability) continue;
    const person = pick(members, chance('visitor', id, to));
    if (behaviour.habit(person.id) === 'silent') continue;
    const at = from + Math.ceil(chance('visit at', id, to) * (to - from));
    const assessment = chance('assessment', id, to) < 0.04;
    const visit = { person: person.id, at } as const;
    events.push(
      assessment
        ? {
            ...visit,
            id: `form-${id}-${to}`,
            type: 'formFilledOut',
            fields: { form: 'assessment', page: 'assessment' },
          }
        : {
            ...visit,
            id: `visit-${id}-${to}`,
            type: 'pageViewed',
            fields: { page: weighted(PAGES, chance('page', id, to)) },
          },
    );
  }
  return events;
}
