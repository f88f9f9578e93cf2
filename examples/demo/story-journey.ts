import { Journey, conditions } from '../../src/index.ts';
import type { Audience, Duration } from '../../src/index.ts';
import { demoCatalogue } from './demo-catalogue.ts';
import type { DemoShape } from './demo-catalogue.ts';
import { operations, platform } from './buying-groups.ts';
import { laterList, technicalPeople } from './definitions.ts';

/** What differs from one tenant to another. */
export interface StorySettings {
  readonly audience: Audience<'accounts'>;
  /** ISO instant at which the campaign opens; accounts that come later pass at once. */
  readonly opens: string;
  /** ISO date. */
  readonly ends: string;
  /** IANA zone of *local time*. */
  readonly zone: string;
  /** Employees from which an account is large, and midsize. */
  readonly large: number;
  readonly midsize: number;
  /** How long an order may take after the offers. */
  readonly decision: Duration;
}

/** The journey's id. */
export const STORY = 'cloud-platform';

/** The four phases of the story, as the first word of a node's id names them. */
export const PHASES = ['general', 'offers', 'customer', 'nurture'] as const;
export type Phase = (typeof PHASES)[number];

/** The phase that a node belongs to; `null` for the audience node and merges. */
export function phaseOf(node: string): Phase | null {
  const word = node.slice(0, node.indexOf('-'));
  return PHASES.find((phase) => phase === word) ?? null;
}

const { account, all, event, group, inAudience, matchedGroup, memberOf, occurred } =
  conditions(demoCatalogue);

const BUYERS = ['Decision Maker', 'Influencer', 'Practitioner'] as const;
const buyers = { definitions: [platform.id], roles: BUYERS };
const definitions = [platform.id];

/** Somebody reads on: a click in one of the e-mails, the assessment, or a second look at the prices. */
function interest(...emails: string[]) {
  return [
    { event: 'emailClicked', fields: { email: emails } },
    { event: 'formFilledOut', fields: { form: 'assessment' } },
    { event: 'pageViewed', fields: { page: 'pricing' }, minimum: 2 },
  ] as const;
}

/**
 * General content on solutions early, offers later, how-to and further sale after the purchase. What moves an account
 * is what any member of its buying group does; everybody in the account gets the phase that the account is in.
 */
