import type { Action, JourneyNode } from '../journey/document.ts';
import type { Box } from './diagram.ts';

const ACTION_ICONS: Readonly<Record<Action['type'], string>> = {
  sendEmail: 'M3 5h14v10.5H3zM3.4 5.6 10 11l6.6-5.4',
  interestingMoment: 'M10 3l2.1 4.5 4.9.6-3.6 3.3 1 4.9L10 13.9l-4.4 2.4 1-4.9L3 8.1l4.9-.6z',
  updateProfile: 'M4 16l.8-3.5 8.6-8.6 2.7 2.7-8.6 8.6zM11.6 5.7l2.7 2.7',
  addToList: 'M3.5 5h9M3.5 10h6M3.5 15h4M14 9.5v7M10.5 13h7',
  removeFromList: 'M3.5 5h9M3.5 10h6M3.5 15h4M10.5 13h7',
  assignToGroup:
    'M7.5 9.2a2.8 2.8 0 1 0 0-5.6a2.8 2.8 0 1 0 0 5.6zM2.5 16.5c0-3 2-4.8 5-4.8s5 1.8 5 4.8M15.5 5.5v6M12.5 8.5h6',
  removeFromGroup:
    'M7.5 9.2a2.8 2.8 0 1 0 0-5.6a2.8 2.8 0 1 0 0 5.6zM2.5 16.5c0-3 2-4.8 5-4.8s5 1.8 5 4.8M12.5 8.5h6',
  updateGroupStage: 'M3 15.5h4v-4h4v-4h4v-4h2.5',
  updateGroupStatus: 'M4.5 17.5V3.5h10l-2 3.3 2 3.2h-10',
  sendSalesAlert:
    'M10 2.8v1.4M5 14.5c1.2-1 1.4-2.3 1.4-5a3.6 3.6 0 0 1 7.2 0c0 2.7.2 4 1.4 5zM8.5 17h3',
  addToJourney: 'M3.5 10h12.5M11 5l5 5-5 5',
  removeFromJourney: 'M5 5l10 10M15 5 5 15',
  custom: 'M11 2.5 4.5 11.3H9.4L8.6 17.5 15.5 8.7H10.4z',
};

const KIND_ICONS: Readonly<Record<Exclude<Box['kind'], 'action'>, string>> = {
  start: 'M7 4.5v11l8.5-5.5z',
  stop: 'M6 6h8v8H6z',
  audience:
    'M4.5 17V5.5l6-2.5v14M10.5 8.5h5V17M3 17h14M7.5 7.2v.1M7.5 10.2v.1M7.5 13.2v.1M13 11.5v.1M13 14.2v.1',
  listen:
    'M10 10v.1M7.2 13a4.2 4.2 0 0 1 0-6M12.8 7a4.2 4.2 0 0 1 0 6M4.8 15.4a7.6 7.6 0 0 1 0-10.8M15.2 4.6a7.6 7.6 0 0 1 0 10.8',
  wait: 'M10 3a7 7 0 1 1 0 14a7 7 0 1 1 0-14zM10 6.2V10l2.7 2',
  splitAccounts:
    'M10 3v4c0 4-5.5 3-5.5 9M10 7c0 4 5.5 3 5.5 9M2.3 14l2.2 2.5L6.7 14M13.3 14l2.2 2.5 2.2-2.5',
  splitPeople:
    'M7.5 9.2a2.8 2.8 0 1 0 0-5.6a2.8 2.8 0 1 0 0 5.6zM2.5 16.5c0-3 2-4.8 5-4.8s5 1.8 5 4.8M13 4a2.6 2.6 0 0 1 0 5M14.8 12c1.8.6 2.9 2.2 2.9 4.5',
  externalAction:
    'M6 14.5a3.5 3.5 0 0 1 0-7a4.5 4.5 0 0 1 8.6-1a4 4 0 0 1 .4 8zM10 17V10M7.5 12.2 10 9.7l2.5 2.5',
  externalSplitAccounts:
    'M6 10.5a2.8 2.8 0 0 1 0-5.6a4 4 0 0 1 7.6-.6a3.2 3.2 0 0 1 .4 6.2zM10 10.5v2c0 2-4 1.5-4 4.5M10 12.5c0 2 4 1.5 4 4.5',
  externalSplitPeople:
    'M6 10.5a2.8 2.8 0 0 1 0-5.6a4 4 0 0 1 7.6-.6a3.2 3.2 0 0 1 .4 6.2zM10 15.5a1.5 1.5 0 1 0 0-3a1.5 1.5 0 1 0 0 3zM6.5 18c0-1.5 1.5-2.5 3.5-2.5s3.5 1 3.5 2.5',
  merge: 'M4.5 3c0 5 5.5 4 5.5 9M15.5 3c0 5-5.5 4-5.5 9v4.5M7.6 14.2l2.4 2.5 2.4-2.5',
  end: 'M5 17.5V3.5h10l-2.3 3.3L15 10H5',
};

/** The path of a 20 by 20 icon, drawn with strokes. */
export function iconOf(kind: Box['kind'], node: JourneyNode | null): string {
  if (node?.kind === 'action') return ACTION_ICONS[node.action.type] ?? ACTION_ICONS.custom;
  return kind === 'action' ? ACTION_ICONS.custom : KIND_ICONS[kind];
}
