/** Events that tell what was done to a person, not what the person did. */
export const OUTBOUND_EVENTS: ReadonlySet<string> = new Set([
  'emailSent',
  'emailDelivered',
  'emailBounced',
  'emailBouncedSoft',
]);
