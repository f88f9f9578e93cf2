import fc from 'fast-check';
import { arbitraryTenant } from '../arbitraries/history-arbitrary.ts';
import { interestOf } from '../arbitraries/interest.ts';
import type { CatalogueShape } from '../../model/catalogue.ts';
import type { TenantHistory } from './history.ts';
import { LawBroken } from './law-broken.ts';
import { beginningOf, definitionsOf } from './subject.ts';
import type { LawSubject } from './subject.ts';
import { runTrial } from './trial.ts';
import type { Trial } from './trial.ts';

/** Something that holds for every journey, tenant and history. Needs no test runner. */
export interface Law {
  /** A few words, unique among the published laws. */
  readonly name: string;
  /** What always holds, as a sentence. */
  readonly statement: string;
  /** Rules of `docs/semantics` that it follows from. */
  readonly rules: readonly string[];
  /**
   * Looks for a case that breaks the law. Resolves when none was found.
   * @throws LawBroken with the smallest case that was found, and how to repeat it
   */
  check(
    subject: LawSubject,
    arbitraries?: LawArbitraries,
    parameters?: LawParameters,
  ): Promise<void>;
}

/** Where cases come from; what is missing is derived from the catalogue and the conditions of the journey. */
export interface LawArbitraries {
  readonly histories?: fc.Arbitrary<TenantHistory>;
}

/** How the search goes: number of runs, seed, path to a known case and time limit, as fast-check has them. */
export type LawParameters = Pick<
  fc.Parameters,
  'numRuns' | 'seed' | 'path' | 'endOnFailure' | 'interruptAfterTimeLimit' | 'maxSkipsPerRun'
>;

/** A law without its search. */
export interface LawText {
  readonly name: string;
  readonly statement: string;
  readonly rules?: readonly string[];
}

/**
 * A law about one trial. `holds` throws what it found, as an `Error` with a sentence.
 *
 * @example
 * ```ts
 * import { trialLaw } from 'accompany/testing';
 *
 * const modest = trialLaw({
 *   name: 'three e-mails at most',
 *   statement: 'Nobody gets more than three e-mails of the journey from one account.',
 *   holds({ deliveries }) {
 *     const sent = new Map<string, number>();
 *     for (const { account, recipients } of deliveries) {
 *       for (const { person } of recipients) {
 *         const count = (sent.get(`${account} ${person}`) ?? 0) + 1;
 *         sent.set(`${account} ${person}`, count);
 *         if (count > 3) throw new Error(`${person} of ${account} got ${count} e-mails`);
 *       }
 *     }
 *   },
 * });
 * console.log(modest.name); // => three e-mails at most
 * ```
 */
export function trialLaw(law: LawText & { readonly holds: (trial: Trial) => void }): Law {
  return historyLaw({
    ...law,
    holds: async (subject, history) => law.holds(await runTrial(subject, history)),
  });
}

/** A law about what several trials of one history have to do with each other. */
export function historyLaw(
  law: LawText & { readonly holds: (subject: LawSubject, history: TenantHistory) => Promise<void> },
): Law {
  return {
    ...textOf(law),
    check: (subject, { histories = defaultHistories(subject) } = {}, parameters = {}) =>
      search(law, histories, (history) => law.holds(subject, history), parameters),
  };
}

/** A law about the journey's document alone; cases are made of it by `cases`. */
export function documentLaw<T>(
  law: LawText & {
    readonly cases: (subject: LawSubject) => fc.Arbitrary<T>;
    readonly holds: (subject: LawSubject, value: T) => void;
  },
): Law {
  return {
    ...textOf(law),
    check: (subject, _arbitraries, parameters = {}) =>
      search(
        law,
        law.cases(subject),
        (value) => Promise.resolve(law.holds(subject, value)),
        parameters,
      ),
  };
}

/** Tenants around the values that the journey and its definitions look at. */
export function defaultHistories<S extends CatalogueShape>(
  subject: LawSubject<S>,
): fc.Arbitrary<TenantHistory> {
  const plain = subject as unknown as LawSubject;
  const { document } = plain.journey;
  return arbitraryTenant(plain.catalogue, {
    start: beginningOf(document),
    interest: interestOf(document, definitionsOf(plain)),
  });
}

function textOf({
  name,
  statement,
  rules = [],
}: LawText): LawText & { readonly rules: readonly string[] } {
  return { name, statement, rules };
}

async function search<T>(
  law: LawText,
  cases: fc.Arbitrary<T>,
  holds: (value: T) => Promise<void>,
  parameters: LawParameters,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(cases, holds), parameters as fc.Parameters<[T]>);
  if (details.failed)
    throw new LawBroken(law, details as unknown as fc.RunDetails<readonly unknown[]>);
}
