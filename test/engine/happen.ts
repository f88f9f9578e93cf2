import type { Engine } from '../../src/engine/engine.ts';
import { isAccompanyError } from '../../src/kernel/errors.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Happening } from '../../src/testing/arbitraries/timeline-arbitrary.ts';

/** A happening as a host brings it about. */
export async function happen(engine: Engine, happening: Happening): Promise<void> {
  const at = (input: IngestInput): Promise<void> => engine.ingest(input);
  switch (happening.type) {
    case 'account':
      return at({
        accounts: [{ id: happening.account, attributes: happening.attributes }],
      } as never);
    case 'person':
      return at({ people: [{ id: happening.person, attributes: happening.attributes }] } as never);
    case 'relate':
      return at({
        relations: [
          {
            account: happening.account,
            person: happening.person,
            ...(happening.roles && { roles: happening.roles }),
          },
        ],
      });
    case 'unrelate':
      return at({
        relations: [{ account: happening.account, person: happening.person, removed: true }],
      });
    case 'opportunity':
      return at({
        opportunities: [
          { id: 'deal', account: happening.account, attributes: { amount: happening.amount } },
        ],
      } as never);
    case 'personEvent':
      return at({ events: [{ ...happening.event, person: happening.person }] } as never);
    case 'accountEvent':
      return at({ events: [{ ...happening.event, account: happening.account }] } as never);
    case 'list':
      return engine.changeList(
        happening.list,
        happening.member ? { add: [happening.account] } : { remove: [happening.account] },
      );
    case 'members': {
      const { account, group, person, role } = happening;
      const of = { account, group };
      if (role === undefined) return engine.groups.releaseMembers({ ...of, people: [person] });
      const change = role === null ? { remove: [person] } : { assign: { [person]: role } };
      return engine.groups.changeMembers({ ...of, ...change, by: 'user' });
    }
    case 'stage':
      return engine.groups.moveStage(happening);
    case 'status':
      return engine.groups.setStatus(happening);
    case 'close':
      return engine.closeEntries(happening.journey);
    case 'abort':
      return engine.abort(happening.journey);
    default:
    // The others are not for hosts to bring about, or need another engine.
  }
}

/** What a host may be refused in a random tenant. */
export function notAllowed(error: unknown): void {
  if (
    !isAccompanyError(error) ||
    error.kind === 'bug' ||
    error.kind === 'failed' ||
    error.kind === 'conflict'
  )
    throw error;
}
