import type { Instant } from '../../src/index.ts';
import type { DemoInput } from './demo-catalogue.ts';
import type { StorySettings } from './story-journey.ts';

/** A company or person as people talk about it. */
export interface Card {
  readonly name: string;
  /** Industry and place, or job title. */
  readonly about: string;
}

/** Whose data the demo runs on. */
export interface Tenant {
  readonly title: string;
  /** Where the data comes from, as a sentence. */
  readonly source: string;
  readonly start: Instant;
  readonly story: StorySettings;
  readonly accounts: ReadonlyMap<string, Card>;
  readonly people: ReadonlyMap<string, Card>;
  /** People of each account; they are known as soon as the account is. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** What is there from the start. */
  readonly initial: DemoInput;
  /** What happened after `from` and up to `to`, as the platform hands it over at `to`. */
  arrivals(from: Instant, to: Instant): DemoInput;
  /** Called when an account got its offers and could order. */
  onOffer(account: string, at: Instant): void;
}
