import type { Dice } from '../../src/testing/simulation/dice.ts';

/** What the host has said of one account. */
export interface Spoken {
  readonly employees: number;
  readonly industry: string;
}

/**
 * Accounts that may turn out to be each other, as the host has spoken of them; and, by the slow way, what each must be in
 * the end, in whatever order it was said (AM-10, AM-11, AM-12, AM-20).
 */
export class Kin {
  readonly accounts: readonly string[];
  readonly people: readonly string[];
  readonly spoken: Map<string, Spoken> = new Map();
  /** Which account each one was merged into, as it was called. */
  readonly into: Map<string, string> = new Map();
  /** Merges whose calls are under way: one that failed may have been made. */
  merging = 0;
  /** Who belongs to what, by name. */
  readonly names: Map<string, Set<string>> = new Map();
  readonly events: Map<string, string> = new Map();
  readonly vip: Set<string> = new Set();

  constructor(dice: Dice, name: string) {
    this.accounts = Array.from({ length: 3 + dice.below(3) }, (_, index) => `${name}${index}`);
    this.people = Array.from({ length: 2 + dice.below(3) }, (_, index) => `${name}p${index}`);
  }

  /** The account that one is now. */
  end(account: string): string {
    let now = account;
    while (this.into.has(now)) now = this.into.get(now)!;
    return now;
  }

  /** Ids of the people of an account. */
  peopleOf(account: string): readonly string[] {
    return this.people.filter((person) => {
      const names = [...(this.names.get(person) ?? [])];
      return names.some((name) => this.end(name) === account);
    });
  }

  eventsOf(account: string): readonly string[] {
    return [...this.events].flatMap(([event, name]) => (this.end(name) === account ? event : []));
  }

  isVip(account: string): boolean {
    return [...this.vip].some((name) => this.end(name) === account);
  }

  /** The account's own word; where it has none, that of the first by id of those that became it. */
  word(account: string): Spoken | undefined {
    const own = this.spoken.get(account);
    if (own !== undefined) return own;
    for (const one of this.accounts) {
      const said = this.into.get(one) === account ? this.word(one) : undefined;
      if (said !== undefined) return said;
    }
    return undefined;
  }
}
