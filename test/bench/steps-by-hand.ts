import { companies, DAY, END, START, CLICKS_AT, type Click, type Outcome } from './companies.ts';
import { Heap } from './heap.ts';
import { clock } from './measure.ts';

/** The journey as one would write it for this journey alone: a switch over plain objects. */

interface PersonState {
  readonly id: string;
  readonly attributes: { readonly jobTitle: string; readonly email: string };
  consent: 'y' | 'n' | null;
  readonly account: AccountState;
  readonly events: Click[];
}

interface AccountState {
  readonly id: string;
  readonly attributes: {
    name: string;
    country: string;
    annualRevenue: number;
    employees: number;
    phase: string;
  };
  readonly people: PersonState[];
  run: RunState | null;
}

interface RunState {
  readonly account: AccountState;
  node: number;
  arrivedAt: number;
  due: number;
}

interface OutboxRow {
  readonly account: string;
  readonly email: string;
  readonly recipients: readonly string[];
}

export const NODES = [
  'start',
  'size',
  'mark',
  'pause',
  'click',
  'join',
  'region',
  'mail',
  'done',
] as const;
const [START_NODE, SIZE, MARK, PAUSE, CLICK, JOIN, REGION, MAIL, DONE] = NODES.map(
  (_, index) => index,
) as [0, 1, 2, 3, 4, 5, 6, 7, 8];

export class ByHand {
  readonly accounts: AccountState[] = [];
  private readonly people = new Map<string, PersonState>();
  private readonly seen = new Set<string>();
  private readonly timers = new Heap<{ readonly due: number; readonly run: RunState }>();
  private readonly outbox: OutboxRow[] = [];
  private readonly visits = new Int32Array(NODES.length);
  private now = START;
  private entered = 0;
  private completed = 0;
  private sent = 0;
  private refused = 0;

  load(count: number): void {
    for (const page of companies(count)) {
      for (const { id, attributes, people } of page) {
        const account: AccountState = { id, attributes: { ...attributes }, people: [], run: null };
        for (const { id: person, attributes: of, consent } of people) {
          const state: PersonState = { id: person, attributes: of, consent, account, events: [] };
          account.people.push(state);
          this.people.set(person, state);
        }
        this.accounts.push(account);
      }
    }
  }

  enter(): void {
    for (const account of this.accounts) {
      if (account.attributes.name === '' || !isTarget(account)) continue;
      this.entered += 1;
      account.run = { account, node: START_NODE, arrivedAt: this.now, due: Infinity };
      this.walk(account.run, START_NODE);
    }
    this.drain();
  }

  advanceTo(to: number): void {
    for (;;) {
      const due = this.timers.first();
      if (due === null || due.due > to) break;
      this.timers.take();
      const { run } = due;
      if (run.due !== due.due) continue;
      if (due.due > this.now) this.drain();
      this.now = due.due;
      this.walk(run, run.node === PAUSE ? CLICK : JOIN);
    }
    this.now = to;
    this.drain();
  }

  hear(event: Click): void {
    if (this.seen.has(event.id)) return;
    this.seen.add(event.id);
    const person = this.people.get(event.person);
    if (person === undefined) return;
    person.events.push(event);
    const { run } = person.account;
    if (run === null || run.node !== CLICK || event.at < run.arrivedAt) return;
    if (event.type === 'emailClicked' && event.fields.email === 'intro') this.walk(run, JOIN);
  }

  outcome(): Outcome {
    const { entered, completed, sent, refused } = this;
    const visits = Object.fromEntries(NODES.map((node, index) => [node, this.visits[index]!]));
    return { entered, completed, visits, sent, refused };
  }

  private walk(run: RunState, from: number): void {
    const {
      account,
      account: { attributes },
    } = run;
    let node = from;
    for (;;) {
      this.visits[node]! += 1;
      switch (node) {
        case START_NODE:
          node = SIZE;
          break;
        case SIZE:
          if (attributes.employees < 20) return this.end(run);
          node = MARK;
          break;
        case MARK:
          attributes.phase = 'nurtured';
          node = PAUSE;
          break;
        case PAUSE:
          return this.park(run, PAUSE, this.now + 3 * DAY);
        case CLICK:
          return this.park(run, CLICK, this.now + 7 * DAY);
        case JOIN:
          node = REGION;
          break;
        case REGION:
          if (attributes.country !== 'US' && attributes.country !== 'DE') return this.end(run);
          node = MAIL;
          break;
        case MAIL:
          this.outbox.push({
            account: account.id,
            email: 'offer',
            recipients: account.people.map(({ id }) => id),
          });
          node = DONE;
          break;
        default:
          return this.end(run);
      }
    }
  }

  private park(run: RunState, node: number, due: number): void {
    run.node = node;
    run.arrivedAt = this.now;
    run.due = due;
    this.timers.add({ due, run });
  }

  private end(run: RunState): void {
    run.due = Infinity;
    run.account.run = null;
    this.completed += 1;
  }

  private drain(): void {
    for (const { account, recipients } of this.outbox) {
      for (const id of recipients) {
        const person = this.people.get(id);
        const { email } = person?.attributes ?? { email: '' };
        if (
          person === undefined ||
          person.account.id !== account ||
          email.trim() === '' ||
          person.consent === 'n'
        ) {
          this.refused += 1;
        } else this.sent += 1;
      }
    }
    this.outbox.length = 0;
  }
}

/** The audience: revenue, and some person with a title. */
function isTarget({ attributes, people }: AccountState): boolean {
  if (attributes.annualRevenue < 1_000_000) return false;
  for (const {
    attributes: { jobTitle },
  } of people) {
    if (jobTitle.startsWith('VP') || jobTitle.startsWith('Director')) return true;
  }
  return false;
}

/** Seconds of each part of one whole pass. */
export interface Passage {
  readonly total: number;
  readonly events: number;
  readonly outcome: Outcome;
}

/** One pass of a population that is loaded already. */
export function passByHand(machine: ByHand, events: readonly Click[]): Passage {
  const start = clock();
  machine.enter();
  machine.advanceTo(CLICKS_AT);
  const before = clock();
  for (const event of events) machine.hear(event);
  const after = clock();
  machine.advanceTo(END);
  const total = (clock() - start) / 1_000;
  return { total, events: (after - before) / 1_000, outcome: machine.outcome() };
}
