import type { Instant } from '../kernel/instant.ts';
import type { Journey } from '../journey/journey.ts';
import { copyGiven } from '../kernel/copy-given.ts';
import type { CatalogueShape } from '../model/catalogue.ts';
import type { IngestInput } from '../model/record.ts';
import type { AccountWithGroups } from '../buying-group/record.ts';
import { needFactsOf, needOptions } from './argument-checks.ts';
import type { Fact } from '../runtime/fact.ts';
import { unlessAborted, type Core } from './core.ts';
import type { JourneyCounts } from './counters.ts';
import { define, type Defined, type DefineOptions, type Mend } from './definitions/definitions.ts';
import type { GroupPartRef } from './definitions/group-parts.ts';
import { groupVerbs, type GroupVerbs } from './group-verbs.ts';
import { integrationVerbs, type IntegrationVerbs } from './integration/integration-verbs.ts';
import { duplicateJourney } from './publishing/duplicate.ts';
import { erase, exportHeld } from './erasure/erase.ts';
import { externalVerbs, type ExternalVerbs } from './external-verbs.ts';
import { explain, readFacts, type Story } from './explain.ts';
import { readRounds } from './ingest.ts';
import { abortJourney, closeJourney, deleteJourney, setEndDate } from './publishing/lifecycle.ts';
import { keptDefinitions, type Definitions } from './definitions/kept-definitions.ts';
import type { EngineEvents } from './notifications.ts';
import { openCore } from './open.ts';
import type { PersonExport } from '../privacy/person-export.ts';
import type { Pruned } from '../privacy/retention.ts';
import type { SubjectRef } from '../privacy/subject.ts';
import { certificates, type ErasureCertificate } from '../privacy/tombstone.ts';
import { prune } from './erasure/prune.ts';
import { publish } from './publishing/publications.ts';
import { saveDraft } from './publishing/save-draft.ts';
import { deadLetters, dropDeadLetter, retryDeadLetter, type DeadLetter } from './dead-letters.ts';
import {
  accountOf,
  describeJourney,
  describeJourneys,
  journeyCounts,
  membersOf,
  publicationsOf,
  type JourneySummary,
} from './queries.ts';
import type { Publication } from '../records/bodies.ts';
import { changeList, populateList, release, suppress, type ListChange } from './commands.ts';
import type { CallOptions } from './rounds.ts';
import type { EngineOptions } from './options.ts';
import { Schedule } from './schedule.ts';
import { scoringVerbs, type ScoringVerbs } from './scoring/scoring-verbs.ts';
import { advanceTo } from './time.ts';
import type { Condition } from '../conditions/condition.ts';

/**
 * Runs journeys on a storage. Verbs only: what they do is in the files of this room, one idea each. Calls run one after
 * the other, in the order in which they were made. Rules: `docs/semantics/engine.md`.
 * @example
 * ```ts
 * import { Audience, Engine, Journey, catalogue, conditions, memoryStorage, number, simulatedChannel, text, virtualClock } from 'accompany';
 *
 * const b2b = catalogue({ account: { name: text(), employees: number() }, person: { email: text() } });
 * const { account } = conditions(b2b);
 * const large = Audience.accounts('large', account('employees').atLeast(1_000));
 * const welcome = Journey.forAccounts('welcome', { audience: large, ends: '2026-12-31' }).sendEmail('hello').wait({ days: 3 });
 *
 * await using engine = await Engine.open({
 *   catalogue: b2b,
 *   storage: memoryStorage(),
 *   clock: virtualClock('2026-01-05T09:00:00Z'),
 *   channels: { email: simulatedChannel() },
 * });
 * await engine.publish(welcome);
 * await engine.ingest({
 *   accounts: [{ id: 'acme', attributes: { name: 'Acme', employees: 5_000 } }],
 *   people: [{ id: 'ann', attributes: { email: 'ann@acme.example' } }],
 *   relations: [{ account: 'acme', person: 'ann' }],
 * });
 * await engine.advanceTo('2026-01-09T00:00:00Z');
 * const { entered, exits } = await engine.counts('welcome');
 * console.log(entered, exits.completed); // => 1 1
 * ```
 */
export class Engine<S extends CatalogueShape = CatalogueShape> implements AsyncDisposable {
  private readonly core: Core;
  private readonly schedule: Schedule;
  /** What users do with buying groups. */ readonly groups: GroupVerbs;
  /** How engagement is scored. */ readonly scoring: ScoringVerbs;
  /** Sources of accounts and people, and the platform. */ readonly integration: IntegrationVerbs;
  /** Where external services answer. */ readonly external: ExternalVerbs;

