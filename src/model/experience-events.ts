import { boolean, text } from './attribute.ts';
import type { BooleanAttribute, TextAttribute } from './attribute.ts';

type PersonEvent<T extends string, B extends string = never> = {
  readonly of: 'person';
  readonly fields: Readonly<Record<T, TextAttribute> & Record<B, BooleanAttribute>>;
};

type Email = 'email' | 'emailName' | 'journey' | 'node';
type Device = 'device' | 'userAgent' | 'operatingSystem';
type Visit = 'page' | 'query' | 'userAgent' | 'referrer';

/**
 * The experience events of the reference's section 9.4 under short names. `email` is the id of the e-mail, `journey` and
 * `node` say where it was sent from, `link` is a link's URL, `page` the id of a web page and `query` its query string.
 * Spread them into the events of a catalogue of your own.
 */
export const experienceEvents: {
  readonly emailSent: PersonEvent<Email>;
  readonly emailDelivered: PersonEvent<Email>;
  readonly emailOpened: PersonEvent<Email | Device, 'mobile'>;
  readonly emailClicked: PersonEvent<Email | Device | 'link', 'mobile'>;
  readonly emailBounced: PersonEvent<Email | 'address' | 'code' | 'details'>;
  readonly emailBouncedSoft: PersonEvent<Email | 'address' | 'code' | 'details'>;
  readonly emailUnsubscribed: PersonEvent<Email>;
  readonly pageViewed: PersonEvent<Visit | 'pageName' | 'url'>;
  readonly formFilledOut: PersonEvent<Visit | 'form' | 'formName'>;
  readonly linkClicked: PersonEvent<Visit | 'link' | 'linkId'>;
} = {
  emailSent: { of: 'person', fields: email() },
  emailDelivered: { of: 'person', fields: email() },
  emailOpened: { of: 'person', fields: { ...email(), ...device() } },
  emailClicked: { of: 'person', fields: { ...email(), ...device(), link: text() } },
  emailBounced: { of: 'person', fields: { ...email(), ...bounce() } },
  emailBouncedSoft: { of: 'person', fields: { ...email(), ...bounce() } },
  emailUnsubscribed: { of: 'person', fields: email() },
  pageViewed: {
    of: 'person',
    fields: { ...visit(), pageName: text(), url: text({ label: 'URL' }) },
  },
  formFilledOut: { of: 'person', fields: { ...visit(), form: text(), formName: text() } },
  linkClicked: {
    of: 'person',
    fields: { ...visit(), link: text(), linkId: text({ label: 'Link ID' }) },
  },
};

function email(): Record<Email, TextAttribute> {
  return { email: text(), emailName: text(), journey: text(), node: text() };
}

function device(): Record<Device, TextAttribute> & Record<'mobile', BooleanAttribute> {
  return {
    mobile: boolean({ label: 'Is mobile device' }),
    device: text(),
    userAgent: text(),
    operatingSystem: text(),
  };
}

function bounce(): Record<'address' | 'code' | 'details', TextAttribute> {
  return { address: text(), code: text(), details: text() };
}

function visit(): Record<Visit, TextAttribute> {
  return { page: text(), query: text(), userAgent: text(), referrer: text() };
}
