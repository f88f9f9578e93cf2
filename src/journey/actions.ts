import type { Action, ActionNode } from './document.ts';

/** Whether an action is done for the account, or for each of its people. */
export type ActionContext = ActionNode['context'];

/** What is known of one type of action (reference 8). */
export interface ActionTraits {
  /** Name for people. */
  readonly title: string;
  /** Where it may be done; `null` when the catalogue says so. */
  readonly contexts: readonly ActionContext[] | null;
}

/** The actions of account journeys (reference 8.1, 8.2). */
export const ACTIONS: Readonly<Record<Action['type'], ActionTraits>> = {
  sendEmail: { title: 'Send e-mail', contexts: ['people'] },
  interestingMoment: { title: 'Interesting moment', contexts: ['accounts', 'people'] },
  updateProfile: { title: 'Update profile', contexts: ['accounts', 'people'] },
  addToList: { title: 'Add to account list', contexts: ['accounts'] },
  removeFromList: { title: 'Remove from account list', contexts: ['accounts'] },
  assignToGroup: { title: 'Assign to buying group', contexts: ['people'] },
  removeFromGroup: { title: 'Remove from buying group', contexts: ['people'] },
  updateGroupStage: { title: 'Update buying group stage', contexts: ['accounts'] },
  updateGroupStatus: { title: 'Update buying group status', contexts: ['accounts'] },
  sendSalesAlert: { title: 'Send sales alert', contexts: ['accounts'] },
  addToJourney: { title: 'Add account to journey', contexts: ['accounts'] },
  removeFromJourney: { title: 'Remove account from journey', contexts: ['accounts'] },
  custom: { title: 'Action of the host', contexts: null },
};

/** An action node's action before anything was chosen. */
export const NO_ACTION: Action = Object.freeze({ type: 'custom', name: '' });
