import type { References } from '../conditions/references.ts';
import { AccompanyError } from '../kernel/errors.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Plan } from '../plan/plan.ts';
import type { Counter, Expectation, Operation, RecordKind } from '../ports/storage.ts';
import { compileProgram, type Program } from '../runtime/program.ts';
import type { World } from '../runtime/world.ts';
import { blaming } from './definitions/catalogue-fault.ts';
import { buildWorld, referencesTo, type WorldDocuments } from './definitions/build-world.ts';
import { corruptDefinitions } from './definitions/corrupt.ts';
import type { Settings } from './settings.ts';
import { worldDocuments } from './definitions/world-documents.ts';
import type { DefinitionBody, JourneyBody } from '../records/bodies.ts';
import type { FindDefinition } from '../records/group-documents.ts';
import type { Held, Store } from '../records/store.ts';
import { joinIds } from '../runtime/effect.ts';

/**
 * What an engine knows of its subscription without asking the storage: definitions, journeys, plans, and which subjects
 * are in quarantine. The world of the runtime is built from it, anew after every change.
 */
export class Registry {
  readonly definitions: Map<string, Held<'definition'>> = new Map();
  readonly definition: FindDefinition = findIn(this.definitions);
  readonly journeys: Map<string, Held<'journey'>> = new Map();
  readonly quarantined: Set<string> = new Set();
  private readonly plans: Map<string, Program> = new Map();
  private readonly inFlight: Map<string, number> = new Map();
  private readonly store: Store;
  private readonly settings: Settings;
  private readonly isTold: () => boolean;
  private built: { readonly world: World; readonly documents: WorldDocuments } | null = null;
  /** Version of the registry's record that was read last; 0 when there is none yet. */
  private version = 0;
  private changed: Instant = Number.NEGATIVE_INFINITY;

  /** @param isTold whether anybody keeps or hears facts, now */
  constructor(store: Store, settings: Settings, isTold: () => boolean) {
    this.store = store;
    this.settings = settings;
    this.isTold = isTold;
  }

  /**
   * Reads everything from the storage, instead of what was known; again, if somebody changed it meanwhile: definitions
   * of before a change and plans of after it do not belong together (EN-90).
   */
  async open(): Promise<void> {
    for (let mark = await this.mark(), before; ; mark = before) {
      const read = await this.readAll();
      before = await this.mark();
      if (before?.version !== mark?.version) continue;
      this.changed = mark?.body.changedAt ?? Number.NEGATIVE_INFINITY;
      this.replace(read);
      this.version = mark?.version ?? 0;
      return;
    }
  }

  private mark(): Promise<Held<'registry'> | undefined> {
    return this.store.get(MARK.kind, MARK.id);
  }

  private async readAll(): Promise<Contents> {
    const every = async <K extends RecordKind>(kind: K): Promise<readonly Held<K>[]> => {
      const records: Held<K>[] = [];
      for await (const record of this.store.all(kind)) records.push(record);
      return records;
    };
    return {
      definitions: await every('definition'),
      journeys: await every('journey'),
      plans: await every('plan'),
      quarantined: await every('quarantine'),
      counters: await this.store.counters(JOURNEY_LEVEL),
    };
  }

  /** All at once: a call that fails before must not leave half a registry behind. */
  private replace({ definitions, journeys, plans, quarantined, counters }: Contents): void {
    const references = referencesTo(
      findIn(new Map(definitions.map((record) => [record.id, record]))),
    );
    const programs = this.programsOf(plans, definitions, references);
    this.built = null;
    for (const known of [
      this.definitions,
      this.journeys,
      this.quarantined,
      this.plans,
      this.inFlight,
    ])
      known.clear();
    for (const record of definitions) this.definitions.set(record.id, record);
    for (const record of journeys) this.journeys.set(record.id, record);
    for (const program of programs) this.plans.set(program.plan.hash, program);
    for (const { id } of quarantined) this.quarantined.add(id);
    this.count(counters);
  }

  private programsOf(
    plans: Contents['plans'],
    definitions: Contents['definitions'],
    references: References,
  ): readonly Program[] {
    try {
      return plans.map(({ body }) => this.compile(body, references));
    } catch (error) {
      const bodies = definitions.map(({ body }) => body);
      throw this.corrupt(error, bodies, references);
    }
  }

  private corrupt(
    error: unknown,
    definitions: readonly DefinitionBody[],
    references: References,
  ): unknown {
    const { catalogue, limits } = this.settings;
    return corruptDefinitions(error, { catalogue, limits, references, definitions });
  }

  /** Reads everything again if somebody else has changed it. */
  async refresh(): Promise<void> {
    const version = (await this.mark())?.version ?? 0;
    if (version !== this.version) await this.open();
  }

  /** When definitions, journeys or plans were changed last, as far as is known; `-Infinity` for never. */
  get changedAt(): Instant {
    return this.changed;
  }

  /** Counts the runs in flight anew: other engines let accounts in and out, too. */
  async recount(): Promise<void> {
    const counters = await this.store.counters(JOURNEY_LEVEL);
    this.inFlight.clear();
    this.count(counters);
  }

  /** What every advance relies on: that nobody has changed the registry since it was read (EN-75). */
  expectation(): Expectation {
    return { key: MARK, version: this.version };
  }

  /** Whether the registry is among the keys of a conflict. */
  isAmong(conflicts: readonly { readonly kind: string }[]): boolean {
    return conflicts.some(({ kind }) => kind === MARK.kind);
  }

  /** Writes operations that change the registry, so that other engines notice. */
  async write(
    operations: readonly Operation[],
    at: Instant,
    counters: readonly Counter[] = [],
  ): Promise<void> {
    const record = { ...MARK, version: this.version + 1, due: null, body: { changedAt: at } };
    await this.store.write({ operations: [...operations, { op: 'put', record }], counters });
    this.version += 1;
  }

