import type { Item } from './story.ts';

/** What there is to take in, and how far it has come. */
export class Work {
  /** Acknowledged, in order. */
  readonly done: Set<Item> = new Set();
  private readonly open: Item[] = [];
  private next = 0;

  /** The items of one life: what is open from earlier ones, and new accounts. */
  take(accounts: number): Item[] {
    for (let more = 0; more < accounts; more += 1) {
      this.next += 1;
      this.open.push(`account ${this.next}`);
    }
    return this.open.splice(0);
  }

  /** Hears what an engine says about its items. */
  hear(line: string): void {
    if (!line.startsWith('done ')) return;
    const item = line.slice('done '.length) as Item;
    this.done.add(item);
    const number = Number(item.split(' ')[1]);
    // Half of the accounts order, one or more lives later.
    if (item.startsWith('account') && number % 2 === 0) this.open.push(`order ${number}`);
  }

  /** A process has ended: what it has not acknowledged is open again. */
  giveBack(items: readonly Item[]): void {
    this.open.unshift(...items.filter((item) => !this.done.has(item)));
  }

  get isOver(): boolean {
    return this.open.length === 0;
  }
}
