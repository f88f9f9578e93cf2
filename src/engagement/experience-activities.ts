import { activityId } from './activity-id.ts';
import type { WeightedActivity } from './weighting-model.ts';

/** Labels by category (reference 12.5, experience-event architecture). */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  Advertising: [
    'Clicks',
    'Completes',
    'Conversions',
    'Federated',
    'First Quartiles',
    'Impressions',
    'Midpoints',
    'Starts',
    'Third Quartiles',
    'Time Played',
  ],
  Application: ['Close', 'Launch'],
  'Change Engagement Campaign Cadence': [''],
  Commerce: [
    'Backoffice CreditMemo Issued',
    'Backoffice Order Cancelled',
    'Backoffice Order Placed',
    'Backoffice OrderItems Shipped',
    'Backoffice Shipment Completed',
    'Checkouts',
    'Product List Adds',
    'Product List Opens',
    'Product List Removals',
    'Product List Reopens',
    'Product List Views',
    'Product Views',
    'Purchases',
    'Save For Laters',
  ],
  'Decisioning Proposition': ['Dismiss', 'Display', 'Interact', 'Send', 'Trigger'],
  'Delivery Feedback': [''],
  'Direct Marketing Email': [
    'Bounced',
    'Bounced Soft',
    'Clicked',
    'Delivered',
    'Opened',
    'Sent',
    'Unsubscribed',
  ],
  'In-app message': ['dismissed', 'displayed', 'interacted'],
  'Lead Operation': [
    'Add To Campaign',
    'Call Webhook',
    'Change Campaign Stream',
    'Convert Lead',
    'Interesting Moment',
    'Merge Leads',
    'New Lead',
    'Revenue Stage changed',
    'Score Changed',
    'Status in Campaign Progression Changed',
    'Add To List',
    'Remove From List',
  ],
  Location: ['exit'],
  Media: [
    'adBreakComplete',
    'adBreakStart',
    'adComplete',
    'adSkip',
    'adStart',
    'bitrateChange',
    'bufferStart',
    'chapterComplete',
    'chapterSkip',
    'chapterStart',
    'custom tracking',
    'downloaded content',
    'error',
    'pauseStart',
    'ping',
    'play',
    'sessionComplete',
    'sessionEnd',
    'sessionStart',
    'statesUpdate',
  ],
  Message: ['Feedback', 'Rendering Data', 'Tracking'],
  'Opportunity Event': ['Add To Opportunity', 'Opportunity Updated', 'Remove From Opportunity'],
  'Push Tracking': ['Application Opened', 'Custom Action'],
  Web: ['Form Filled Out', 'Webinteraction Link Clicks', 'Webpagedetails Page Views'],
};

/** The list of experience events; all weigh nothing until somebody gives them a band. */
export const EXPERIENCE_ACTIVITIES: readonly WeightedActivity[] = Object.freeze(
  Object.entries(LABELS).flatMap(([category, names]) =>
    names.map((name) => {
      const label = `${category} ${name}`.trim();
      return { activity: activityId(label), label, category, band: 'No Weight' };
    }),
  ),
);
