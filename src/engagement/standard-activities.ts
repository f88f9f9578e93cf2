import type { WeightedActivity } from './weighting-model.ts';

/** The default list with its weights (reference 12.5); the screenshot that shows 90 for events is not followed. */
export const STANDARD_ACTIVITIES: readonly WeightedActivity[] = Object.freeze([
  { activity: 'attendEvent', label: 'Attend Event', category: 'Event', band: 'Normal' },
  { activity: 'registerForEvent', label: 'Register for Event', category: 'Event', band: 'Normal' },
  {
    activity: 'interestingMoment',
    label: 'Interesting Moment',
    category: 'Curated',
    band: 'Normal',
  },
  { activity: 'formFilledOut', label: 'Form Filled Out', category: 'Web', band: 'Minor' },
  { activity: 'linkClicked', label: 'Link Clicks', category: 'Web', band: 'Minor' },
  { activity: 'pageViewed', label: 'Page Views', category: 'Web', band: 'Minor' },
  { activity: 'emailClicked', label: 'Email Clicked', category: 'Email', band: 'Trivial' },
  { activity: 'emailOpened', label: 'Email Opened', category: 'Email', band: 'Trivial' },
]);
