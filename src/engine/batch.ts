import type { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Expectation, Key, Operation, StoredRecord } from '../ports/storage.ts';
import { advance } from '../runtime/advance.ts';
import type { Evidence } from '../runtime/evidence.ts';
import type { AccountInput, Message, PersonInput } from '../runtime/input.ts';
import { advancePerson } from '../runtime/person.ts';
import { emptyPerson, type PersonBody } from '../runtime/state.ts';
import type { World } from '../runtime/world.ts';
import type { FactDraft } from './feed.ts';
import type { Core } from './core.ts';
import { Tally } from './counters.ts';
import { quarantineId, type Fault } from './fault.ts';
import { newEffect } from './new-effect.ts';
import { watchOf, type Watch } from './observe.ts';
import { Pending, type Once, type StoredMessage, type Waiting } from './pending.ts';
import {
  adopt,
  changedAccount,
  changedPerson,
  changedProgress,
  emptySlot,
  reliedOn,
  type AccountSlot,
  type PersonSlot,
} from './slot.ts';
import { corruptRecord, isSound } from '../records/body-shape.ts';
import type { EffectBody } from '../records/bodies.ts';
import type { Held, Store } from '../records/store.ts';
import { outgoingRow } from '../records/integration-rows.ts';
import { groupScores, personScores } from '../records/score-index.ts';

/**
 * A working set: subjects that are loaded, advanced any number of times, and written in one commit. What it does is
 * synchronous except for loading.
 */
export class Batch {
  readonly facts: FactDraft[] = [];
  readonly effects: StoredRecord<EffectBody>[] = [];
  readonly evidence: (Evidence & { readonly account: string })[] = [];
  readonly tally: Tally = new Tally();
  readonly faults: Map<string, Fault> = new Map();
  private readonly accounts: Map<string, AccountSlot> = new Map();
  private readonly people: Map<string, PersonSlot> = new Map();
  /** Subjects that are stored in a form that cannot be advanced (EN-73), by {@link quarantineId}. */
  private readonly odd: Map<string, AccompanyError> = new Map();
  private readonly inputs: Map<string, StoredRecord | undefined> = new Map();
  private readonly fresh: Set<string> = new Set();
  /** Accounts that something was decided by. */
  private readonly relied: Set<string> = new Set();
  /** Stored messages that this working set has taken. */
  readonly done: StoredMessage[] = [];
  private readonly store: Store;
  private readonly world: World;
  private readonly now: Instant;
  /** Subjects that stand still, by {@link quarantineId}. */
  private readonly quarantined: ReadonlySet<string>;
  private readonly watch: Watch | null;

  /** @param alone a world of its own, in which nobody stands still; missing: the registry's */
  constructor(core: Core, at: Instant, alone?: World) {
    this.quarantined = alone === undefined ? core.registry.quarantined : NOBODY;
    this.store = core.store;
    this.world = alone ?? core.registry.world();
    this.now = at;
    this.watch = watchOf(core, at);
  }

  get size(): number {
    return this.accounts.size + this.people.size;
  }

  /**
   * Loads whatever the pending inputs need and is not here yet; what is at hand is not loaded, unless `anew`. With
   * `ahead` also the accounts to which the people will say something.
   */
  async load(
    pendings: readonly Pending[],
    { anew = false, ahead = false }: { readonly anew?: boolean; readonly ahead?: boolean } = {},
  ): Promise<void> {
    const keys: Key[] = [];
    // Nobody stands twice in what is pending in one place.
    const wanted = ahead || pendings.length > 1 ? new Set<string>() : null;
    for (const pending of pendings) {
      for (const { id, once, at } of pending.people.values()) {
        if (!this.people.has(id) && wanted?.has(id) !== true) {
          wanted?.add(id);
          if (at?.person === undefined || anew) keys.push({ kind: 'person', id });
          else this.adoptPerson(id, at.person);
        }
        if (once !== null) this.wantInputs(keys, once);
      }
      for (const { id, once, at } of pending.accounts.values()) {
        if (!this.accounts.has(id)) {
          this.newAccount(id);
          if (at?.account === undefined || anew) keys.push({ kind: 'account', id });
          else this.adoptAccount(id, at.account);
          if (at?.progress === undefined || anew) keys.push({ kind: 'progress', id });
          else this.adoptAccount(id, at.progress);
        }
        if (once !== null) this.wantInputs(keys, once);
      }
    }
    await this.fetch(keys);
    if (!ahead || wanted === null) return;
    const accounts: Key[] = [];
    for (const id of wanted) {
      if (this.odd.has(quarantineId('person', id))) continue;
      for (const account of this.people.get(id)!.person.accounts) {
        if (this.accounts.has(account)) continue;
        this.newAccount(account);
        accounts.push({ kind: 'account', id: account }, { kind: 'progress', id: account });
      }
    }
    await this.fetch(accounts);
  }

