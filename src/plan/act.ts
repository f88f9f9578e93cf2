import type { Value } from '../model/value.ts';

/** What a campaign does at one action node, for the account or for its people. */
export interface Act {
  readonly op: 'act';
  readonly node: string;
  readonly context: 'accounts' | 'people';
  readonly action: PlanAction;
}

/** What an act does. The first three leave the engine as effects, the others change the subject. */
export type PlanAction =
  | { readonly type: 'sendEmail'; readonly email: string; readonly operational: boolean }
  | { readonly type: 'sendSalesAlert'; readonly group: string; readonly to: readonly string[] }
  | {
      readonly type: 'custom';
      readonly name: string;
      readonly input: Readonly<Record<string, unknown>>;
    }
  | {
      readonly type: 'interestingMoment';
      readonly moment: 'Email' | 'Milestone' | 'Web';
      readonly description: string;
    }
  | { readonly type: 'updateProfile'; readonly attribute: string; readonly value: Value | null }
  | { readonly type: 'addToList'; readonly list: string }
  | { readonly type: 'removeFromList'; readonly list: string }
  | {
      readonly type: 'assignToGroup';
      readonly group: string;
      /** `null`: the first role whose condition holds for the person. */
      readonly role: string | null;
    }
  | { readonly type: 'removeFromGroup'; readonly group: string }
  | { readonly type: 'updateGroupStage'; readonly group: string; readonly stage: string }
  | { readonly type: 'updateGroupStatus'; readonly group: string; readonly status: string }
  | { readonly type: 'addToJourney'; readonly journey: string }
  | { readonly type: 'removeFromJourney'; readonly journey: string };
