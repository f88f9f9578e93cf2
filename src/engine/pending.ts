import { joinIds } from '../runtime/effect.ts';
import type { AccountInput, Message, PersonInput } from '../runtime/input.ts';
import type { Key, StoredRecord } from '../ports/storage.ts';
import type { Held } from '../records/store.ts';

/** What waits for one subject. */
export interface Waiting<Input> {
  readonly id: string;
  readonly inputs: Input[];
  /** Inputs from outside that must count once (RT-72); `null` for none. */
  once: Once<Input>[] | null;
  /** Stored messages that these inputs were; deleted in the commit that applies them. `null` for none. */
  messages: StoredMessage[] | null;
  /** Records of the subject that whoever found the work has at hand, so that they need not be loaded again; `null` for none. */
  at: AtHand | null;
}

/** An input from outside that must count once. */
export interface Once<Input> {
  /** Id of the record that remembers it. Joined once, so that its hash is computed once for all look-ups. */
  readonly key: string;
  readonly input: Input;
}

/** Records of a subject that were just read. */
export interface AtHand {
  readonly account?: Held<'account'>;
  readonly progress?: Held<'progress'>;
  readonly person?: Held<'person'>;
}

/** Where a message waits in the storage. */
export interface StoredMessage {
  readonly key: Key;
  readonly version: number;
  /** The input that the message is; `null` for records that only go with the work. */
  readonly input: AccountInput | PersonInput | null;
}

/** Everything that is pending, by subject. Rules: EN-32. */
export class Pending {
  readonly accounts: Map<string, Waiting<AccountInput>> = new Map();
  readonly people: Map<string, Waiting<PersonInput>> = new Map();

  get size(): number {
    return this.accounts.size + this.people.size;
  }

  /** What waits for an account, with one more input at the end when there is one. */
  account(id: string, input?: AccountInput): Waiting<AccountInput> {
    return at(this.accounts, id, input);
  }

  person(id: string, input?: PersonInput): Waiting<PersonInput> {
    return at(this.people, id, input);
  }

  /** Puts an input in line that must count once by the id that it has outside (RT-72). */
  accountOnce(account: string, id: string, input: AccountInput): void {
    countOnce(this.account(account), { key: joinIds('account', account, id), input });
  }

  personOnce(person: string, id: string, input: PersonInput): void {
    countOnce(this.person(person), { key: joinIds('person', person, id), input });
  }

  /** Puts a message in line; `stored` is the version in which it waits in the storage, `null` when it does not. */
  message(message: Message, stored: { readonly key: Key; readonly version: number } | null): void {
    const waiting =
      message.to === 'account'
        ? this.account(message.subject, message.input)
        : this.person(message.subject, message.input);
    if (stored !== null) (waiting.messages ??= []).push({ ...stored, input: message.input });
  }

  /**
   * Brings messages up to date that somebody else has written (EN-71): `undefined` for those that were taken, which are
   * dropped with their inputs; an erasure may have written others anew.
   */
  refresh(written: ReadonlyMap<string, StoredRecord<Message> | undefined>): void {
    if (written.size === 0) return;
    for (const waiting of [...this.accounts.values(), ...this.people.values()]) {
      if (waiting.messages === null) continue;
      const inputs: (AccountInput | PersonInput)[] = waiting.inputs;
      waiting.messages = waiting.messages.flatMap((message) => {
        const { key, input } = message;
        if (key.kind !== 'message' || !written.has(key.id)) return [message];
        const record = written.get(key.id);
        const at = inputs.indexOf(input!);
        if (at >= 0) inputs.splice(at, 1, ...(record === undefined ? [] : [record.body.input]));
        return record === undefined
          ? []
          : [{ key, version: record.version, input: record.body.input }];
      });
    }
  }

  clear(): void {
    this.accounts.clear();
    this.people.clear();
  }

  /** A copy that may be added to. */
  copy(): Pending {
    const copy = new Pending();
    for (const [id, waiting] of this.people)
      copy.people.set(id, { ...waiting, inputs: [...waiting.inputs] });
    for (const [id, waiting] of this.accounts)
      copy.accounts.set(id, { ...waiting, inputs: [...waiting.inputs] });
    return copy;
  }

  /** Splits what is pending into batches of at most `size` subjects, people first. */
  batches(size: number): Pending[] {
    if (this.size <= size) return this.size === 0 ? [] : [this];
    const batches: Pending[] = [];
    let batch = new Pending();
    const turn = (): void => {
      if (batch.size < size) return;
      batches.push(batch);
      batch = new Pending();
    };
    for (const [id, waiting] of this.people) {
      batch.people.set(id, waiting);
      turn();
    }
    for (const [id, waiting] of this.accounts) {
      batch.accounts.set(id, waiting);
      turn();
    }
    if (batch.size > 0) batches.push(batch);
    return batches;
  }
}

function countOnce<Input>(waiting: Waiting<Input>, entry: Once<Input>): void {
  if (waiting.once === null) waiting.once = [entry];
  else waiting.once.push(entry);
}

function at<Input>(
  map: Map<string, Waiting<Input>>,
  id: string,
  input: Input | undefined,
): Waiting<Input> {
  const known = map.get(id);
  if (known !== undefined) {
    if (input !== undefined) known.inputs.push(input);
    return known;
  }
  // A list that is made with its one input takes a fifth of the room of one that is filled.
  const inputs = input === undefined ? [] : [input];
  const waiting = { id, inputs, once: null, messages: null, at: null };
  map.set(id, waiting);
  return waiting;
}
