/** Activities of the lists that the default catalogue has under names of its own. */
const KNOWN: Readonly<Record<string, string>> = {
  'Direct Marketing Email Bounced': 'emailBounced',
  'Direct Marketing Email Bounced Soft': 'emailBouncedSoft',
  'Direct Marketing Email Clicked': 'emailClicked',
  'Direct Marketing Email Delivered': 'emailDelivered',
  'Direct Marketing Email Opened': 'emailOpened',
  'Direct Marketing Email Sent': 'emailSent',
  'Direct Marketing Email Unsubscribed': 'emailUnsubscribed',
  'Lead Operation Interesting Moment': 'interestingMoment',
  'Web Form Filled Out': 'formFilledOut',
  'Web Webinteraction Link Clicks': 'linkClicked',
  'Web Webpagedetails Page Views': 'pageViewed',
  'Click Email': 'emailClicked',
  'Open Email': 'emailOpened',
};

/** The event type of an activity: that of the default catalogue, or the label in camel case. */
export function activityId(label: string): string {
  if (Object.hasOwn(KNOWN, label)) return KNOWN[label]!;
  const [first = '', ...rest] = label.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return lowered(first) + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function lowered(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}
