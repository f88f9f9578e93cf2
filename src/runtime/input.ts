import type { Instant } from '../kernel/instant.ts';
import type { Day } from '../engagement/day.ts';
import type { DayTally } from '../engagement/tally.ts';
import type { OtherConsentChanges } from '../model/consent.ts';
import type { AccessorValues } from '../model/accessor.ts';
import type { IntentSignal } from '../model/intent.ts';
import type { AttributeChanges, Attributes, Value } from '../model/value.ts';
import type { EventView, RelatedRecord } from '../model/view.ts';
import type { FedInput } from './feeds.ts';
import type { AbsorbInput, MergeInput } from './merge-input.ts';
import type { ExitReason } from './run.ts';

/** One attribute before and after. */
export interface AttributeChange {
  readonly attribute: string;
  readonly previous: Value | undefined;
  readonly next: Value | undefined;
}

/** Everything that can reach an account. Rules: RT-1 to RT-4, RT-70 to RT-74. */
export type AccountInput =
  | { readonly kind: 'leave'; readonly journey: string; readonly reason: ExitReason }
  | {
      readonly kind: 'account';
      readonly attributes: AttributeChanges;
      /** 0 when the source has no versions. */
      readonly version: number;
      readonly opportunities: readonly RecordChange[];
      readonly objects: readonly (RecordChange & { readonly object: string })[];
      /** Missing: unchanged. */
      readonly intent?: readonly IntentSignal[];
    }
  | { readonly kind: 'person'; readonly message: PersonMessage }
  /** A source, or the platform's answer to a change of ours (DI-10 to DI-15). */
  | FedInput
  | MergeInput
  | AbsorbInput
  | { readonly kind: 'list'; readonly list: string; readonly member: boolean }
  | { readonly kind: 'enrol'; readonly journey: string }
  | GroupInput
  /** Look at all audiences and groups again: a journey was published, or a definition is new. */
  | { readonly kind: 'evaluate' }
  /** A nightly run is over: scores are read anew. */
  | { readonly kind: 'score' }
  /** Time has passed: whatever is due is due. */
  | { readonly kind: 'wake' }
  | { readonly kind: 'event'; readonly event: EventView }
  | AnswerInput
  /** The account is erased: from now on nothing happens to it. */
  | { readonly kind: 'erase' };

/** What a user wants of the account's buying group for a definition (BG-122 to BG-124, BG-129); `by`: id of the user. */
export type GroupInput =
  | {
      readonly kind: 'members';
      readonly group: string;
      readonly members: readonly WantedRole[];
      readonly by: string | null;
    }
  | {
      readonly kind: 'releaseMembers';
      readonly group: string;
      readonly people: readonly string[];
    }
  | {
      readonly kind: 'groupStage';
      readonly group: string;
      readonly stage: string;
      readonly by: string | null;
    }
  | {
      readonly kind: 'groupStatus';
      readonly group: string;
      readonly status: string;
      readonly by: string | null;
    }
  | { readonly kind: 'deleteGroup'; readonly group: string; readonly by: string | null };

/** A person with the role that somebody wants it to have; `null` for a removal. */
export interface WantedRole {
  readonly person: string;
  readonly role: string | null;
}

/** What an external service, or whoever could not reach it, answers about one node visit of one run. */
export interface AnswerInput {
  readonly kind: 'answer';
  /** Orders answers of one instant. */
  readonly id: string;
  /** When it came. */
  readonly at: Instant;
  readonly journey: string;
  readonly entry: number;
  readonly node: string;
  /** What it changes of the account. */
  readonly changes: AttributeChanges;
  readonly answers: readonly PersonAnswer[];
  /** What holds for everybody who was asked about and is not named; `null` when the others are still open. */
  readonly rest: { readonly ok: boolean; readonly reason: string | null } | null;
}

/** The answer about one person; `null` for the account. */
export interface PersonAnswer {
  readonly person: string | null;
  readonly ok: boolean;
  /** Why it failed. */
  readonly reason: string | null;
  readonly values: AccessorValues;
  /** What it changes of the person. */
  readonly attributes: AttributeChanges;
}

/** A change of a related record; `null` removes it. */
export interface RecordChange {
  readonly id: string;
  readonly changes: AttributeChanges | null;
}

