import { readInstant } from '../kernel/instant.ts';
import type { Instant } from '../kernel/instant.ts';
import { under } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { validateJourney } from '../journey/validate.ts';
import type { ValidateContext } from '../journey/validate.ts';
import type { JourneyStatus } from '../records/bodies.ts';
import { inOrder } from './schedule.ts';
import type { Scenario } from './scenario.ts';

/** Where a journey stands as far as the scenario tells. */
interface Course {
  readonly document: JourneyDocument;
  readonly index: number;
  /** What was last done to it. */
  status: 'draft' | 'published' | 'closed' | 'aborted';
  end: Instant | undefined;
}

/**
 * Journeys, each as `publish` would check it at the instant at which the scenario publishes it (SC-15). What other
 * journeys are then is followed through the timeline, except for finishing early.
 */
export function checkJourneys(
  scenario: Scenario,
  context: Pick<ValidateContext, 'catalogue' | 'references'>,
): readonly Issue[] {
  const { journeys = [], timeline = [] } = scenario;
  const start = readInstant(scenario.start);
  const courses = new Map<string, Course>();
  const issues = new Map<number, readonly Issue[]>();
  for (const [index, document] of journeys.entries()) {
    if (courses.has(document.id)) continue;
    courses.set(document.id, {
      document,
      index,
      status: 'draft',
      end: readInstant(document.endDate ?? ''),
    });
  }
  const publish = (id: string, now: Instant | undefined): void => {
    const course = courses.get(id);
    if (course?.status !== 'draft') return;
    const statuses = (other: string): JourneyStatus | undefined =>
      statusOf(courses.get(other), now);
    const nameTaken = (name: string): boolean =>
      journeys.some(
        (other, index) => index < course.index && other.id !== id && other.name === name,
      );
    const moment = now === undefined ? {} : { now };
    const found = validateJourney(course.document, {
      ...context,
      ...moment,
      journeys: statuses,
      nameTaken,
    });
    issues.set(course.index, under(['journeys', course.index], found));
    course.status = 'published';
  };
  const named = publishedLater(scenario);
  for (const { id } of journeys) if (!named.has(id)) publish(id, start);
  for (const [entry] of inOrder(timeline)) {
    const at = readInstant(entry.at) ?? start;
    if ('publish' in entry) publish(entry.publish, at);
    else if ('close' in entry) move(courses.get(entry.close), 'closed');
    else if ('abort' in entry) move(courses.get(entry.abort), 'aborted');
    else if ('endDate' in entry) {
      const course = courses.get(entry.endDate.journey);
      if (course !== undefined) course.end = readInstant(entry.endDate.date);
    }
  }
  return [...issues].toSorted(([a], [b]) => a - b).flatMap(([, found]) => found);
}

/** The journeys that the timeline publishes. */
export function publishedLater({ timeline = [] }: Scenario): ReadonlySet<string> {
  return new Set(timeline.flatMap((entry) => ('publish' in entry ? [entry.publish] : [])));
}

function move(course: Course | undefined, status: 'closed' | 'aborted'): void {
  if (course !== undefined && course.status !== 'draft') course.status = status;
}

function statusOf(course: Course | undefined, now: Instant | undefined): JourneyStatus | undefined {
  if (course === undefined) return undefined;
  const { status, end, document } = course;
  if (status === 'draft' || status === 'aborted') return status;
  if (now === undefined) return 'live';
  if (end !== undefined && end <= now) return 'finished';
  if (status === 'closed') return status;
  const start = readInstant(document.startDate ?? '');
  return start !== undefined && start > now ? 'scheduled' : 'live';
}
