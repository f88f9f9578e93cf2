/**
 * Models that choose, draft and summarise, within bounds: each answer is checked before it is used, and a built-in answer
 * stands in when there is no model or it fails.
 *
 * @packageDocumentation
 */

export { aiBudget } from './budget.ts';
export type { AiBudget, BudgetOptions } from './budget.ts';
export { choosePath } from './choose-path.ts';
export type { ChooseOptions, PathDecision } from './choose-path.ts';
export type { PathOption, PathQuestion } from './path-question.ts';
export type { Decided, DecideOptions } from './decision.ts';
export { draftJourney } from './draft-journey.ts';
export type { DraftDecision } from './draft-journey.ts';
export type { DraftContext } from './draft-names.ts';
export { sdkAi } from './sdk-ai.ts';
export type { SdkAiOptions, SdkModel } from './sdk-ai.ts';

// The port, for models of your own.
export type {
  Ai,
  AskBounds,
  DraftAnswer,
  DraftNames,
  DraftRequest,
  Facts,
  PathAnswer,
  PathRequest,
  PathText,
  SummaryRequest,
} from '../ports/ai.ts';
export type { AskOptions } from './ask.ts';