  private constructor(core: Core, schedule: Schedule) {
    this.core = core;
    this.schedule = schedule;
    this.groups = groupVerbs(core, (run) => schedule.live(run));
    this.scoring = scoringVerbs(core, schedule);
    this.integration = integrationVerbs(core, schedule);
    this.external = externalVerbs(core, (run) => schedule.live(run));
  }

  /**
   * Opens a subscription, and takes up what was left half done (EN-1); `mend` is what to define and undefine before that.
   * @throws AccompanyError `STORAGE_FAILED`; `STORAGE_CORRUPT` for definitions that do not fit together (EN-93)
   */
  static async open<S extends CatalogueShape>(
    options: EngineOptions<S> & { readonly mend?: Mend },
  ): Promise<Engine<S>> {
    const closing = new AbortController();
    let answered = (): void => undefined;
    try {
      const core = await openCore(options as EngineOptions, closing.signal, () => answered());
      const schedule = new Schedule(core, closing);
      answered = () => schedule.hear();
      await schedule.begin(options.mend);
      return new Engine<S>(core, schedule);
    } catch (error) {
      closing.abort();
      throw error;
    }
  }

  /** Listens to what happens, after it was committed; returns how to stop (EN-64). */
  on<E extends keyof EngineEvents>(event: E, listener: EngineEvents[E]): () => void {
    return this.core.notifications.on(event, listener);
  }

  /** Keeps audiences, account lists, buying groups and what these are made of (EN-5 to EN-7, BG-115). */
  async define(given: Defined | readonly Defined[], options: DefineOptions = {}): Promise<void> {
    const [list, how] = [copyGiven(given), copyGiven(options)];
    return this.live(() => define(this.core, [list].flat() as Defined[], how), options);
  }

  /** Deletes a definition of buying groups that nothing uses, for good; groups that exist stay (BG-116). */
  undefine(of: GroupPartRef): Promise<void> {
    return this.live(() => define(this.core, [], { undefine: [of] }));
  }

  /** Everything that was defined, by type, as it is kept now (BG-128). */
  definitions(): Promise<Definitions> {
    return this.take(() => keptDefinitions(this.core));
  }

  /** Keeps a journey as a draft (EN-13, EN-22). */
  save(journey: Journey, options: CallOptions = {}): Promise<void> {
    return this.live(() => saveDraft(this.core, journey, options), options);
  }

  /** Publishes a journey, or the draft of that id (EN-20 to EN-26). */
  publish(journey: Journey | string, options: CallOptions = {}): Promise<Publication> {
    needOptions(options);
    return publish(this.core, (run) => this.live(run, options), journey, options);
  }

  /**
   * Takes accounts, people, relations, opportunities, custom objects and events in (EN-30 to EN-38). Calls that wait at the
   * same time share a commit.
   * @throws AccompanyError `INVALID_INPUT` with all issues in `details`, nothing was taken in; `OVERLOADED`
   */
  async ingest(input: IngestInput<S>, options: CallOptions = {}): Promise<void> {
    this.schedule.check();
    await this.schedule.inbox.add(readRounds(this.core, input as IngestInput), options);
  }

  /** Adds accounts to a static list, or removes them. */
  async changeList(list: string, change: ListChange, options: CallOptions = {}): Promise<void> {
    const asked = copyGiven(change);
    return this.live(() => changeList(this.core, list, asked, options), options);
  }

  /** Adds every account to a static list for which the condition holds now (reference 11); resolves with their number. */
  populateList(list: string, condition: Condition, options: CallOptions = {}): Promise<number> {
    return this.live(() => populateList(this.core, list, condition, options), options);
  }

  /** Refuses e-mails to an address from now on (EN-51). */
  suppress(address: string, reason = 'suppressed'): Promise<void> {
    return this.take(() => suppress(this.core, address, reason));
  }

  /** Lets nobody into a journey any more (EN-14). */
  closeEntries(journey: string): Promise<void> {
    return this.live(() => closeJourney(this.core, journey));
  }

  /** Stops a journey at once (EN-15). */
  abort(journey: string, options: CallOptions = {}): Promise<void> {
    return this.live(() => abortJourney(this.core, journey, options), options);
  }

  /** Deletes a draft, or a journey that is aborted or finished (EN-12). */
  delete(journey: string): Promise<void> {
    return this.live(() => deleteJourney(this.core, journey));
  }

  /** Copies a journey of any status into a new draft (EN-12, reference 4.2). */
  duplicate(
    journey: string,
    id: string,
    options: { readonly name?: string; readonly details?: boolean } = {},
  ): Promise<Journey> {
    return this.live(() => duplicateJourney(this.core, journey, id, options), options);
  }

