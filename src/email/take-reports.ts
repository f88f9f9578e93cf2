import type { Catalogue } from '../model/definition.ts';
import type { EventInput, IngestInput, PersonInput } from '../model/record.ts';
import type { EmailReport, EmailReports } from './report-schema.ts';

/** What an engine is to take in of reports. */
export interface Taken {
  readonly input: IngestInput;
  readonly suppressed: readonly { readonly address: string; readonly reason: string }[];
}

/** The experience event of a report; none for a complaint, which the catalogue has no event for. */
const EVENTS: Readonly<Record<EmailReport['type'], string | null>> = {
  sent: 'emailSent',
  delivered: 'emailDelivered',
  opened: 'emailOpened',
  clicked: 'emailClicked',
  bounced: 'emailBounced',
  unsubscribed: 'emailUnsubscribed',
  complained: null,
};

/** Properties of a report that are no fields of its event. */
const OTHERS: ReadonlySet<string> = new Set(['id', 'type', 'at', 'person', 'bounce']);

/**
 * What reports mean (EM-52 to EM-54): experience events under ids of their own; consent withdrawn by who unsubscribed or
 * complained; addresses suppressed that bounced for good or complained. Events and fields that the catalogue lacks are left
 * out.
 */
export function takeReports(
  { events }: EmailReports,
  { catalogue, source }: { readonly catalogue: Catalogue; readonly source: string },
): Taken {
  const people: PersonInput[] = [];
  const taken: EventInput[] = [];
  const suppressed: { address: string; reason: string }[] = [];
  for (const report of events) {
    const { type, person, bounce, address = '' } = report;
    const id = `${source}:${report.id}`;
    const event = eventOf(report, id, catalogue);
    if (event !== null) taken.push(event);
    if (type === 'unsubscribed' || type === 'complained')
      people.push({ id: person, once: id, consent: { email: 'n' } });
    if (type === 'complained') suppressed.push({ address, reason: 'complained' });
    else if (bounce === 'hard') suppressed.push({ address, reason: 'bounced' });
  }
  return { input: { people, events: taken }, suppressed };
}

function eventOf(report: EmailReport, id: string, catalogue: Catalogue): EventInput | null {
  const { type, person, at, bounce } = report;
  const name = bounce === 'soft' ? 'emailBouncedSoft' : EVENTS[type];
  const definition =
    name !== null && Object.hasOwn(catalogue.events, name) ? catalogue.events[name] : undefined;
  if (name === null || definition === undefined) return null;
  const fields = Object.entries(report).filter(
    ([field]) => !OTHERS.has(field) && Object.hasOwn(definition.fields, field),
  );
  return { id, type: name, person, at, fields: Object.fromEntries(fields) };
}
