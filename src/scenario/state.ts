import { formatInstant } from '../kernel/instant.ts';
import { compareText } from '../kernel/text-order.ts';
import { recordsOf } from './records.ts';
import type { AttributeResult, ChangeResult, GroupResult, QuarantineResult } from './result.ts';
import type { PlayedScenario } from './played-scenario.ts';
import { valueOf } from './values.ts';

/** The parts of a result that are read from the records at the end. */
export interface State {
  readonly attributes: readonly AttributeResult[];
  readonly groups: readonly GroupResult[];
  readonly quarantined: readonly QuarantineResult[];
}

/** Reads how everything is at the end; of attributes, those that a journey changed (SC-44). */
export async function collectState(
  played: PlayedScenario,
  changes: readonly ChangeResult[],
): Promise<State> {
  const { catalogue, scenario } = played;
  const changed = {
    account: new Map<string, Set<string>>(),
    person: new Map<string, Set<string>>(),
  };
  for (const { account, person, attribute } of changes) {
    const [side, id] =
      person === null ? ([changed.account, account] as const) : ([changed.person, person] as const);
    side.set(id, (side.get(id) ?? new Set()).add(attribute));
  }
  const order = new Map((scenario.groups ?? []).map(({ id }, index) => [id, index]));
  const accounts: AttributeResult[] = [];
  const groups: GroupResult[] = [];
  for await (const { id, body } of recordsOf(played, 'account')) {
    for (const attribute of [...(changed.account.get(id) ?? [])].toSorted(compareText)) {
      const value = valueOf(body.attributes[attribute], catalogue.account[attribute]);
      accounts.push({ account: id, person: null, attribute, value });
    }
    const held = body.groups.toSorted(
      (a, b) => order.get(a.definition)! - order.get(b.definition)!,
    );
    for (const { definition, completeness, members, stage, status } of held) {
      const active = members.filter(({ removed }) => !removed);
      groups.push({
        account: id,
        group: definition,
        completeness,
        ...(stage !== undefined && { stage }),
        ...(status !== undefined && { status }),
        members: active.map(({ person, role, source }) => ({ person, role, source })),
        removed: members.filter(({ removed }) => removed).map(({ person }) => person),
      });
    }
  }
  const people: AttributeResult[] = [];
  for await (const { id, body } of recordsOf(played, 'person')) {
    for (const attribute of [...(changed.person.get(id) ?? [])].toSorted(compareText)) {
      const value = valueOf(body.attributes[attribute], catalogue.person[attribute]);
      people.push({ account: null, person: id, attribute, value });
    }
  }
  const quarantined: QuarantineResult[] = [];
  for await (const { body } of recordsOf(played, 'quarantine')) {
    const { subject, at, reason } = body;
    quarantined.push({ kind: subject.kind, id: subject.id, at: formatInstant(at), reason });
  }
  return { attributes: [...accounts, ...people], groups, quarantined };
}
