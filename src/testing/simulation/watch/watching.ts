import type { JourneyNode } from '../../../journey/document.ts';
import type { Commit } from '../../../ports/storage.ts';
import type { Effect } from '../../../runtime/effect.ts';
import type { Journal } from '../journal.ts';
import type { Mirror } from '../mirror.ts';
import type { Seat } from '../seat.ts';
import type { Timeline } from '../timeline.ts';
import { putsOf, type Change, type Look } from './change.ts';
import { lookAtConsent } from './look-at-consent.ts';
import { lookAtEffects } from './look-at-effects.ts';
import { lookAtErasures } from './look-at-erasures.ts';
import { lookAtEvents } from './look-at-events.ts';
import { lookAtMerges } from './look-at-merges.ts';
import { lookAtNights } from './look-at-nights.ts';
import { lookAtRecords } from './look-at-records.ts';
import { lookAtRuns } from './look-at-runs.ts';

/** What {@link watching} needs. */
export interface WatchingOptions {
  readonly mirror: Mirror;
  readonly journal: Journal;
  /** Gets every effect that was ever asked for, by the id of its record. */
  readonly asked: Map<string, Effect>;
  /** Gets the id of every account that is erased, by what stands for it in facts. */
  readonly erased: Map<string, string>;
  readonly broken: (rule: string, what: string) => void;
  readonly timeline: Timeline;
  /** Faults have ended. */
  readonly isCalm: () => boolean;
  /** A look of the story's own. */
  readonly look: Look | undefined;
}

/** Looks at every applied commit in every way, then takes it into the mirror. */
export function watching(options: WatchingOptions): (commit: Commit, seat: Seat) => void {
  const { mirror, journal, asked, erased, broken, timeline, isCalm, look: own } = options;
  const looks = [
    lookAtRecords(),
    lookAtEffects(asked),
    lookAtConsent(),
    lookAtEvents(),
    lookAtRuns(),
    lookAtMerges(),
    lookAtErasures(erased),
    lookAtNights(isCalm),
  ];
  const documents = new Map<unknown, ReadonlyMap<string, JourneyNode>>();
  const node = (journey: string, id: string): JourneyNode | undefined => {
    const document = mirror.get('journey', journey)?.body.document;
    if (document === undefined) return undefined;
    let nodes = documents.get(document);
    if (nodes === undefined) {
      nodes = new Map(document.nodes.map((one) => [one.id, one]));
      documents.set(document, nodes);
    }
    return nodes.get(id);
  };
  return (commit, seat) => {
    const facts = putsOf({ commit }, 'fact').flatMap(({ version, body }) =>
      version === 1 ? body : [],
    );
    const { now: at, steps: step } = timeline;
    const change: Change = { commit, seat, at, step, mirror, journal, facts, node, broken };
    for (const look of looks) look(change);
    own?.(change);
    mirror.take(commit);
  };
}
