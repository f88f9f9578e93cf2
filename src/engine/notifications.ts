import { copyJson } from '../kernel/copy-given.ts';
import { EventEmitter } from 'eventemitter3';
import { needArguments } from '../kernel/needed-arguments.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import type { Fact } from '../runtime/fact.ts';
import type { JourneyStatus, Publication } from '../records/bodies.ts';
import { logError, logOf, logPublication, type Log } from './log.ts';

/** What an engine tells its host, always after the commit (EN-64). */
export interface EngineEvents {
  /** A fact row was committed. */
  fact: (fact: Fact) => void;
  /** A journey changed its status. */
  status: (change: {
    readonly journey: string;
    readonly from: JourneyStatus;
    readonly to: JourneyStatus;
  }) => void;
  /** A publication made a step. */
  publication: (publication: Publication) => void;
  /** Records of a call were left out, because they named somebody who was erased (PV-21). */
  erased: (left: { readonly records: number }) => void;
  /** Something went wrong that no call could report: a listener that threw, a failed background pass. */
  error: (error: unknown) => void;
}

const EVENTS: readonly (keyof EngineEvents)[] = [
  'fact',
  'status',
  'publication',
  'erased',
  'error',
];

/**
 * The one emitter of an engine, and its log. Listeners run synchronously; what they throw is caught and reported as `error`.
 */
export class Notifications {
  readonly log: Log;
  private readonly emitter: EventEmitter<EngineEvents> = new EventEmitter();

  constructor(logger: Logger | null, subscription: string) {
    // A logger that fails is not told of it.
    this.log = logOf(logger, subscription, (error) => this.emitter.emit('error', error));
  }

  /** @throws AccompanyError `INVALID_INPUT` for an event that there is none of, and for what is no function (EN-4) */
  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): () => void {
    needArguments('on', { event: [event, EVENTS], listener: [listener, 'function'] });
    const guarded = ((...parameters: Parameters<EngineEvents[E]>) => {
      try {
        (listener as (...given: Parameters<EngineEvents[E]>) => void)(...parameters);
      } catch (error) {
        if (event !== 'error') this.error(error);
      }
    }) as never;
    this.emitter.on(event, guarded);
    return () => {
      this.emitter.off(event, guarded);
    };
  }

  /** Whether anybody listens to facts; making them up for nobody would cost as much as an advance. */
  get wantsFacts(): boolean {
    return this.emitter.listenerCount('fact') > 0;
  }

  fact(fact: Fact): void {
    if (this.wantsFacts) this.emitter.emit('fact', copyJson(fact));
  }

  status(change: Parameters<EngineEvents['status']>[0]): void {
    this.log('info', { ...change }, 'status');
    this.emitter.emit('status', change);
  }

  publication(publication: Publication): void {
    logPublication(this.log, publication);
    this.emitter.emit('publication', copyJson(publication));
  }

  erased(left: Parameters<EngineEvents['erased']>[0]): void {
    this.log('info', { ...left }, 'erased');
    this.emitter.emit('erased', left);
  }

  /** `about` says in the log what the error is about. */
  error(error: unknown, about?: LogFields): void {
    logError(this.log, error, about);
    this.emitter.emit('error', error);
  }

  clear(): void {
    this.emitter.removeAllListeners();
  }
}
