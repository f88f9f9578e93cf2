import type { Advanced } from '../../engine/advanced.ts';
import type { WorldDocuments } from '../../engine/definitions/build-world.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import { hash128 } from '../../kernel/hash.ts';
import { canonicalJson } from '../../kernel/json.ts';
import type { DefinitionBody } from '../../records/bodies.ts';
import { accountOutcome, personOutcome, resultOf } from './outcome.ts';
import type {
  AccountState,
  PersonState,
  RecordedAdvance,
  RecordedDocument,
  RecordedWorld,
  Recording,
} from './recording.ts';

/** How much a {@link Recorder} keeps. */
export interface RecorderOptions {
  /** Advances that are kept at most, the first ones; missing: 10,000. */
  readonly limit?: number;
  /** Keep the first of every so many advances; missing: 1, all of them. */
  readonly every?: number;
}

/** Writes down what an engine tells its observer. */
export interface Recorder {
  /** For `EngineOptions.observe`, of as many engines with the same catalogue as you like. */
  readonly observe: (seen: Advanced) => void;
  /** What was written down so far. */
  readonly recording: () => Recording;
}

/**
 * Records complete inputs and results of advances, to be given to `replay` later, by another version of accompany, say
 * (RL-61). Every advance is copied when it is seen, which costs some times as much as the advance itself: give `every` in
 * production.
 *
 * @throws AccompanyError `INVALID_INPUT` when `limit` or `every` is not a whole number of at least 1
 */
export function recorder({ limit = 10_000, every = 1 }: RecorderOptions = {}): Recorder {
  for (const [name, value] of Object.entries({ limit, every })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    const message = `${name} must be a whole number of at least 1.`;
    throw new AccompanyError('INVALID_INPUT', message, { path: [name] });
  }
  const documents: Record<string, RecordedDocument> = {};
  const worlds: Record<string, RecordedWorld> = {};
  /** Hashes by subscription and set of documents. */
  const known = new WeakMap<WorldDocuments, Map<string, string>>();
  const advances: RecordedAdvance[] = [];
  /** Index of an advance by the hash of what it left behind. */
  const left = new Map<string, number>();
  let seenSoFar = 0;

  function keep(document: RecordedDocument): string {
    const hash = hash128(canonicalJson(document));
    documents[hash] ??= copy(document);
    return hash;
  }

  function worldOf(subscription: string, given: WorldDocuments): string {
    const hashes = known.get(given) ?? new Map<string, string>();
    known.set(given, hashes);
    const found = hashes.get(subscription);
    if (found !== undefined) return found;
    const world: RecordedWorld = {
      ...given,
      subscription,
      definitions: given.definitions.map(keep).toSorted(),
      plans: given.plans.map(keep),
      limits: keep(given.limits),
      actions: given.actions.toSorted(),
    };
    const hash = hash128(canonicalJson(world));
    worlds[hash] = copy(world);
    hashes.set(subscription, hash);
    return hash;
  }

  function record(seen: Advanced): RecordedAdvance {
    const { kind, now, body, progress, inputs } = seen;
    const state = { body, progress } as AccountState | PersonState;
    const outcome = kind === 'account' ? accountOutcome(seen.result) : personOutcome(seen.result);
    const before = left.get(stateHash(kind, state)) ?? state;
    const given = seen.documents();
    // What a person does depends on a world only in so far as it is scored.
    const needsWorld = kind === 'account' || given.definitions.some(isScoring);
    const world = needsWorld ? { world: worldOf(seen.subscription, given) } : {};
    left.set(stateHash(kind, outcome.state), advances.length);
    const result = resultOf(kind, state, outcome);
    return copy({ kind, ...world, now, before, inputs, result } as RecordedAdvance);
  }

  return {
    observe(seen) {
      seenSoFar += 1;
      if ((seenSoFar - 1) % every !== 0 || advances.length >= limit) return;
      advances.push(record(seen));
    },
    recording: () => copy({ format: 1, documents, worlds, advances }),
  };
}

function isScoring({ type }: DefinitionBody): boolean {
  return type === 'scoring';
}

function stateHash(kind: Advanced['kind'], state: AccountState | PersonState): string {
  return hash128(canonicalJson([kind, state.body, state.progress]));
}

/** The engine's objects are its own; a recording is nobody's. */
function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
