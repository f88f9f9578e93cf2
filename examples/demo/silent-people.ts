import type { Fact } from '../../src/index.ts';
import type { ActivityLog } from './activity-log.ts';
import { phaseOf } from './story-journey.ts';
import type { Phase } from './story-journey.ts';

/** Whether people who never did anything were taken along. */
export interface SilentPeople {
  /** People without any event, in accounts to which e-mails went. */
  readonly people: number;
  /** Of them: those who were sent something in every phase in which a colleague was. */
  readonly receivedAll: number;
  /** Of them: those who cannot be reached, being without consent, without an address, or bouncing. */
  readonly unreachable: number;
  /** Everybody else, as `account person phase`: there must be nobody. */
  readonly missed: readonly string[];
}

/**
 * Reads from the facts who was sent what, and compares each silent person with the colleagues. Who belongs to an account
 * comes from the tenant's data, not from the facts: somebody whom the engine forgot would not be in them.
 */
export function compareSilentPeople(
  facts: readonly Fact[],
  members: ReadonlyMap<string, readonly string[]>,
  log: ActivityLog,
): SilentPeople {
  const { sent, refused } = deliveries(facts);
  const silent = new Set<string>();
  const unreachable = new Set<string>();
  const leftBehind = new Set<string>();
  const missed: string[] = [];
  for (const [account, phases] of sent) {
    for (const person of members.get(account) ?? []) {
      if (log.of(person).length > 0) continue;
      silent.add(person);
      for (const [phase, reached] of phases) {
        if (reached.has(person)) continue;
        const missing = keyOf(account, person, phase);
        if (refused.has(missing)) {
          unreachable.add(person);
        } else {
          leftBehind.add(person);
          missed.push(missing);
        }
      }
    }
  }
  return {
    people: silent.size,
    receivedAll: silent.size - new Set([...unreachable, ...leftBehind]).size,
    unreachable: unreachable.size,
    missed,
  };
}

interface Deliveries {
  /** People who were sent something, by account and phase. */
  readonly sent: ReadonlyMap<string, ReadonlyMap<Phase, ReadonlySet<string>>>;
  /** Account, person and phase of everything that was asked for and not sent. */
  readonly refused: ReadonlySet<string>;
}

function deliveries(facts: readonly Fact[]): Deliveries {
  const sent = new Map<string, Map<Phase, Set<string>>>();
  const refused = new Set<string>();
  for (const { account, items } of facts) {
    for (const item of items) {
      if (item.type !== 'settled' || item.action !== 'sendEmail') continue;
      const phase = phaseOf(item.node);
      if (phase === null) continue;
      for (const { outcome, people } of item.outcomes) {
        for (const person of people ?? []) {
          if (outcome !== 'sent') refused.add(keyOf(account, person, phase));
          else of(of(sent, account, newMap), phase, newSet).add(person);
        }
      }
    }
  }
  return { sent, refused };
}

function keyOf(account: string, person: string, phase: Phase): string {
  return `${account} ${person} ${phase}`;
}

const newMap = (): Map<Phase, Set<string>> => new Map();
const newSet = (): Set<string> => new Set();

function of<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
