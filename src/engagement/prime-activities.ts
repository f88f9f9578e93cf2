import { activityId } from './activity-id.ts';
import type { WeightedActivity } from './weighting-model.ts';

/** Labels by band (reference 12.5). */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  Normal: [
    'Attend Conference',
    'Engaged with Concierge',
    'Engaged with Live Chat in Concierge',
    'Interesting Moment',
    'Scheduled Meeting in Concierge',
  ],
  Minor: ['Fill Out Marketo Form', 'Reply to Sales Email'],
  Trivial: [
    'Click Email',
    'Click Sales Email',
    'Click Marketo Email',
    'New Lead',
    'Open Email',
    'Open Marketo Email',
    'Open Sales Email',
    'Read WhatsApp Message',
    'Received Forward to Friend Email',
    'Request Campaign',
    'Request Marketo Campaign',
  ],
};

/** The list of inbound activities with its weights. */
export const PRIME_ACTIVITIES: readonly WeightedActivity[] = Object.freeze(
  Object.entries(LABELS).flatMap(([band, labels]) =>
    labels.map((label) => ({
      activity: activityId(label),
      label,
      category: 'Inbound',
      band,
    })),
  ),
);
