import { compileJourney } from '../../journey/compile.ts';
import { NO_REFERENCES } from '../../conditions/references.ts';
import type { References } from '../../conditions/references.ts';
import type { Definition } from '../../engine/definitions/definitions.ts';
import { Engine } from '../../engine/engine.ts';
import type { EngineOptions } from '../../engine/options.ts';
import type { JourneyDocument } from '../../journey/document.ts';
import type { Journey } from '../../journey/journey.ts';
import { overlay } from '../../journey/overlay.ts';
import { sortOf } from '../../journey/sketch.ts';
import { DAY } from '../../kernel/duration.ts';
import { toInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Catalogue, CatalogueShape } from '../../model/catalogue.ts';
import type { Plan } from '../../plan/plan.ts';

/** A host's journey with everything that it needs to run: what laws are checked on. */
export interface LawSubject<S extends CatalogueShape = CatalogueShape> {
  readonly journey: Journey<S>;
  readonly catalogue: Catalogue<S>;
  /** Audiences, lists and buying groups that do not travel with the journey. */
  readonly definitions?: readonly Definition[];
  /** Journeys that the journey adds accounts to; published before it. */
  readonly others?: readonly Journey[];
  /**
   * Opens the engine of one trial; missing: `Engine.open`. The place for a storage adapter of one's own, for other
   * limits, or for something that is broken on purpose. Clock, catalogue and channels are to stay as given.
   */
  readonly open?: (options: EngineOptions) => Promise<Engine>;
}

/** All definitions of a subject, each once: those given before those that travel with its journeys. */
export function definitionsOf({
  journey,
  definitions = [],
  others = [],
}: LawSubject): readonly Definition[] {
  const found = new Map<string, Definition>();
  for (const each of [
    ...definitions,
    ...[journey, ...others].flatMap(({ resources }) => resources),
  ]) {
    const key = `${sortOf(each)} ${each.id}`;
    if (!found.has(key)) found.set(key, each);
  }
  return [...found.values()];
}

/** What names in the subject's conditions stand for. */
export function referencesOf(subject: LawSubject): References {
  return overlay(NO_REFERENCES, definitionsOf(subject));
}

/** Compiles the subject's journey, or another document with the same definitions. */
export function planOf(
  subject: LawSubject,
  document: JourneyDocument = subject.journey.document,
): Plan {
  return compileJourney(document, {
    catalogue: subject.catalogue as Catalogue,
    references: referencesOf(subject),
  });
}

/**
 * When a trial of a journey should begin: two days before the first instant that the journey names, or ninety days before
 * its end.
 */
export function beginningOf(document: JourneyDocument): Instant {
  const named: string[] = document.startDate === undefined ? [] : [document.startDate];
  for (const node of document.nodes) {
    if (node.kind === 'wait' && node.until !== undefined) named.push(node.until);
    if (node.kind === 'listen' && node.timeout?.at !== undefined) named.push(node.timeout.at);
  }
  const end = document.endDate === undefined ? Date.UTC(2026, 3, 5) : toInstant(document.endDate);
  const first = named.map((instant) => toInstant(instant) - 2 * DAY);
  const earliest = Math.min(end - 90 * DAY, ...first);
  return Math.max(earliest, end - 1_000 * DAY);
}

/** Opens the engine of one trial as the subject wants it. */
export function openTrial({ open }: LawSubject, options: EngineOptions): Promise<Engine> {
  return open === undefined ? Engine.open(options) : open(options);
}