/** What a person tells one of its accounts. */
export type PersonMessage =
  | {
      readonly type: 'changed';
      readonly copy: PersonCopyBody;
      readonly changes: readonly AttributeChange[];
      /** Everybody who is told the same, when there are several. */
      readonly told?: readonly string[];
    }
  | { readonly type: 'event'; readonly person: string; readonly event: EventView }
  | {
      readonly type: 'joined';
      readonly copy: PersonCopyBody;
      readonly events: readonly EventView[];
      readonly roles: readonly string[] | null;
      readonly since: Instant;
    }
  | { readonly type: 'left'; readonly person: string }
  | {
      readonly type: 'engagement';
      readonly person: string;
      readonly value: number;
      readonly days: readonly DayTally[];
      /** 0 by way of a merged account: the value comes by the person itself, which joins the other one (AM-14). */
      readonly change?: number;
      readonly told?: readonly string[];
    };

/** The part of a person that accounts hold a copy of; events are passed on one by one. */
export interface PersonCopyBody {
  readonly id: string;
  readonly attributes: Attributes;
  readonly objects: Readonly<Record<string, readonly RelatedRecord[]>>;
  readonly change: number;
  readonly value?: number;
  /** Missing: none was ever told. */
  readonly intent?: readonly IntentSignal[];
}

/** Everything that can reach a person. */
export type PersonInput =
  | {
      readonly kind: 'profile';
      readonly attributes: AttributeChanges;
      readonly version: number;
      /** Consent to e-mails; missing: unchanged. */
      readonly consent?: 'y' | 'n' | null;
      /** Consent to other channels; missing: unchanged. */
      readonly consents?: OtherConsentChanges;
      readonly objects: readonly (RecordChange & { readonly object: string })[];
      /** Missing: unchanged. */
      readonly intent?: readonly IntentSignal[];
      /** The journey that makes the change, which the platform is to be told of; missing: it is not. */
      readonly by?: { readonly journey: string; readonly account: string };
    }
  | FedInput
  | {
      readonly kind: 'relate';
      readonly account: string;
      /** `null`: as they are, none for a new relation. */
      readonly roles: readonly string[] | null;
      /** `null`: now. */
      readonly since: Instant | null;
    }
  | { readonly kind: 'unrelate'; readonly account: string }
  /** An account that the person may belong to is another one now (AM-20). */
  | { readonly kind: 'merged'; readonly account: string; readonly into: string }
  | { readonly kind: 'event'; readonly event: EventView }
  /** The nightly run: the window ends on `through` now. */
  | { readonly kind: 'night'; readonly through: Day }
  /** The person is about to be erased: what it did counts for nobody any more. */
  | { readonly kind: 'forget' };

/** A message from one subject to another; `id` makes a second delivery harmless. */
export type Message =
  | {
      readonly id: string;
      readonly to: 'account';
      readonly subject: string;
      readonly input: AccountInput;
    }
  | {
      readonly id: string;
      readonly to: 'person';
      readonly subject: string;
      readonly input: PersonInput;
    };

const RANK: Readonly<Record<AccountInput['kind'], number>> = {
  leave: 0,
  merge: 0,
  erase: 0,
  absorb: 1,
  account: 1,
  person: 1,
  fed: 1,
  list: 1,
  members: 1,
  releaseMembers: 1,
  groupStage: 1,
  groupStatus: 1,
  deleteGroup: 1,
  enrol: 1,
  evaluate: 1,
  score: 1,
  wake: 1,
  event: 2,
  answer: 2,
};

/** Whether the input is an event, be it the account's own or one that a person passes on. */
export function eventOf(input: AccountInput): EventView | null {
  if (input.kind === 'event') return input.event;
  return input.kind === 'person' && input.message.type === 'event' ? input.message.event : null;
}

/** When an input that is ordered by its instant happened, and its id; `null` for all others. */
export function momentOf(
  input: AccountInput,
): { readonly at: Instant; readonly id: string } | null {
  return input.kind === 'answer' ? input : eventOf(input);
}

/** Whether the input is a nightly run's: it says nothing of an account but values. */
export function isOfNight(input: AccountInput): boolean {
  return input.kind === 'score' || (input.kind === 'person' && input.message.type === 'engagement');
}

/** The pending inputs in the order in which they are applied (RT-1, RT-2); timers are merged in later. */
export function inOrder(inputs: readonly AccountInput[]): readonly AccountInput[] {
  if (inputs.length < 2) return inputs;
  return [...inputs].sort((left, right) => {
    const [a, b] = [momentOf(left), momentOf(right)];
    if (a && b) return a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
    return (a ? 2 : RANK[left.kind]) - (b ? 2 : RANK[right.kind]);
  });
}
