import type { JourneyCounts } from '../../engine/counters.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ChannelOptions } from '../../engine/options.ts';
import { virtualClock } from '../../engine/virtual-clock.ts';
import { simulatedChannel } from '../../connectors/simulated-channel.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Channel } from '../../ports/channel.ts';
import type { EffectAction } from '../../runtime/effect.ts';
import type { Fact } from '../../runtime/fact.ts';
import { memoryStorage } from '../../storage/memory/memory-storage.ts';
import type { TenantHistory, TenantMoment } from './history.ts';
import { definitionsOf, openTrial } from './subject.ts';
import type { LawSubject } from './subject.ts';

/** One effect as a channel got it. */
export interface TrialDelivery {
  readonly at: Instant;
  readonly journey: string;
  readonly account: string;
  readonly node: string;
  readonly action: EffectAction;
  readonly attempt: number;
  /** Recipients with their effect ids; person `null` for an effect of the account. */
  readonly recipients: readonly { readonly person: string | null; readonly key: string }[];
}

/** What happened in a trial, in the order in which it was committed or handed over. */
export type TrialEntry =
  /** A moment of the history reaches the engine. */
  | { readonly kind: 'moment'; readonly at: Instant; readonly moment: TenantMoment }
  /** The moment and all that follows from it at the same instant is done. */
  | { readonly kind: 'settled'; readonly at: Instant }
  | { readonly kind: 'fact'; readonly at: Instant; readonly fact: Fact }
  | { readonly kind: 'delivery'; readonly at: Instant; readonly delivery: TrialDelivery };

/** A journey's run of one history, from beginning to end. */
export interface Trial {
  readonly subject: LawSubject;
  readonly history: TenantHistory;
  readonly log: readonly TrialEntry[];
  readonly facts: readonly Fact[];
  readonly deliveries: readonly TrialDelivery[];
  /** Progression by journey at the end. */
  readonly counts: ReadonlyMap<string, JourneyCounts>;
}

/** What may differ between two trials of the same history. */
export interface TrialOptions {
  readonly batchSize?: number;
  readonly facts?: boolean;
  /** Looks at the engine at the end, before it is closed. */
  readonly atEnd?: (engine: Engine) => Promise<void>;
}

/**
 * Runs a subject's journey on a new memory storage under virtual time, with the tenant's history as input. E-mail and all
 * actions of the catalogue are simulated and always succeed.
 */
export async function runTrial(
  subject: LawSubject,
  history: TenantHistory,
  { batchSize, facts = true, atEnd }: TrialOptions = {},
): Promise<Trial> {
  const { journey, others = [] } = subject;
  const catalogue = subject.catalogue as Catalogue;
  const log: TrialEntry[] = [];
  await using engine = await openTrial(subject, {
    catalogue,
    storage: memoryStorage(),
    clock: virtualClock(history.start),
    channels: recorders(catalogue, log),
    facts,
    ...(batchSize === undefined ? {} : { batchSize }),
  });
  engine.on('fact', (fact) => void log.push({ kind: 'fact', at: fact.at, fact }));
  const publish = async (): Promise<void> => {
    await engine.define(definitionsOf(subject));
    for (const each of [...others, journey]) await engine.publish(each);
  };
  if (history.publishFirst) await publish();
  else await engine.define(definitionsOf(subject));
  for (const [index, moment] of history.moments.entries()) {
    await engine.advanceTo(moment.at);
    log.push({ kind: 'moment', at: moment.at, moment });
    await engine.ingest(moment.input);
    for (const { list, ...change } of moment.lists ?? []) await engine.changeList(list, change);
    for (const address of moment.suppress ?? []) await engine.suppress(address);
    if (index === 0 && !history.publishFirst) await publish();
    await engine.settle();
    log.push({ kind: 'settled', at: moment.at });
  }
  if (history.moments.length === 0 && !history.publishFirst) await publish();
  await engine.advanceTo(history.end);
  const counts = new Map<string, JourneyCounts>();
  for (const { id } of await engine.journeys()) counts.set(id, await engine.counts(id));
  await atEnd?.(engine);
  return {
    subject,
    history,
    log,
    facts: log.flatMap((entry) => (entry.kind === 'fact' ? [entry.fact] : [])),
    deliveries: log.flatMap((entry) => (entry.kind === 'delivery' ? [entry.delivery] : [])),
    counts,
  };
}

function recorders(catalogue: Catalogue, log: TrialEntry[]): ChannelOptions {
  const record: Channel = simulatedChannel({
    answer: ({ journey, account, node, action, attempt, people, key }, { now }) => {
      const recipients = (people ?? [null]).map((person) => ({ person, key: key(person) }));
      const delivery = { at: now, journey, account, node, action, attempt, recipients };
      log.push({ kind: 'delivery', at: now, delivery });
      return { outcome: 'sent' };
    },
  });
  return {
    email: record,
    actions: Object.fromEntries(Object.keys(catalogue.actions).map((name) => [name, record])),
  };
}
