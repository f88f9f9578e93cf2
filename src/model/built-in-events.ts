import { any, number, oneOf, text } from './attribute.ts';
import { LIMITS } from './limits.ts';

/** The types of interesting moments (reference 12). */
export const MOMENT_TYPES = ['Email', 'Milestone', 'Web'] as const;

/**
 * Events that every catalogue has. Those with `builtIn` come from the engine and are not kept in the history;
 * `interestingMoment` is an ordinary experience event (reference 9.1, 9.4, 12; correction 6).
 */
export const BUILT_IN_EVENTS: Readonly<Record<keyof BuiltInEventShape, BuiltInEvent>> = {
  accountChanged: {
    of: 'account',
    builtIn: true,
    fields: { attribute: text({ caseSensitive: true }), newValue: any(), previousValue: any() },
  },
  accountInterestingMoment: {
    of: 'account',
    builtIn: true,
    fields: { type: momentType(), description: momentDescription(), source: text() },
  },
  completenessChanged: {
    of: 'account',
    builtIn: true,
    fields: { group: text({ caseSensitive: true }), newScore: number(), previousScore: number() },
  },
  stageChanged: {
    of: 'account',
    builtIn: true,
    fields: {
      group: text({ caseSensitive: true }),
      newStage: text({ caseSensitive: true }),
      previousStage: text({ caseSensitive: true }),
    },
  },
  engagementChanged: {
    of: 'account',
    builtIn: true,
    fields: { group: text({ caseSensitive: true }), newScore: number(), previousScore: number() },
  },
  statusChanged: {
    of: 'account',
    builtIn: true,
    fields: { group: text({ caseSensitive: true }), newStatus: text(), previousStatus: text() },
  },
  personChanged: {
    of: 'person',
    builtIn: true,
    fields: {
      attribute: text({ caseSensitive: true }),
      newValue: any(),
      previousValue: any(),
      reason: text(),
      source: text(),
    },
  },
  assignedToGroup: {
    of: 'person',
    builtIn: true,
    fields: { group: text({ caseSensitive: true }), role: text() },
  },
  removedFromGroup: {
    of: 'person',
    builtIn: true,
    fields: { group: text({ caseSensitive: true }) },
  },
  interestingMoment: {
    of: 'person',
    builtIn: false,
    fields: { type: momentType(), description: momentDescription(), source: text() },
  },
};

/** One entry of {@link BUILT_IN_EVENTS}. */
export interface BuiltInEvent {
  readonly of: 'account' | 'person';
  readonly builtIn: boolean;
  readonly fields: Readonly<Record<string, ReturnType<typeof any>>>;
}

/** The fields of the events that every catalogue has, as types. */
export type BuiltInEventShape = {
  readonly accountChanged: ValueChange;
  readonly accountInterestingMoment: Moment;
  readonly completenessChanged: {
    readonly group: 'text';
    readonly newScore: 'number';
    readonly previousScore: 'number';
  };
  readonly stageChanged: {
    readonly group: 'text';
    readonly newStage: 'text';
    readonly previousStage: 'text';
  };
  readonly engagementChanged: {
    readonly group: 'text';
    readonly newScore: 'number';
    readonly previousScore: 'number';
  };
  readonly statusChanged: {
    readonly group: 'text';
    readonly newStatus: 'text';
    readonly previousStatus: 'text';
  };
  readonly personChanged: ValueChange & { readonly reason: 'text'; readonly source: 'text' };
  readonly assignedToGroup: { readonly group: 'text'; readonly role: 'text' };
  readonly removedFromGroup: { readonly group: 'text' };
  readonly interestingMoment: Moment;
};

type ValueChange = {
  readonly attribute: 'text';
  readonly newValue: 'any';
  readonly previousValue: 'any';
};

type Moment = { readonly type: 'text'; readonly description: 'text'; readonly source: 'text' };

function momentType(): ReturnType<typeof any> {
  return oneOf(MOMENT_TYPES);
}

function momentDescription(): ReturnType<typeof any> {
  return text({ maxLength: LIMITS.interestingMomentLength });
}