  /** An account as it is in the working set, loaded when it is not; what is decided by it must hold in the commit. */
  async account(id: string, anew: boolean): Promise<AccountSlot> {
    const wanted = new Pending();
    wanted.account(id);
    await this.load([wanted], { anew });
    this.relied.add(id);
    return this.accounts.get(id)!;
  }

  private async fetch(keys: readonly Key[]): Promise<void> {
    if (keys.length === 0) return;
    const records = await this.store.load(keys);
    for (let index = 0; index < keys.length; index += 1) {
      const { kind, id } = keys[index]!;
      const record = records[index];
      if (kind === 'person') this.adoptPerson(id, record as Held<'person'> | undefined);
      else if (kind === 'input') this.inputs.set(id, record);
      else if (record !== undefined)
        this.adoptAccount(id, record as Held<'account'> | Held<'progress'>);
    }
  }

  /** Advances every pending subject once; returns what they say to each other. */
  advance(pending: Pending): Message[] {
    const messages: Message[] = [];
    for (const waiting of pending.people.values()) {
      const slot = this.people.get(waiting.id)!;
      const inputs = this.unseen(waiting);
      if (waiting.messages !== null) this.done.push(...waiting.messages);
      if (inputs.length === 0 || this.standsStill('person', waiting.id, inputs)) continue;
      try {
        const { scoring } = this.world;
        const result = advancePerson(slot.person, inputs, this.now, scoring);
        if (result.occurrences !== undefined)
          this.tally.occurred(scoring!.revision, result.occurrences);
        if (isScored(slot.person, result.person)) this.tally.scored(scoring!.revision);
        this.watch?.person(slot.person, inputs, result);
        slot.person = result.person;
        for (const message of result.messages) messages.push(message);
        for (const { account, fact } of result.facts ?? NONE)
          this.facts.push({ account, items: [fact] });
      } catch (error) {
        this.hold('person', waiting.id, error, inputs);
      }
    }
    for (const waiting of pending.accounts.values()) {
      const inputs = this.unseen(waiting);
      if (waiting.messages !== null) this.done.push(...waiting.messages);
      if (inputs.length === 0 || this.standsStill('account', waiting.id, inputs)) continue;
      this.advanceAccount(waiting.id, inputs, messages);
    }
    return messages;
  }

  private advanceAccount(id: string, inputs: readonly AccountInput[], messages: Message[]): void {
    const slot = this.accounts.get(id)!;
    let result;
    try {
      result = advance(this.world, slot.account, slot.progress, inputs, this.now);
    } catch (error) {
      this.hold('account', id, error, inputs);
      slot.due = null;
      return;
    }
    this.watch?.account(slot.account, slot.progress, inputs, result);
    slot.account = result.account;
    slot.progress = result.progress;
    slot.due = result.due;
    for (const message of result.messages) messages.push(message);
    for (const effect of result.effects) {
      this.effects.push(newEffect(effect, this.now));
      this.tally.asked(effect.journey, effect.plan, effect.node);
    }
    for (const evidence of result.evidence) this.evidence.push({ ...evidence, account: id });
    if (result.facts.length > 0) {
      this.facts.push({ account: id, items: result.facts });
      this.tally.add(result.facts);
    }
  }

  /** True for a subject that must not be advanced now; its inputs are held with the others (EN-70). */
  private standsStill(
    kind: Fault['kind'],
    id: string,
    inputs: readonly (AccountInput | PersonInput)[],
  ): boolean {
    if (this.quarantined.size + this.faults.size + this.odd.size === 0) return false;
    const key = quarantineId(kind, id);
    const odd = this.odd.get(key);
    if (odd !== undefined) {
      // What is stored stays as it is, and is not due any more.
      if (kind === 'account') this.accounts.get(id)!.due = null;
      this.hold(kind, id, odd, inputs);
      return true;
    }
    if (!this.faults.has(key) && (!this.quarantined.has(key) || this.isReleased(key))) return false;
    this.hold(kind, id, null, inputs);
    return true;
  }

