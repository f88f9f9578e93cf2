import type { RoleCard } from '../buying-group/definition.ts';
import { needArguments } from '../kernel/needed-arguments.ts';
import type { IntentSignal } from '../model/intent.ts';
import type { SalesAlert } from './sales-alert.ts';
import type { GroupSnapshot } from './snapshot.ts';
import { summarizeAlert } from './summarize-alert.ts';
import { summarizeAccount, summarizeGroup, summarizePerson } from './summary.ts';
import type { AccountFacts, PersonFacts } from './summary.ts';
import { summarizeJourney } from './summarize-journey.ts';
import type { JourneyFacts } from './summarize-journey.ts';

/** What a summary of a buying group is made of; `roles` are those of its template. */
export interface GroupFacts {
  readonly group: GroupSnapshot;
  readonly roles: readonly RoleCard[];
  readonly intent: readonly IntentSignal[];
  /** What the group's stage is called; missing: its id. */
  readonly stageName?: string;
}

/** What is to be summarised, with all that is to be said about it. Plain JSON. */
export type SummarySubject =
  | { readonly kind: 'account'; readonly facts: AccountFacts }
  | { readonly kind: 'group'; readonly facts: GroupFacts }
  | { readonly kind: 'person'; readonly facts: PersonFacts }
  | { readonly kind: 'journey'; readonly facts: JourneyFacts }
  /** What members of a group did of late, as a sales alert tells it. */
  | { readonly kind: 'alert'; readonly facts: SalesAlert };

/** Every kind of subject. */
export const SUBJECT_KINDS: readonly SummarySubject['kind'][] = [
  'account',
  'group',
  'person',
  'journey',
  'alert',
];

/** The built-in summary: sentences from the facts alone, always the same for the same facts (BG-112). */
export function extractSummary(subject: SummarySubject): string {
  needArguments('extractSummary', { subject: [subject, 'object'] });
  needArguments('extractSummary', {
    kind: [subject.kind, SUBJECT_KINDS],
    facts: [subject.facts, 'object'],
  });
  switch (subject.kind) {
    case 'account':
      return summarizeAccount(subject.facts);
    case 'group': {
      const { group, roles, intent, stageName } = subject.facts;
      return summarizeGroup({ ...group, stage: stageName ?? group.stage }, roles, intent);
    }
    case 'person':
      return summarizePerson(subject.facts);
    case 'journey':
      return summarizeJourney(subject.facts);
    case 'alert':
      return summarizeAlert(subject.facts);
  }
}
