import fc from 'fast-check';
import type { Condition } from '../../src/conditions/condition.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';

/** Valid journeys with nested splits, shared merges and open edges, grown from a list of numbers so that they shrink. */
export function journeys(): fc.Arbitrary<JourneyDocument> {
  return fc.array(fc.nat(999), { maxLength: 80 }).map(growJourney);
}

/** The journey that a list of numbers stands for. */
export function growJourney(numbers: readonly number[]): JourneyDocument {
  const nodes: JourneyNode[] = [];
  let taken = 0;
  const draw = (below: number): number => (numbers[taken++] ?? 0) % below;
  let ids = 0;
  const fresh = (kind: string): string => `${kind}${(ids += 1)}`;

  /** A straight piece that leads to `target`; splits in it may also lead to `merges` further down. */
  function piece(
    target: string | undefined,
    merges: readonly string[],
    depth: number,
  ): string | undefined {
    let next = target;
    const length = draw(4);
    for (let index = 0; index < length; index += 1) next = node(next, merges, depth);
    return next;
  }

  function node(next: string | undefined, merges: readonly string[], depth: number): string {
    const to = next === undefined ? {} : { next };
    switch (draw(depth > 0 ? 6 : 4)) {
      case 0:
        return put({ kind: 'wait', id: fresh('wait'), for: { days: 1 + draw(30) }, ...to });
      case 1:
        return put({ ...mail(fresh('mail')), ...to });
      case 2:
        return put({
          kind: 'listen',
          id: fresh('listen'),
          context: 'people',
          events: [{ event: 'emailClicked', where: clicked }],
          ...to,
        });
      case 3:
        return put({
          kind: 'splitPeople',
          id: fresh('people'),
          paths: [{ id: 'a', label: 'Directors', when: person, actions: [mail(fresh('inner'))] }],
          ...(draw(2) === 0 ? { other: { actions: [] } } : {}),
          ...to,
        });
      case 4: {
        const merge = put({ kind: 'merge', id: fresh('merge'), ...to });
        return put({
          kind: 'listen',
          id: fresh('late'),
          context: 'accounts',
          events: [{ event: 'accountChanged' }],
          next: piece(merge, merges, depth - 1) ?? merge,
          timeout: { next: piece(merge, merges, depth - 1) ?? merge },
        });
      }
      default:
        return split(next, merges, depth);
    }
  }

  function split(next: string | undefined, merges: readonly string[], depth: number): string {
    const merge = put({
      kind: 'merge',
      id: fresh('merge'),
      ...(next === undefined ? {} : { next }),
    });
    const inner = [merge, ...merges];
    const paths = Array.from({ length: 2 + draw(4) }, (_, index) => {
      const choice = draw(3);
      const end =
        index < 2 || choice === 0 ? merge : choice === 1 ? undefined : inner[draw(inner.length)];
      const start = piece(end, inner, depth - 1);
      const path = { id: `p${index}`, label: `Path <${index}>`, when: account(index) };
      return start === undefined ? path : { ...path, next: start };
    });
    return put({
      kind: 'splitAccounts',
      id: fresh('split'),
      paths,
      ...(draw(2) === 0 ? { other: {} } : {}),
    });
  }

  function put(made: JourneyNode): string {
    nodes.push(made);
    return made.id;
  }

  const end = draw(2) === 0 ? put({ kind: 'end', id: 'done', label: 'Done' }) : undefined;
  const start = piece(end, [], 3);
  const audience = { kind: 'audience', id: 'audience', audience: 'enterprise' } as const;
  return {
    format: 1,
    type: 'account',
    id: 'random',
    name: 'Random',
    nodes: [start === undefined ? audience : { ...audience, next: start }, ...nodes.toReversed()],
  };
}

function mail(id: string): Extract<JourneyNode, { kind: 'action' }> {
  return { kind: 'action', id, context: 'people', action: { type: 'sendEmail', email: 'hello' } };
}

function account(index: number): Condition {
  return {
    kind: 'attribute',
    entity: 'account',
    attribute: 'employees',
    operator: 'atLeast',
    values: [index],
  };
}

const person: Condition = {
  kind: 'attribute',
  entity: 'person',
  attribute: 'jobTitle',
  operator: 'startsWith',
  values: ['Director'],
};

const clicked: Condition = {
  kind: 'attribute',
  entity: 'event',
  attribute: 'email',
  operator: 'is',
  values: ['hello'],
};
