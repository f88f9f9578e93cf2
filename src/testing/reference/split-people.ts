import type { JourneyNode, SplitPeopleNode } from '../../journey/document.ts';
import { act, isMissing } from './act.ts';
import { inPlace } from './everyone.ts';
import { holdsForPerson } from './holds.ts';
import type { Session } from './session.ts';
import type { ReferenceRun } from './state.ts';

/** The people of one path, and its actions. */
interface Part {
  readonly path: string;
  readonly people: string[];
  readonly actions: readonly JourneyNode[];
}

/**
 * RT-24: carries out the actions of each path for its people. False, and nothing done, when nobody carries out one of
 * them (RT-31).
 */
export function splitPeople(session: Session, run: ReferenceRun, node: SplitPeopleNode): boolean {
  const parts = divide(session, run, node);
  for (const { people, actions } of parts) {
    for (const inner of actions) {
      if (inner.kind === 'action' && isMissing(session, inner.action, people)) return false;
    }
  }
  for (const { path, people, actions } of parts) {
    if (people.length > 0) {
      session.outcome.groups.push({
        journey: run.journey,
        node: node.id,
        path,
        people: people.length,
      });
    }
    for (const inner of actions) {
      if (inner.kind !== 'action' || people.length === 0) continue;
      session.outcome.visits.push({ journey: run.journey, node: inner.id, edge: null });
      act(session, run, inner.id, inner.action, people);
    }
  }
  return true;
}

/** Everybody takes the first path that holds, else *other*; without *other* they skip to the close. */
function divide(session: Session, run: ReferenceRun, node: SplitPeopleNode): readonly Part[] {
  const parts: Part[] = node.paths.map(({ id, actions }) => ({ path: id, people: [], actions }));
  const rest: Part = node.other
    ? { path: 'other', people: [], actions: node.other.actions }
    : { path: '', people: [], actions: [] };
  for (const person of session.state.account.people) {
    const index = node.paths.findIndex(
      ({ when }) => when !== undefined && holdsForPerson(session, when, person, inPlace(run)),
    );
    (parts[index] ?? rest).people.push(person.id);
  }
  return [...parts, rest];
}