  /** Changes a journey's end date (EN-13). */
  setEndDate(journey: string, end: string | Date | Instant): Promise<void> {
    return this.live(() => setEndDate(this.core, journey, end));
  }

  /** Applies the inputs that a quarantined account or person kept (EN-70). */
  release(of: string | { readonly person: string }): Promise<void> {
    return this.live(() => release(this.core, of));
  }

  /** Moves a virtual clock and settles everything on the way (EN-40, EN-41). */
  advanceTo(instant: string | Date | Instant, options: CallOptions = {}): Promise<void> {
    return this.live(() => advanceTo(this.core, instant, options), options);
  }

  /** Settles what is due now, and waits for the answers of live channels; on the system clock by itself (EN-42). */
  settle(options: CallOptions = {}): Promise<void> {
    return this.schedule.settle(options);
  }

  /** Tells one account's story in one journey (EN-65); `printStory` makes text of it. */
  explain(of: { readonly journey: string; readonly account: string }): Promise<Story> {
    return this.take(() => explain(this.core, of));
  }

  /** Progression of a journey, and of each of its nodes (EN-61, reference 4.4); `NOT_FOUND` for none. */
  counts(journey: string): Promise<JourneyCounts> {
    return this.take(() => journeyCounts(this.core, journey));
  }

  /** All journeys, in order of id. */
  journeys(): Promise<readonly JourneySummary[]> {
    return this.take(() => describeJourneys(this.core));
  }

  /** One journey with its status and dates. */
  journey(id: string): Promise<JourneySummary> {
    return this.take(() => describeJourney(this.core, id));
  }

  /** Every attempt to publish a journey, oldest first, with steps and instants (EN-20). */
  publications(journey: string): Promise<readonly Publication[]> {
    return this.take(() => publicationsOf(this.core, journey));
  }

  /** An account with its people, lists and buying groups, under whatever id it was merged (AM-17); `undefined` when unknown. */
  account(id: string): Promise<AccountWithGroups | undefined> {
    return this.take(() => accountOf(this.core, id));
  }

  /** Ids of the accounts that an audience or account list holds now. */
  members(
    of: { readonly audience: string } | { readonly list: string },
  ): Promise<readonly string[]> {
    return this.take(() => membersOf(this.core, of));
  }

  /** Facts in the order of the feed: those of one account, or all of them, shard by shard (EN-60). */
  async *facts(of: { readonly account?: string } = {}): AsyncGenerator<Fact, void, void> {
    await this.take(async () => needFactsOf(of));
    yield* readFacts(this.core, of.account);
  }

  /** Deletes at once what the retention says (PV-1 to PV-6); resolves with what was deleted. */
  prune(options: CallOptions = {}): Promise<Pruned> {
    return this.live(() => prune(this.core, options), options);
  }

  /** Erases a person or an account everywhere, for good (PV-20 to PV-28); resolves with what was touched. */
  erase(of: SubjectRef, options: CallOptions = {}): Promise<ErasureCertificate> {
    return this.live(() => erase(this.core, of, options), options);
  }

  /** Every erasure and what it touched, oldest first (PV-26). */
  certificates(): Promise<readonly ErasureCertificate[]> {
    return this.take(() => certificates(this.core.store));
  }

  /** Everything that is held about one person, and nothing of other people (PV-30, PV-31). */
  exportPerson(id: string, options: CallOptions = {}): Promise<PersonExport> {
    return this.take(() => exportHeld(this.core, id, options), options);
  }

  /** Effects that were given up, or whose outcome is unknown (EN-53, EN-54). */
  deadLetters(): Promise<readonly DeadLetter[]> {
    return this.take(() => deadLetters(this.core));
  }

  /** Hands a dead letter over again, under the same ids (EN-58). */
  retryDeadLetter(id: string): Promise<void> {
    return this.live(() => retryDeadLetter(this.core, id));
  }

  /** Takes a dead letter off the list (EN-59). */
  dropDeadLetter(id: string): Promise<void> {
    return this.live(() => dropDeadLetter(this.core, id));
  }

  /** The engine's present. */
  now(): Instant {
    return this.core.clock.now();
  }

  /** Ends what is under way, with five seconds for live channels, and refuses what comes later (EN-2, EN-68). The storage stays open. */
  close(): Promise<void> {
    return this.schedule.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async live<T>(run: () => Promise<T>, options: object = {}): Promise<T> {
    needOptions(options);
    return this.schedule.live(unlessAborted(run, options));
  }

  private async take<T>(run: () => Promise<T>, options: object = {}): Promise<T> {
    needOptions(options);
    return this.schedule.read(unlessAborted(run, options));
  }
}
