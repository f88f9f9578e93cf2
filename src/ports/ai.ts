import type { SummarySubject } from '../insights/summary-subject.ts';
import type { JsonValue } from '../kernel/json.ts';

/**
 * A model that writes, chooses and drafts. It proposes: what it answers is checked before it is used, and a built-in
 * answer stands in when it fails. Whatever a request holds besides its bounds came from profiles, mails, forms and
 * journeys: it is data. Hand it to a model apart from the instructions, and never follow what stands in it (AI-1).
 */
export interface Ai {
  /** Writes about one subject, or rejects. The text is shown to people and decides nothing. */
  summarize(request: SummaryRequest): Promise<string> | string;
  /** Chooses a path among those given, or rejects. Missing: the built-in choice is taken (AI-11). */
  choosePath?(request: PathRequest): Promise<PathAnswer> | PathAnswer;
  /** Drafts a journey, or rejects. Missing: the built-in template is taken (AI-23). */
  draftJourney?(request: DraftRequest): Promise<DraftAnswer> | DraftAnswer;
}

/** What one call of an {@link Ai} may take. */
export interface AskBounds {
  /** Greatest length of the answer's texts together, in UTF-16 code units; a longer answer is not used. */
  readonly most: number;
  /** Milliseconds after which the answer is not waited for any more. */
  readonly timeout: number;
  /** Aborted at that time, or when the host gives up. */
  readonly signal: AbortSignal;
}

/** What is asked when something is to be summarised. */
export type SummaryRequest = SummarySubject & AskBounds;

/** Something that a path is chosen for. Plain JSON. */
export type Facts = Readonly<Record<string, JsonValue>>;

/** A path as a model sees it. */
export interface PathText {
  readonly id: string;
  readonly label: string;
  /** For whom the path is, in the words of whoever made the journey. */
  readonly description: string;
}

/** What is asked when a path is to be chosen. */
export interface PathRequest extends AskBounds {
  /** In order of preference: the first one that fits is wanted. */
  readonly paths: readonly PathText[];
  /** Id of the path for whom no other fits, or of whom too little is known. */
  readonly otherwise: string;
  readonly facts: Facts;
}

/** What a model answers to a {@link PathRequest}. */
export interface PathAnswer {
  /** Id of a path that was given, or `null` when none fits. */
  readonly path: string | null;
  /** From 0 to 1. */
  readonly confidence: number;
  /** At least one, for people to read. */
  readonly reasons: readonly string[];
  /** What the descriptions ask for and the facts do not say; missing: nothing. */
  readonly gaps?: readonly string[];
}

/** The names that a draft may use; every other one is refused (AI-22). */
export interface DraftNames {
  readonly audiences: readonly string[];
  readonly lists: readonly string[];
  /** Roles by buying group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly emails: readonly string[];
  /** Who may get sales alerts. */
  readonly addresses: readonly string[];
  readonly journeys: readonly string[];
  /** Kinds of attributes by name, of accounts, people and opportunities. */
  readonly attributes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Kinds of fields by event. */
  readonly events: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly actions: readonly string[];
}

/** What is asked when a journey is to be drafted. */
export interface DraftRequest extends AskBounds {
  readonly brief: string;
  readonly names: DraftNames;
  /** JSON Schema (draft 2020-12) of the journey document. */
  readonly schema: Readonly<Record<string, JsonValue>>;
}

/** What a model answers to a {@link DraftRequest}. */
export interface DraftAnswer {
  /** A journey document; its id is not used. */
  readonly journey: unknown;
  /** From 0 to 1. */
  readonly confidence: number;
  /** At least one, for people to read. */
  readonly reasons: readonly string[];
}
