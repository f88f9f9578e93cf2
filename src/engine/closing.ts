import { MINUTE } from '../kernel/duration.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Channel, Receipt } from '../ports/channel.ts';
import type { Operation, StoredRecord } from '../ports/storage.ts';
import { joinIds } from '../runtime/effect.ts';
import type { FactItem, Settlement } from '../runtime/fact.ts';
import type { Message } from '../runtime/input.ts';
import { commitWithFacts, writeConflict } from './commit.ts';
import { now, type Core } from './core.ts';
import { Tally } from './counters.ts';
import type { GateDecision } from './gate.ts';
import { put } from './journeys.ts';
import { recordId } from '../records/record-id.ts';
import type { EffectBody } from '../records/bodies.ts';
import { split, sortOutcomes } from './receipt.ts';

/** An effect as it is stored. */
export type EffectRecord = StoredRecord<EffectBody>;

/** Pauses before the second and later attempts (EN-53). */
export const RETRIES: readonly number[] = [1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 120 * MINUTE];
/** How long a claim lasts before another engine may take the effect over. */
const CLAIM = 5 * MINUTE;
/** How often a commit is tried again without the effects that another engine has taken. */
const ATTEMPTS = 8;

/** An effect that passed the gate, with its channel. */
export interface Claim {
  readonly record: EffectRecord;
  readonly decision: GateDecision;
  readonly channel: Channel;
}

/** What becomes of one effect. */
interface Ending {
  readonly operations: Operation[];
  readonly account: string;
  readonly items: FactItem[];
}

/** Collects what becomes of effects, for one commit. */
export class Closing {
  private readonly core: Core;
  private readonly at: Instant;
  private readonly endings: Map<string, Ending> = new Map();

  /** `effects` gives the order in which facts tell of them, whichever channel answers first (EN-33). */
  constructor(core: Core, effects: readonly EffectRecord[]) {
    this.core = core;
    this.at = now(core);
    for (const record of effects) this.ending(record);
  }

  /** The claimed form of an effect that a real channel is about to get; refusals of the gate are kept with the claim. */
  claimed({ record, decision, channel }: Claim): Claim {
    this.fact(record, decision.refused, false);
    const next = this.rewrite(
      record,
      { state: 'claimed', people: decision.people },
      this.at + CLAIM,
    );
    return { record: next, decision: { ...decision, refused: [] }, channel };
  }

  /** A channel answered for those whom the gate let pass. */
  answer(record: EffectRecord, decision: GateDecision, receipt: Receipt): void {
    const outcomes = [...decision.refused, ...split(decision.people, receipt)];
    (receipt.events ?? []).forEach((event, index) =>
      this.follow(record, index, event.person, event),
    );
    if (receipt.after !== undefined && receipt.after > 0) {
      this.rewrite(
        record,
        { state: 'answered', people: decision.people, outcomes },
        this.at + receipt.after,
      );
    } else {
      this.settle(record, outcomes);
    }
  }

  /** Keeps outcomes; what failed is tried again until it is given up (EN-53). */
  settle(record: EffectRecord, outcomes: readonly Settlement[]): void {
    const { final, failed } = sortOutcomes(outcomes);
    const pause = RETRIES[record.body.attempts];
    if (failed.length > 0 && pause !== undefined) {
      const people =
        failed[0]!.people === null ? null : failed.flatMap((entry) => entry.people ?? []);
      this.fact(record, final, false);
      this.rewrite(
        record,
        { state: 'pending', people, attempts: record.body.attempts + 1, outcomes: [] },
        this.at + pause,
      );
      return;
    }
    this.fact(record, outcomes, true);
    const dead = outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown');
    if (dead.length > 0) this.rewrite(record, { state: 'dead', outcomes: dead }, null);
    else
      this.ending(record).operations.push({
        op: 'delete',
        key: { kind: 'effect', id: record.id },
        version: record.version,
      });
  }

  /** An effect whose claim ran out: a keyed channel gets it again, for others the outcome is unknown (EN-54). */
  interrupted(record: EffectRecord, channel: Channel | null, again: EffectRecord[]): void {
    if (channel === null || channel.delivery === 'keyed') again.push(record);
    else
      this.settle(record, [
        { outcome: 'unknown', reason: 'interrupted', people: record.body.people },
      ]);
  }

  /** Nobody carries the action out at the moment; look again later. */
  wait(record: EffectRecord): void {
    this.rewrite(record, {}, this.at + CLAIM);
  }

  /** Writes everything; returns the effects that another engine has taken meanwhile, of which nothing was written. */
  async commit(): Promise<ReadonlySet<string>> {
    const lost = new Set<string>();
    for (let attempt = 1; ; attempt += 1) {
      const endings = [...this.endings.values()].filter(({ operations }) => operations.length > 0);
      const tally = new Tally();
      for (const { items } of endings) tally.add(items);
      const conflicts = await commitWithFacts(
        this.core,
        {
          operations: endings.flatMap((ending) => ending.operations),
          counters: tally.counters(),
        },
        endings.filter(({ items }) => items.length > 0),
      );
      if (conflicts.length === 0) return lost;
      if (attempt === ATTEMPTS) throw writeConflict(conflicts);
      for (const { kind, id } of conflicts) {
        if (kind === 'effect' && this.endings.delete(id)) lost.add(id);
      }
    }
  }

  private ending(record: EffectRecord): Ending {
    let ending = this.endings.get(record.id);
    if (ending === undefined) {
      ending = { operations: [], account: record.body.effect.account, items: [] };
      this.endings.set(record.id, ending);
    }
    return ending;
  }

  private rewrite(
    record: EffectRecord,
    changes: Partial<EffectBody>,
    due: Instant | null,
  ): EffectRecord {
    const next = {
      ...record,
      version: record.version + 1,
      due,
      body: { ...record.body, ...changes },
    };
    this.ending(record).operations.push(put(next));
    return next;
  }

  private fact(record: EffectRecord, outcomes: readonly Settlement[], closed: boolean): void {
    if (outcomes.length === 0) return;
    const { journey, plan, entry, node, action, ordinal, asked } = record.body.effect;
    this.ending(record).items.push({
      type: 'settled',
      journey,
      plan,
      entry,
      node,
      action: action.type,
      ordinal,
      asked,
      closed,
      outcomes,
    });
  }

  private follow(
    record: EffectRecord,
    index: number,
    person: string,
    event: { type: string; after: number; fields?: object },
  ): void {
    const at = this.at + Math.max(0, event.after);
    const { journey, node } = record.body.effect;
    const id = joinIds('follow', record.id, person, event.type, at, index);
    const message: Message = {
      id,
      to: 'person',
      subject: person,
      input: {
        kind: 'event',
        event: { id, type: event.type, at, fields: { journey, node, ...event.fields } },
      },
    };
    this.ending(record).operations.push(
      put({ kind: 'message', id: recordId(id), version: 1, due: at, body: message }),
    );
  }
}
