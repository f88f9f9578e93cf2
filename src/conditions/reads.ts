/** Everything that a condition depends on, audiences and dynamic lists resolved (CO-62). Names are in order. */
export interface Reads {
  readonly attributes: {
    readonly account: readonly string[];
    readonly person: readonly string[];
    readonly opportunity: boolean;
    /** Custom objects whose records are looked at. */
    readonly objects: readonly string[];
  };
  /** Event types whose history is looked at. */
  readonly events: readonly string[];
  /** Static lists. */
  readonly lists: readonly string[];
  /** Buying groups or their members. */
  readonly groups: boolean;
  /** Roles of the account-person relation. */
  readonly roles: boolean;
  /** Who the people of the account are. */
  readonly people: boolean;
  /** Engagement scores of people or of buying groups, which a nightly run may change. */
  readonly scores: boolean;
  /** Intent of accounts or people. */
  readonly intent: boolean;
  /** Whether time alone may change the answer. */
  readonly timeRelative: boolean;
}

/** Collects what the parts of a condition read while they are compiled. */
export class ReadsDraft {
  readonly account: Set<string> = new Set();
  readonly person: Set<string> = new Set();
  readonly objects: Set<string> = new Set();
  readonly events: Set<string> = new Set();
  readonly lists: Set<string> = new Set();
  opportunity = false;
  groups = false;
  roles = false;
  people = false;
  scores = false;
  intent = false;

  finish(timeRelative: boolean): Reads {
    const { opportunity, groups, roles, people, scores, intent } = this;
    return Object.freeze({
      attributes: Object.freeze({
        account: inOrder(this.account),
        person: inOrder(this.person),
        opportunity,
        objects: inOrder(this.objects),
      }),
      events: inOrder(this.events),
      lists: inOrder(this.lists),
      groups,
      roles,
      people,
      scores,
      intent,
      timeRelative,
    });
  }
}

function inOrder(names: ReadonlySet<string>): readonly string[] {
  return Object.freeze([...names].sort());
}
