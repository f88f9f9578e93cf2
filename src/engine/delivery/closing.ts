import { MINUTE } from '../../kernel/duration.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Channel, Receipt } from '../../ports/channel.ts';
import type { Expectation, Key, Operation } from '../../ports/storage.ts';
import { joinIds } from '../../runtime/effect.ts';
import type { FactItem, SettledFact, Settlement } from '../../runtime/fact.ts';
import type { EffectBody } from '../../records/bodies.ts';
import { commitWithFacts, writeConflict } from '../commit.ts';
import { now, type Core } from '../core.ts';
import { Tally } from '../counters.ts';
import type { Claim, EffectRecord } from './claim.ts';
import {
  CONTENT_CHANGED,
  withContent,
  withContentOf,
  withDoubt,
  withoutContentOf,
} from './content.ts';
import { followUps } from './follow-ups.ts';
import { logDead } from '../log.ts';
import { put } from '../../records/put.ts';
import { settlementsOf } from './settlements.ts';
import { failures, simulated } from './service-answers.ts';
import { canAsk, isRepeatable, pauseBefore, sortOutcomes } from './retry.ts';

/** How long an effect waits that nobody carries out at the moment. */
const WAIT = 5 * MINUTE;
/** Time beyond a channel's own that a claim lasts, before the effect may be taken over. */
const GRACE = MINUTE;
/** How often a commit is tried again without the effects that another engine has taken. */
const ATTEMPTS = 8;

/** What becomes of one effect. */
interface Ending {
  readonly operations: Operation[];
  readonly account: string;
  readonly items: FactItem[];
  relies: readonly Expectation[];
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

  /** What the decision about an effect was made by: the commit drops the effect when that has changed (EM-63). */
  relyOn(record: EffectRecord, relies: readonly Expectation[]): void {
    this.ending(record).relies = relies;
  }

  /** The claimed form of an effect that a real channel is about to get; refusals of the gate are kept with the claim. */
  claimed({ record, decision, channel }: Claim, timeout: number): Claim {
    this.fact(record, decision.refused, false);
    const { people } = decision;
    const by = this.core.members.self;
    // What is only asked about leaves nothing new.
    const kept = record.body.doubtful
      ? record
      : withBody(record, withContent(record.body, decision.content));
    const next = this.rewrite(kept, { state: 'claimed', people, by }, this.at + timeout + GRACE);
    return { record: next, decision: { ...decision, refused: [] }, channel };
  }

  /** A channel answered for those whom the gate let pass. */
  answer({ record, decision, channel }: Claim, receipt: Receipt): void {
    const outcomes = [...decision.refused, ...settlementsOf(decision.people, receipt)];
    this.ending(record).operations.push(...followUps(record, receipt, this.at));
    this.ending(record).operations.push(...simulated(record, receipt, this.at));
    if (receipt.after !== undefined && receipt.after > 0) {
      this.rewrite(
        record,
        { state: 'answered', people: decision.people, outcomes },
        this.at + receipt.after,
      );
    } else {
      this.settle(record, outcomes, channel, receipt.retryAfter);
    }
  }

  /** A channel said what became of an earlier delivery: what has not arrived is delivered, under the same ids (EN-54). */
  asked({ record, channel }: Claim, receipt: Receipt): void {
    const outcomes = settlementsOf(record.body.people, receipt);
    const missing = outcomes.filter(({ outcome }) => outcome === 'failed');
    const unknown = outcomes.filter(({ outcome }) => outcome === 'unknown');
    const repeated = channel.onUnknown === 'repeat' ? unknown : [];
    const parked = channel.onUnknown === 'repeat' ? [] : unknown;
    const final = outcomes.filter(({ outcome }) => outcome === 'sent' || outcome === 'refused');
    const again = [...missing, ...repeated];
    if (again.length === 0) return this.close(record, [...final, ...parked]);
    const sure = withBody(record, withoutContentOf(record.body, missing));
    this.retry(sure, { final, again, parked }, this.at, { doubtful: false });
  }

  /** Keeps outcomes; what failed is tried again until it is given up (EN-53). */
  settle(
    record: EffectRecord,
    outcomes: readonly Settlement[],
    channel: Channel | null,
    retryAfter = 0,
  ): void {
    const sorted = sortOutcomes(outcomes, channel);
    if (sorted.again.length === 0) return this.close(record, outcomes);
    const pause = pauseBefore(channel, record.id, record.body.attempts, retryAfter);
    if (pause === null) return this.close(record, outcomes);
    const doubtful = canAsk(channel) && sorted.again.some(({ outcome }) => outcome === 'unknown');
    this.retry(record, sorted, this.at + pause, { doubtful, attempts: record.body.attempts + 1 });
  }

  /** An effect whose claim ran out (EN-54): it goes to its channel again, is asked about, or stays unknown. */
  interrupted(record: EffectRecord, channel: Channel | null, again: EffectRecord[]): void {
    const doubtful = canAsk(channel);
    if (doubtful || isRepeatable(channel))
      again.push(withBody(record, { ...withDoubt(record.body), doubtful }));
    else
      this.close(record, [
        { outcome: 'unknown', reason: 'interrupted', people: record.body.people },
      ]);
  }