  /** Takes over a definition, journey or plan that was committed. */
  adopt(record: Held<'definition'> | Held<'journey'> | Held<'plan'>): void {
    if (record.kind === 'journey') return this.adoptJourney(record as Held<'journey'>);
    if (record.kind === 'definition') this.definitions.set(record.id, record as Held<'definition'>);
    else this.adoptPlan(record as Held<'plan'>);
    this.built = null;
  }

  /** A sweep writes its journey once a page: the world stays unless something of it changed. */
  private adoptJourney(record: Held<'journey'>): void {
    const before = this.journeys.get(record.id)?.body;
    const { plan, status, order } = record.body;
    this.journeys.set(record.id, record);
    if (before?.plan !== plan || before.status !== status || before.order !== order)
      this.built = null;
  }

  forget(kind: 'definition' | 'journey', id: string): void {
    (kind === 'definition' ? this.definitions : this.journeys).delete(id);
    this.built = null;
  }

  /** All journeys as they are now, in order of publication; drafts first, by id. */
  byOrder(): readonly Held<'journey'>[] {
    return [...this.journeys.values()].sort(
      (left, right) => left.body.order - right.body.order || (left.id < right.id ? -1 : 1),
    );
  }

  /** @throws AccompanyError `NOT_FOUND` */
  journey(id: string): Held<'journey'> {
    const record = this.journeys.get(id);
    if (record !== undefined) return record;
    throw new AccompanyError(
      'NOT_FOUND',
      `There is no journey ${JSON.stringify(id)}. Known: ${list(this.journeys.keys())}.`,
    );
  }

  /** Keeps the number of runs in flight per journey up to date with a commit's counters. */
  count(counters: readonly Counter[]): void {
    for (const { name, value } of counters) {
      if (!name.startsWith(JOURNEY_LEVEL)) continue;
      const [, journey, , what] = name.split(SEPARATOR);
      const by = what === 'entered' ? value : what === 'left' ? -value : 0;
      if (by !== 0) this.inFlight.set(journey!, (this.inFlight.get(journey!) ?? 0) + by);
    }
  }

  runsInFlight(journey: string): number {
    return this.inFlight.get(journey) ?? 0;
  }

  /** What references in conditions stand for. */
  references(): References {
    return referencesTo(this.definition);
  }

  /** {@link references} as they are now, whatever is changed later. */
  snapshot(): References {
    return referencesTo(findIn(new Map(this.definitions)));
  }

  world(): World {
    return this.present().world;
  }

  /** What the present world is built from. */
  documents(): WorldDocuments {
    return this.present().documents;
  }

  /**
   * Builds the world of the present definitions before they are written (EN-9), and with `plans` every plan besides:
   * those know of other definitions only the lists that they name.
   * @throws AccompanyError what an account would meet
   */
  prove(plans: boolean): void {
    this.built ??= this.build();
    const references = this.references();
    if (plans) for (const { plan } of this.plans.values()) this.compile(plan, references);
  }

  private present(): { readonly world: World; readonly documents: WorldDocuments } {
    // Somebody began to listen, or ended it.
    if (this.built !== null && (this.built.world.untold === true) === this.isTold())
      this.built = null;
    return (this.built ??= this.build());
  }

  private build(): { readonly world: World; readonly documents: WorldDocuments } {
    try {
      return this.compileWorld();
    } catch (error) {
      const definitions = [...this.definitions.values()].map(({ body }) => body);
      throw this.corrupt(error, definitions, this.references());
    }
  }

  private compileWorld(): { readonly world: World; readonly documents: WorldDocuments } {
    const { settings, definitions, journeys, plans } = this;
    const documents = worldDocuments(settings, definitions, journeys, plans, this.isTold());
    const world = buildWorld(documents, {
      subscription: this.store.subscription,
      catalogue: this.settings.catalogue,
      references: this.references(),
      program: ({ hash }) => this.plans.get(hash)!,
    });
    return { world, documents };
  }

  private adoptPlan({ body }: Held<'plan'>): void {
    this.plans.set(body.hash, this.compile(body, this.references()));
  }

  private compile(plan: Plan, references: References): Program {
    return blaming(`plan ${plan.hash} of journey ${plan.journey}`, () =>
      compileProgram(plan, this.settings.catalogue, references),
    );
  }
}

/** All that an engine reads of its subscription before it serves. */
interface Contents {
  readonly definitions: readonly Held<'definition'>[];
  readonly journeys: readonly Held<'journey'>[];
  readonly plans: readonly Held<'plan'>[];
  readonly quarantined: readonly Held<'quarantine'>[];
  readonly counters: readonly Counter[];
}

const MARK = { kind: 'registry', id: 'registry' } as const;
const JOURNEY_LEVEL = joinIds('journey', '');
const SEPARATOR = joinIds('', '');

/** The id of a definition's record. */
export function definitionId(type: DefinitionBody['type'], id: string): string {
  return joinIds(type, id);
}

function findIn(definitions: ReadonlyMap<string, Held<'definition'>>): FindDefinition {
  return <T extends DefinitionBody['type']>(type: T, id: string) =>
    definitions.get(definitionId(type, id))?.body as
      | Extract<DefinitionBody, { type: T }>
      | undefined;
}

/** Journeys in a status that counts as in use. */
export function isOngoing({ status }: JourneyBody): boolean {
  return status === 'scheduled' || status === 'live' || status === 'closed';
}

function list(ids: Iterable<string>): string {
  const known = [...ids].slice(0, 10);
  return known.length === 0 ? 'none' : known.join(', ');
}
