import type { Instant } from '../../src/index.ts';

/** One thing that somebody did. */
export interface Activity {
  readonly at: Instant;
  readonly type: string;
  /** What it was about: an e-mail, a page, a form. */
  readonly about: string;
}

/** Everything that people did, as the demo's own bookkeeping: the engine is checked against it. */
export class ActivityLog {
  private readonly people: Map<string, Activity[]> = new Map();
  private count = 0;

  add(person: string, activity: Activity): void {
    const known = this.people.get(person);
    if (known === undefined) this.people.set(person, [activity]);
    else known.push(activity);
    this.count += 1;
  }

  /** What one person did. */
  of(person: string): readonly Activity[] {
    return this.people.get(person) ?? [];
  }

  /** What had happened at an instant, in order of time, whatever the order in which it was added. */
  until(instant: Instant): ActivityLog {
    const earlier = new ActivityLog();
    for (const [person, activities] of this.people) {
      for (const activity of activities.toSorted(inOrder))
        if (activity.at <= instant) earlier.add(person, activity);
    }
    return earlier;
  }

  /** Number of events. */
  get size(): number {
    return this.count;
  }
}

function inOrder(left: Activity, right: Activity): number {
  return left.at - right.at || compare(left.type, right.type) || compare(left.about, right.about);
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