  /**
   * The channel would write another content than what may have arrived: that is never sent, and a person hears of it
   * (EM-83). Who cannot have got anything is served as if nothing had been tried.
   */
  changed(record: EffectRecord): void {
    const { frozen, people, parked } = record.body;
    const all = new Set(frozen?.people.map(({ id }) => id));
    const rest = people?.filter((id) => !all.has(id)) ?? [];
    const gone = people === null ? null : people.filter((id) => all.has(id));
    const unknown: Settlement = { outcome: 'unknown', reason: CONTENT_CHANGED, people: gone };
    const lost = gone === null || gone.length > 0 ? [unknown] : [];
    const before = parked.map((one) =>
      one.outcome === 'unknown' ? { ...one, reason: CONTENT_CHANGED } : one,
    );
    const bare = withBody(record, { ...withContent(record.body, undefined), parked: before });
    if (rest.length === 0) this.close(bare, lost);
    else {
      const again: Settlement = { outcome: 'failed', reason: null, people: rest };
      this.retry(bare, { final: [], again: [again], parked: lost }, this.at, {});
    }
  }

  /**
   * This engine has no channel for it. Where others may be there, it is left to whoever has one, at once; otherwise, and
   * when nobody has taken it, it is looked at again later (EN-91).
   */
  leave(record: EffectRecord): void {
    if (this.core.members.shared && record.body.open !== true)
      this.rewrite(record, { open: true }, this.at);
    else this.rewrite(record, {}, this.at + WAIT);
  }

  /**
   * Writes everything; returns the effects of which nothing was written, because another engine has taken them meanwhile,
   * or has written what was relied on. These are found again where they are still due.
   */
  async commit({ relies = false }: { readonly relies?: boolean } = {}): Promise<
    ReadonlySet<string>
  > {
    const { registry } = this.core;
    const lost = new Set<string>();
    for (let attempt = 1; ; attempt += 1) {
      const endings = [...this.endings.values()].filter(({ operations }) => operations.length > 0);
      if (endings.length === 0) return lost;
      const tally = new Tally();
      const all: Operation[] = [];
      for (const { items, operations } of endings) {
        tally.add(items);
        all.push(...operations);
      }
      const conflicts = await commitWithFacts(
        this.core,
        {
          operations: all,
          counters: tally.counters(),
          ...(relies && { expects: [registry.expectation(), ...distinct(endings)] }),
        },
        endings.filter(({ items }) => items.length > 0),
      );
      if (conflicts.length === 0) {
        logDead(this.core.notifications.log, endings);
        return lost;
      }
      if (attempt === ATTEMPTS) throw writeConflict(conflicts);
      // The gate decided by a registry that is no more: whatever is due is found again.
      if (registry.isAmong(conflicts)) {
        await registry.open();
        return new Set([...lost, ...this.endings.keys()]);
      }
      const changed = new Set(conflicts.map(nameOf));
      for (const [id, ending] of this.endings) {
        const isTaken = changed.has(nameOf({ kind: 'effect', id }));
        if (!isTaken && !ending.relies.some(({ key }) => changed.has(nameOf(key)))) continue;
        this.endings.delete(id);
        lost.add(id);
      }
    }
  }

  /** Nothing of the effect is open any more. */
  private close(record: EffectRecord, outcomes: readonly Settlement[]): void {
    const dead = [
      ...record.body.parked,
      ...outcomes.filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown'),
    ];
    this.fact(record, outcomes, true);
    const kept = withBody(record, withContentOf(record.body, dead));
    if (dead.length > 0)
      this.rewrite(kept, { state: 'dead', by: null, outcomes: dead, parked: [] }, null);
    else
      this.ending(record).operations.push({
        op: 'delete',
        key: { kind: 'effect', id: record.id },
        version: record.version,
      });
  }

  private retry(
    record: EffectRecord,
    { final, again, parked }: ReturnType<typeof sortOutcomes>,
    due: Instant,
    changes: Partial<EffectBody>,
  ): void {
    this.fact(record, [...final, ...parked], false);
    const open = [...again, ...parked, ...record.body.parked];
    this.rewrite(
      withBody(record, withContentOf(record.body, open)),
      {
        state: 'pending',
        people: again[0]!.people === null ? null : again.flatMap(({ people }) => people ?? []),
        by: null,
        outcomes: [],
        parked: parked.length === 0 ? record.body.parked : [...record.body.parked, ...parked],
        ...changes,
      },
      due,
    );
  }

  private ending(record: EffectRecord): Ending {
    let ending = this.endings.get(record.id);
    if (ending === undefined) {
      ending = { operations: [], account: record.body.effect.account, items: [], relies: [] };
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
    this.ending(record).operations.push(...failures(record, outcomes, this.at));
    this.ending(record).items.push({ type: 'settled', ...placeOf(record), closed, outcomes });
  }
}

function withBody(record: EffectRecord, body: EffectBody): EffectRecord {
  return body === record.body ? record : { ...record, body };
}

/** A person of several effects is relied on once. */
function distinct(endings: readonly Ending[]): readonly Expectation[] {
  const all = new Map<string, Expectation>();
  for (const { relies } of endings) for (const one of relies) all.set(nameOf(one.key), one);
  return [...all.values()];
}

function nameOf({ kind, id }: Key): string {
  return joinIds(kind, id);
}

/** Where an effect comes from, as facts tell it. */
export function placeOf({ body }: EffectRecord): EffectPlace {
  const { journey, plan, entry, node, action, ordinal, asked } = body.effect;
  return { journey, plan, entry, node, action: action.type, ordinal, asked };
}

/** The part of a fact about an effect that says which one it is. */
export type EffectPlace = Omit<SettledFact, 'type' | 'closed' | 'outcomes'>;
