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
  readonly name: string;
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
  /** Accounts and people that were erased, as far as the host was told. */
  readonly gone: Set<string> = new Set();
  /** Events that were under way when their account was erased. */
  readonly maybe: Set<string> = new Set();

  /** May be erased: nothing of an account is called after it, so that what others keep does not name it. */
  readonly isErasable: boolean;

  constructor(dice: Dice, name: string, isErasable = false) {
    this.name = name;
    this.isErasable = isErasable;
    this.accounts = Array.from({ length: 3 + dice.below(3) }, (_, index) => `${name}${index}`);
    this.people = Array.from({ length: 2 + dice.below(3) }, (_, index) => `${name}p${index}`);
  }

  /** What an account is called. */
  named(account: string): string {
    return this.isErasable ? `${this.name}N${account.at(-1)}` : account;
  }

  /** Of those who may be erased, the first two share an address. */
  emailOf(person: string): string {
    const isShared = this.isErasable && this.people.indexOf(person) < 2;
    return `${isShared ? this.name : person}@example.com`;
  }

  /** An id for an event of an account; `next` counts by name. */
  eventId(account: string, next: (name: string) => number): string {
    const of = this.isErasable ? this.name : account;
    return `${of}e${next(`events of ${of}`)}`;
  }

  /** The account that one is now. */
  end(account: string): string {
    let now = account;
    while (this.into.has(now)) now = this.into.get(now)!;
    return now;
  }

  /** Accounts that are themselves. */
  alive(): readonly string[] {
    return this.accounts.filter((one) => !this.into.has(one) && !this.gone.has(one));
  }

  /** Whether an account was erased, or is one that was. */
  isGone(account: string): boolean {
    return this.gone.has(this.end(account));
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

  /**
   * What is left when a subject is erased. Of an account that was merged, the other one keeps what it was handed over, as
   * its own word, and hears of those that came by way of it only when they are spoken of again (AM-33); of one that is
   * itself, nothing is left, nor of those that were merged into it (AM-32).
   */
  erase(id: string): void {
    if (this.people.includes(id)) {
      this.names.delete(id);
      this.gone.add(id);
      return;
    }
    const end = this.end(id);
    const others = this.accounts.filter((one) => one !== id && this.passes(one, id));
    if (end === id) {
      for (const one of [id, ...others]) this.forget(one);
    } else if (!this.gone.has(end)) {
      const word = this.word(end);
      const isTheirs = !this.spoken.has(end) && this.firstOf(end) === id;
      if (isTheirs && word !== undefined) this.spoken.set(end, word);
      for (const one of [id, ...others]) this.spoken.delete(one);
      for (const names of this.names.values()) if (names.delete(id)) names.add(end);
      for (const [event, name] of this.events) if (name === id) this.events.set(event, end);
      if (this.vip.delete(id)) this.vip.add(end);
      for (const one of others) if (this.into.get(one) === id) this.into.set(one, end);
      this.into.delete(id);
    }
    this.gone.add(id);
  }

  private passes(one: string, by: string): boolean {
    for (let now = one; this.into.has(now);) {
      now = this.into.get(now)!;
      if (now === by) return true;
    }
    return false;
  }

  /** Of those that became an account, the first by id of which anything is said. */
  private firstOf(account: string): string | undefined {
    return this.accounts.find(
      (one) => this.into.get(one) === account && this.word(one) !== undefined,
    );
  }

  private forget(account: string): void {
    this.spoken.delete(account);
    this.vip.delete(account);
    for (const names of this.names.values()) names.delete(account);
    for (const [event, name] of this.events) if (name === account) this.events.delete(event);
  }
}