export function storyJourney(settings: StorySettings): Journey<DemoShape> {
  const { audience, opens, ends, zone, large, midsize, decision } = settings;
  return Journey.forAccounts(STORY, {
    name: 'Cloud platform: from first look to further sale',
    description: 'General content early, offers later, how-to and further sale after the purchase.',
    catalogue: demoCatalogue,
    audience,
    ends,
  })
    .updateAccount(
      { stage: 'General content' },
      { id: 'general-stage', label: 'Stage: general content' },
    )
    .updateGroupStage(platform.id, 'aware', { id: 'general-group', label: 'Group: aware' })
    .wait({ until: opens }, { id: 'general-opening', label: 'The campaign opens' })
    .sendEmail('solutions-guide', { id: 'general-guide', label: 'Guide to solutions, to all' })
    .wait({ days: 3 }, { id: 'general-pause', label: 'Three days' })
    .sendEmail('customer-stories', { id: 'general-stories', label: 'Customer stories, to all' })
    .listen(interest('solutions-guide', 'customer-stories'), {
      id: 'general-interest',
      label: 'A buyer is interested',
      members: buyers,
      since: 'journeyEntry',
      timeout: { days: 10 },
      onTimeout: (late) =>
        late
          .sendEmail('webinar', { id: 'general-webinar', label: 'Webinar, to all' })
          .listen(interest('webinar'), {
            id: 'general-second-chance',
            label: 'A buyer is interested now',
            members: buyers,
            timeout: { days: 7 },
            mustEndOn: { days: ['friday'], time: '18:00', zone },
            onTimeout: (never) =>
              never
                .updateGroupStage(platform.id, 'lost', {
                  id: 'nurture-group-not-now',
                  label: 'Group: not now',
                })
                .addToList(laterList, { id: 'nurture-not-now', label: 'Not now' })
                .end({ id: 'nurture-no-interest', label: 'No interest yet' }),
          }),
    })
    .updateAccount({ stage: 'Offers' }, { id: 'offers-stage', label: 'Stage: offers' })
    .updateGroupStage(platform.id, 'evaluating', { id: 'offers-group', label: 'Group: evaluating' })
    .split(
      (paths) =>
        paths
          .when(
            'Large, group complete',
            all(
              account('employees').atLeast(large),
              matchedGroup({
                definitions,
                completeness: group.completeness.atLeast(80),
                stage: group.stage.is('evaluating'),
              }),
            ),
            (path) =>
              path.act(
                'salesAlert',
                { team: 'Key accounts', reason: 'Complete buying group' },
                'accounts',
                {
                  id: 'offers-alert',
                  label: 'Tell the key account team',
                },
              ),
          )
          .when('Midsize and up', account('employees').atLeast(midsize), (path) =>
            path.interestingMoment('Milestone', {
              id: 'offers-moment',
              label: 'Note the milestone',
              description: 'Interested in the platform',
            }),
          )
          .otherwise('All others'),
      { id: 'offers-size', label: 'Size and buying group' },
    )
    .wait(
      { days: 1, mustEndOn: { days: ['tuesday', 'thursday'], time: '09:00', zone } },
      { id: 'offers-morning', label: 'A good morning' },
    )
    .splitPeople(
      (paths) =>
        paths
          .when('Deciders', memberOf({ definitions, roles: ['Decision Maker'] }), (people) =>
            people.sendEmail('business-case', {
              id: 'offers-business-case',
              label: 'Business case',
            }),
          )
          .when('Practitioners', memberOf({ definitions, roles: ['Practitioner'] }), (people) =>
            people.sendEmail('free-trial', { id: 'offers-trial', label: 'Free trial' }),
          )
          .when('Technical', inAudience(technicalPeople), (people) =>
            people.sendEmail('architecture', { id: 'offers-architecture', label: 'Architecture' }),
          )
          .otherwise('Everybody else', (people) =>
            people.sendEmail('product-tour', { id: 'offers-tour', label: 'Product tour' }),
          ),
      { id: 'offers-by-role', label: 'An offer for each role' },
    )
    .listen(
      { event: 'orderPlaced', where: event('orderPlaced', 'status').isNot('Rejected') },
      {
        id: 'offers-order',
        label: 'The account orders',
        timeout: decision,
        onTimeout: (late) =>
          late
            .updateAccount({ stage: 'Nurture' }, { id: 'nurture-stage', label: 'Stage: nurture' })
            .updateGroupStage(platform.id, 'lost', { id: 'nurture-group', label: 'Group: not now' })
            .split(
              (paths) =>
                paths
                  .when(
                    'Looked at prices',
                    occurred('pageViewed', { where: event('pageViewed', 'page').is('pricing') }),
                    (path) =>
                      path
                        .act(
                          'salesAlert',
                          { team: 'Inside sales', reason: 'Prices, no order' },
                          'accounts',
                          {
                            id: 'nurture-alert',
                            label: 'Tell inside sales',
                          },
                        )
                        .end({ id: 'nurture-handed-over', label: 'Handed over' }),
                  )
                  .otherwise('Quiet', (path) =>
                    path
                      .sendEmail('newsletter', {
                        id: 'nurture-newsletter',
                        label: 'Newsletter, to all',
                      })
                      .addToList(laterList, { id: 'nurture-later', label: 'Later' })
                      .end({ id: 'nurture-end', label: 'Stay in touch' }),
                  ),
              { id: 'nurture-split', label: 'How near were they?' },
            ),
      },
    )
    .updateAccount({ stage: 'Customer' }, { id: 'customer-stage', label: 'Stage: customer' })
    .updateGroupStage(platform.id, 'customer', { id: 'customer-group', label: 'Group: customer' })
    .sendEmail('how-to-start', { id: 'customer-how-to', label: 'How to start, to all' })
    .wait({ days: 3 }, { id: 'customer-pause', label: 'Time to begin' })
    .splitPeople(
      (paths) =>
        paths
          .when('Technical', inAudience(technicalPeople), (people) =>
            people.sendEmail('best-practice', { id: 'customer-practice', label: 'Best practice' }),
          )
          .otherwise('Business', (people) =>
            people.sendEmail('value-report', { id: 'customer-value', label: 'Value report' }),
          ),
      { id: 'customer-by-role', label: 'Best practice for each' },
    )
    .wait(
      { mustEndOn: { days: ['tuesday'], time: '10:00', zone } },
      { id: 'customer-tuesday', label: 'Tuesday at ten' },
    )
    .sendEmail('community-day', { id: 'customer-event', label: 'Event invitation, to all' })
    .listen(
      { event: 'formFilledOut', fields: { form: 'event-registration' } },
      {
        id: 'customer-registration',
        label: 'Somebody registers',
        members: { definitions: [operations.id] },
        timeout: { days: 10 },
        onTimeout: (late) =>
          late.interestingMoment('Web', {
            id: 'customer-no-show',
            label: 'Note: nobody registered',
          }),
      },
    )
    .sendEmail('support-plan', { id: 'customer-further-sale', label: 'Further sale, to all' })
    .end({ id: 'customer-end', label: 'Customer, looked after' });
}
