import { boolean, date, number, text } from './attribute.ts';
import type {
  BooleanAttribute,
  DateAttribute,
  NumberAttribute,
  TextAttribute,
} from './attribute.ts';
import { catalogue } from './catalogue.ts';
import type { Catalogue, ShapeOfInput } from './catalogue.ts';
import { experienceEvents } from './experience-events.ts';
import { LIMITS } from './limits.ts';

type Texts<N extends string> = Readonly<Record<N, TextAttribute>>;
type Numbers<N extends string> = Readonly<Record<N, NumberAttribute>>;
type Booleans<N extends string> = Readonly<Record<N, BooleanAttribute>>;
type Dates<N extends string> = Readonly<Record<N, DateAttribute>>;

type Address = 'city' | 'country' | 'postalCode' | 'state' | 'street';

/** The default attributes of accounts (reference 14.3). Spread them into a catalogue of your own. */
export const accountAttributes: Texts<
  | 'name'
  | Address
  | 'region'
  | 'industry'
  | 'logoUrl'
  | 'sicCode'
  | 'website'
  | 'phone'
  | 'sourceType'
> &
  Numbers<'annualRevenue' | 'employees'> = {
  name: text({ maxLength: LIMITS.accountNameLength }),
  city: text(),
  country: text(),
  postalCode: text(),
  region: text(),
  state: text(),
  street: text(),
  annualRevenue: number(),
  industry: text(),
  logoUrl: text({ label: 'Logo URL' }),
  employees: number(),
  sicCode: text({ label: 'SIC code' }),
  website: text(),
  phone: text(),
  sourceType: text(),
};

/** The default attributes of people (reference 10.3, 14.3). */
export const personAttributes: Texts<
  | 'email'
  | 'firstName'
  | 'lastName'
  | 'middleName'
  | 'salutation'
  | 'jobTitle'
  | 'phone'
  | 'mobilePhone'
  | 'fax'
  | Address
  | 'inferredStateRegion'
  | 'personStatus'
  | 'unsubscribedReason'
  | 'marketingSuspendedCause'
> &
  Dates<'birthDate'> &
  Booleans<'unsubscribed' | 'emailInvalid' | 'emailSuspended' | 'marketingSuspended'> &
  Numbers<'engagementScore'> = {
  email: text({ label: 'Email address' }),
  firstName: text(),
  lastName: text(),
  middleName: text(),
  salutation: text(),
  jobTitle: text(),
  birthDate: date({ label: 'Date of birth' }),
  phone: text(),
  mobilePhone: text(),
  fax: text(),
  city: text(),
  state: text(),
  country: text(),
  postalCode: text(),
  street: text(),
  inferredStateRegion: text(),
  personStatus: text(),
  unsubscribed: boolean(),
  unsubscribedReason: text(),
  emailInvalid: boolean(),
  emailSuspended: boolean(),
  marketingSuspended: boolean(),
  marketingSuspendedCause: text(),
  engagementScore: number({ label: 'Person engagement score' }),
};

/** The default attributes of opportunities. */
export const opportunityAttributes: Texts<
  'name' | 'type' | 'stage' | 'description' | 'forecastCategory'
> &
  Numbers<'amount' | 'expectedRevenue' | 'probability' | 'quantity'> &
  Dates<'closeDate'> &
  Booleans<'closed' | 'won'> = {
  name: text(),
  type: text(),
  stage: text(),
  description: text(),
  forecastCategory: text(),
  amount: number(),
  expectedRevenue: number(),
  probability: number(),
  quantity: number(),
  closeDate: date(),
  closed: boolean(),
  won: boolean(),
};

/** The catalogue of all default attributes and experience events. */
export const defaultCatalogue: Catalogue<DefaultShape> = catalogue({
  account: accountAttributes,
  person: personAttributes,
  opportunity: opportunityAttributes,
  events: experienceEvents,
});

/** The shape of {@link defaultCatalogue}. */
export type DefaultShape = ShapeOfInput<{
  account: typeof accountAttributes;
  person: typeof personAttributes;
  opportunity: typeof opportunityAttributes;
  events: typeof experienceEvents;
}>;