  /** Whether the record that holds the subject is taken by this working set. */
  private isReleased(quarantine: string): boolean {
    return this.done.some(({ key }) => key.kind === 'quarantine' && key.id === quarantine);
  }

  private hold(
    kind: Fault['kind'],
    id: string,
    error: unknown,
    inputs: readonly (AccountInput | PersonInput)[],
  ): void {
    const key = quarantineId(kind, id);
    const known = this.faults.get(key);
    if (known === undefined) this.faults.set(key, { kind, id, error, inputs: [...inputs] });
    else for (const input of inputs) known.inputs.push(input);
  }

  /** The writes that make the working set durable; subjects that did not change are left out. */
  operations(): Operation[] {
    const operations: Operation[] = [];
    const put = (record: StoredRecord): void => void operations.push({ op: 'put', record });
    // Maps are gone through by function here and below: iterators make an array of each entry.
    this.people.forEach((slot, id) => {
      const record = changedPerson(id, slot);
      if (record === undefined) return;
      put(record);
      personScores(slot.stored?.body, slot.person, operations);
      outgoingRow('person', slot.stored?.body, slot.person, this.now, operations);
    });
    this.accounts.forEach((slot, id) => {
      const [account, progress] = [changedAccount(id, slot), changedProgress(id, slot)];
      if (account !== undefined) {
        put(account);
        groupScores(slot.stored?.body, slot.account, operations);
        outgoingRow('account', slot.stored?.body, slot.account, this.now, operations);
      }
      if (progress !== undefined) put(progress);
    });
    for (const record of this.effects) put(record);
    const taken = { at: this.now };
    for (const id of this.fresh) put({ kind: 'input', id, version: 1, due: this.now, body: taken });
    for (const { key, version } of this.done)
      if (key.kind !== 'quarantine' || !this.faults.has(key.id))
        operations.push({ op: 'delete', key, version });
    return operations;
  }

  /** What the working set relies on without writing it. */
  expectations(): Expectation[] {
    const expectations: Expectation[] = [];
    this.accounts.forEach((slot, id) => {
      const expectation = reliedOn(id, slot, this.relied.has(id));
      if (expectation !== undefined) expectations.push(expectation);
    });
    return expectations;
  }

  private wantInputs(keys: Key[], once: readonly Once<unknown>[]): void {
    for (const { key } of once) if (!this.inputs.has(key)) keys.push({ kind: 'input', id: key });
  }

  /** The inputs without those whose id was taken in before; notes the ids of the others. */
  private unseen<Input>({ inputs, once }: Waiting<Input>): readonly Input[] {
    if (once === null) return inputs;
    let unseen: Input[] | null = null;
    for (const { key, input } of once) {
      if (this.inputs.get(key) !== undefined || this.fresh.has(key)) continue;
      this.fresh.add(key);
      if (unseen === null) unseen = inputs.length === 0 ? [input] : [...inputs, input];
      else unseen.push(input);
    }
    return unseen ?? inputs;
  }

  private newAccount(id: string): AccountSlot {
    const slot = emptySlot(id);
    this.accounts.set(id, slot);
    return slot;
  }

  private adoptAccount(id: string, record: Held<'account'> | Held<'progress'>): void {
    if (!isSound(record)) this.odd.set(quarantineId('account', id), corruptRecord(record));
    adopt(this.accounts.get(id)!, record);
  }

  private adoptPerson(id: string, stored: Held<'person'> | undefined): void {
    if (stored !== undefined && !isSound(stored))
      this.odd.set(quarantineId('person', id), corruptRecord(stored));
    this.people.set(id, { stored, person: stored === undefined ? emptyPerson(id) : stored.body });
  }
}

/** Whether somebody has another value: nothing but a night gives one (EG-47). */
function isScored(before: PersonBody, { score }: PersonBody): boolean {
  return score !== undefined && score.value !== (before.score?.value ?? 0);
}

const NONE: readonly never[] = Object.freeze([]);
const NOBODY: ReadonlySet<string> = new Set();
