import { companies, CLICKS_AT, DAY, END, START, type Click, type Outcome } from './companies.ts';
import { Heap } from './heap.ts';
import { clock } from './measure.ts';
import type { XState } from './peers.ts';
import { NODES, type Passage } from './steps-by-hand.ts';

type Node = (typeof NODES)[number];

interface Person {
  readonly id: string;
  readonly attributes: { readonly jobTitle: string; readonly email: string };
  readonly consent: 'y' | 'n' | null;
  readonly account: Account;
  readonly events: Click[];
}

interface Account {
  readonly id: string;
  readonly attributes: {
    name: string;
    country: string;
    annualRevenue: number;
    employees: number;
    phase: string;
  };
  readonly people: Person[];
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
  cancelled: boolean;
}

/**
 * A clock for actors, on a heap: the library's own `SimulatedClock` sorts all of its timers whenever one of them sets
 * another, which would measure nothing but that.
 */
class HeapClock {
  now = START;
  private readonly timers = new Heap<Timer>();

  setTimeout(run: () => void, after: number): Timer {
    const timer = { due: this.now + after, run, cancelled: false };
    this.timers.add(timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    if (timer !== undefined) timer.cancelled = true;
  }

  /** Fires everything up to an instant; `settle` is called whenever the clock is about to move. */
  advanceTo(to: number, settle: () => void): void {
    for (
      let timer = this.timers.first();
      timer !== null && timer.due <= to;
      timer = this.timers.first()
    ) {
      this.timers.take();
      if (timer.cancelled) continue;
      if (timer.due > this.now) settle();
      this.now = timer.due;
      timer.run();
    }
    this.now = to;
    settle();
  }
}

/** The same journey as one actor an account, on XState. */
export class ByActors {
  readonly library: XState;
  readonly accounts: Account[] = [];
  private readonly people = new Map<string, Person>();
  private readonly actors = new Map<string, { send(event: Click): void }>();
  private readonly seen = new Set<string>();
  private readonly clock = new HeapClock();
  private readonly outbox: { account: string; email: string; recipients: readonly string[] }[] = [];
  private readonly visits = new Map<Node, number>(NODES.map((node) => [node, 0]));
  private entered = 0;
  private completed = 0;
  private sent = 0;
  private refused = 0;

  constructor(library: XState) {
    this.library = library;
  }

  load(count: number): void {
    for (const page of companies(count)) {
      for (const { id, attributes, people } of page) {
        const account: Account = { id, attributes: { ...attributes }, people: [] };
        for (const person of people) {
          const state = { ...person, account, events: [] };
          account.people.push(state);
          this.people.set(person.id, state);
        }
        this.accounts.push(account);
      }
    }
  }

  pass(events: readonly Click[]): Passage {
    const start = clock();
    this.enter();
    this.advanceTo(CLICKS_AT);
    const before = clock();
    for (const event of events) this.hear(event);
    const after = clock();
    this.advanceTo(END);
    const total = (clock() - start) / 1_000;
    return { total, events: (after - before) / 1_000, outcome: this.outcome() };
  }

  /** Starts an actor for every account of the audience; they stand at the wait afterwards. */
  enter(): void {
    const machine = this.machine();
    for (const account of this.accounts) {
      if (!isTarget(account)) continue;
      this.entered += 1;
      const actor = this.library.createActor(machine, {
        clock: this.clock as never,
        input: account as never,
      });
      this.actors.set(account.id, actor as never);
      actor.start();
    }
  }

  advanceTo(to: number): void {
    this.clock.advanceTo(to, () => this.drain());
  }

  hear(event: Click): void {
    if (this.seen.has(event.id)) return;
    this.seen.add(event.id);
    const person = this.people.get(event.person);
    if (person === undefined) return;
    person.events.push(event);
    this.actors.get(person.account.id)?.send(event);
  }

  private machine(): ReturnType<XState['createMachine']> {
    type Args = { context: { account: Account } };
    const visit = (node: Node) => (): void => {
      this.visits.set(node, this.visits.get(node)! + 1);
    };
    const end = (): void => {
      this.completed += 1;
    };
    const mark = ({ context }: Args): void => {
      context.account.attributes.phase = 'nurtured';
    };
    const mail = ({ context: { account } }: Args): void => {
      this.outbox.push({
        account: account.id,
        email: 'offer',
        recipients: account.people.map(({ id }) => id),
      });
    };
    return this.library.createMachine({
      context: ({ input }: { input: unknown }) => ({ account: input as Account }),
      initial: 'start',
      states: {
        start: { entry: visit('start'), always: 'size' },
        size: {
          entry: visit('size'),
          always: [
            {
              guard: ({ context }: Args) => context.account.attributes.employees >= 20,
              target: 'mark',
            },
            { target: 'unmatched' },
          ],
        },
        mark: { entry: [visit('mark'), mark as never], always: 'pause' },
        pause: { entry: visit('pause'), after: { [3 * DAY]: 'click' } },
        click: {
          entry: visit('click'),
          on: {
            emailClicked: {
              guard: ({ event }: { event: unknown }) => (event as Click).fields.email === 'intro',
              target: 'join',
            },
          },
          after: { [7 * DAY]: 'join' },
        },
        join: { entry: visit('join'), always: 'region' },
        region: {
          entry: visit('region'),
          always: [
            {
              guard: ({ context }: Args) =>
                ['US', 'DE'].includes(context.account.attributes.country),
              target: 'mail',
            },
            { target: 'unmatched' },
          ],
        },
        mail: { entry: [visit('mail'), mail as never], always: 'done' },
        done: { type: 'final', entry: [visit('done'), end] },
        unmatched: { type: 'final', entry: end },
      },
    } as never) as never;
  }

  private outcome(): Outcome {
    const { entered, completed, sent, refused } = this;
    return { entered, completed, visits: Object.fromEntries(this.visits), sent, refused };
  }

  private drain(): void {
    for (const { account, recipients } of this.outbox) {
      for (const id of recipients) {
        const person = this.people.get(id);
        if (
          person?.account.id === account &&
          person.attributes.email.trim() !== '' &&
          person.consent !== 'n'
        )
          this.sent += 1;
        else this.refused += 1;
      }
    }
    this.outbox.length = 0;
  }
}

function isTarget({ attributes, people }: Account): boolean {
  if (attributes.annualRevenue < 1_000_000) return false;
  return people.some(
    ({ attributes: { jobTitle } }) => jobTitle.startsWith('VP') || jobTitle.startsWith('Director'),
  );
}
