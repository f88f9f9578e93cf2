import type { Instant } from '../../kernel/instant.ts';
import { wholeScore } from '../../insights/whole-score.ts';
import type { EventView, PersonView } from '../../model/view.ts';
import { personName, phoneOf, textOf } from '../attribute-names.ts';
import type { PageContext } from './page-data.ts';
import type { PageLink } from './page-summary.ts';

/** The event that tells of an interesting moment of a person. */
const MOMENT = 'interestingMoment';

/** A person, as every page shows one; `null` for what is not known. */
export interface PersonBlock extends PageLink {
  readonly jobTitle: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Engagement score, whole. */
  readonly engagement: number | null;
}

/** Something that a person did. */
export interface PageActivity {
  /** Type of the event. */
  readonly type: string;
  /** What that kind of activity is called. */
  readonly label: string;
  readonly at: Instant;
}

/** An interesting moment; `kind` is `Email`, `Milestone` or `Web`, each text empty when it was not given. */
export interface PageMoment {
  readonly kind: string;
  readonly description: string;
  readonly at: Instant;
}

/** The person of a page, a card or a row; of somebody who is not there any more only the id is known. */
export function personBlock(
  { names }: PageContext,
  id: string,
  person: PersonView | undefined,
): PersonBlock {
  const attributes = person?.attributes ?? {};
  return {
    id,
    name: personName({ id, attributes }, names),
    jobTitle: textOf(attributes, names.person.jobTitle),
    email: textOf(attributes, names.person.email),
    phone: phoneOf(attributes, names),
    engagement: wholeScore(person?.engagement ?? null),
  };
}

/** The last interesting moment that has happened; `null` without one. */
export function lastMoment(context: PageContext, person: PersonView): PageMoment | null {
  const moment = happened(context, person).findLast(({ type }) => type === MOMENT);
  if (moment === undefined) return null;
  const { at, fields } = moment;
  return {
    kind: textOf(fields, 'type') ?? '',
    description: textOf(fields, 'description') ?? '',
    at,
  };
}

/** The latest things that a person did, latest first; `besides` leaves interesting moments out, for who shows them apart. */
export function latestActivities(
  context: PageContext,
  person: PersonView,
  most: number,
  besides?: 'moments',
): readonly PageActivity[] {
  return happened(context, person)
    .filter(({ type }) => besides === undefined || type !== MOMENT)
    .toReversed()
    .slice(0, most)
    .map(({ type, at }) => ({ type, label: context.activityLabels.get(type) ?? type, at }));
}

function happened({ now }: PageContext, { events }: PersonView): readonly EventView[] {
  return events.filter(({ at }) => at <= now);
}
