import type { TypedAccessorTest } from '../model/accessor.ts';
import type { Act } from './act.ts';

/** Asks an external service and waits for what it answers; the second operation at which a run is parked. */
export interface Ask {
  readonly op: 'ask';
  readonly node: string;
  readonly service: string;
  /** Whom the requests are about: the account, the account with its people in one, or each person in one of its own. */
  readonly about: 'account' | 'people' | 'person';
  readonly input: Readonly<Record<string, string | number | boolean>>;
  /** Minutes until an answer is not waited for any more. */
  readonly minutes: number;
  readonly route: Route;
}

/** Where an answer leads. Campaigns are given by index; a path holds when all of its tests do. */
export type Route =
  | {
      readonly by: 'outcome';
      /** When people were asked: *failed* when every request failed, or when any did. */
      readonly failsOn: 'all' | 'any';
      readonly next: number;
      readonly failed: number;
    }
  | {
      readonly by: 'account';
      readonly paths: readonly AskPath<{ readonly to: number }>[];
      /** `null` ends the run with reason `no_path_matched`. */
      readonly other: number | null;
      readonly failed: number;
    }
  | {
      readonly by: 'people';
      readonly paths: readonly AskPath<{ readonly acts: readonly Act[] }>[];
      /** `null`: they skip to the close. */
      readonly other: readonly Act[] | null;
      readonly failed: readonly Act[];
      /** Behind the close. */
      readonly next: number;
    };

/** A path with its tests, in the order in which they were written. */
export type AskPath<To> = To & {
  readonly id: string;
  readonly tests: readonly TypedAccessorTest[];
};
