import { expect, test } from 'vitest';
import { readInsights } from '../../src/dashboard/read-insights.ts';
import { accountPage } from '../../src/dashboard/pages/account-page.ts';
import { personPage } from '../../src/dashboard/pages/person-page.ts';
import { readPageData } from '../../src/dashboard/pages/read-page-data.ts';
import { readSubject } from '../../src/dashboard/read-subject.ts';
import { summarize } from '../../src/dashboard/summarize.ts';
import { takeIntent } from '../../src/dashboard/take-intent.ts';
import { dayCounter, formatDay } from '../../src/engagement/day.ts';
import { weightsOf } from '../../src/engagement/weighting-model.ts';
import { contactCoverage, contactOverlap, contactsInRole } from '../../src/insights/contacts.ts';
import { countGroups, scoreDistribution } from '../../src/insights/distribution.ts';
import { emailPerformance } from '../../src/insights/email-performance.ts';
import { engagedTable, engagementOverview } from '../../src/insights/engagement-overview.ts';
import { journeysOverview } from '../../src/insights/journeys.ts';
import { roleAcquisition, roleEngagement } from '../../src/insights/role-insights.ts';
import { groupRows } from '../../src/insights/rows.ts';
import { filterGroups } from '../../src/insights/snapshot.ts';
import { stageFlow } from '../../src/insights/stage-flow.ts';
import { extractSummary } from '../../src/insights/summary-subject.ts';
import { highlights, surge } from '../../src/insights/surge.ts';
import { highVelocity, stagnant } from '../../src/insights/top-groups.ts';
import { intentLevel } from '../../src/intent/signals.ts';
import { renderSalesAlert } from '../../src/render/sales-alert.ts';

function any(value: unknown): never {
  return value as never;
}

const period = { from: 0, to: 1 };
const span = { first: 0, last: 1 };
const model = { stages: [] };
const subject = any({ kind: 'person', facts: {} });
const ai = { summarize: () => 'x' };
const page = { account: {}, definitions: {}, facts: [], journeys: [], now: 0 };

/** Calls as JavaScript may make them, and the argument that each is refused for. */
const WRONG: readonly (readonly [what: string, call: () => unknown, path: string])[] = [
  ['no groups', () => stageFlow(any(null), [], any({ model, period, zone: 'UTC' })), 'groups'],
  ['no facts', () => stageFlow([], any(null), any({ model, period, zone: 'UTC' })), 'facts'],
  ['no options', () => stageFlow([], [], any(undefined)), 'options'],
  ['no model', () => stageFlow([], [], any({ period, zone: 'UTC' })), 'model'],
  ['no zone', () => stageFlow([], [], any({ model, period })), 'zone'],
  ['velocity without a model', () => highVelocity([], [], any({ period })), 'model'],
  ['no threshold', () => stagnant([], [], any({ model, period, threshold: NaN })), 'threshold'],
  ['no score', () => scoreDistribution([], any('completness')), 'score'],
  ['no such count', () => countGroups([], any(undefined)), 'by'],
  ['no templates', () => contactCoverage([], any(null)), 'templates'],
  ['no role', () => contactsInRole([], 'cloud', any(undefined)), 'role'],
  ['no groups that overlap', () => contactOverlap(any(null)), 'groups'],
  ['months of no zone', () => roleAcquisition([], any({ period })), 'zone'],
  ['no weights', () => roleEngagement([], [], any({ period, zone: 'UTC' })), 'weights'],
  ['weights as an object', () => surge([], [], any({ weights: { a: 1 }, span })), 'weights'],
  ['no momenta', () => highlights(any(null)), 'momenta'],
  ['engaged without weights', () => engagementOverview([], [], [], any({ span })), 'weights'],
  ['no accounts', () => engagedTable(any(null), [], [], any({ span })), 'accounts'],
  ['no e-mails', () => emailPerformance(any(null), { period }), 'facts'],
  ['no journeys', () => journeysOverview(any(null)), 'journeys'],
  ['no such score of rows', () => groupRows([], any('x')), 'score'],
  ['a text as filter', () => filterGroups([], any({ stages: 'open' })), 'stages'],
  ['no such filter', () => filterGroups([], any({ stage: ['open'] })), 'filter of stage'],
  ['days of no zone', () => dayCounter(any(undefined)), 'zone'],
  ['no day', () => formatDay(NaN), 'day'],
  ['no weighting model', () => weightsOf(any(undefined)), 'model'],
  ['no intent', () => intentLevel(any('high')), 'score'],
  ['no engine', () => readInsights(any(null)), 'engine'],
  ['one account', () => readInsights(any({}), any({ accounts: 'acme' })), 'accounts'],
  ['no names', () => readInsights(any({}), any({ names: {} })), 'names.account'],
  ['a subject without an id', () => readSubject(any({}), any({})), 'account'],
  ['a number for an id', () => readSubject(any({}), any({ journey: 5 })), 'journey'],
  ['nobody', () => readSubject(any({}), any({ account: 'a', person: undefined })), 'person'],
  [
    'a misspelt part',
    () => readSubject(any({}), any({ account: 'a', grp: 'g' })),
    'part grp of the name',
  ],
  ['no time', () => summarize(subject, { ai, timeout: NaN }), 'timeout'],
  ['more time than there is', () => summarize(subject, { ai, timeout: 2 ** 40 }), 'timeout'],
  ['no length', () => summarize(subject, { ai, most: 0 }), 'most'],
  ['a text as model', () => summarize(subject, { ai: any('gpt') }), 'ai'],
  ['no account to read', () => readPageData(any({}), any(5)), 'account'],
  ['no names of a page', () => readPageData(any({}), 'a', any({ names: {} })), 'names.account'],
  ['null for options', () => readPageData(any({}), 'a', any(null)), 'options'],
  ['one interest', () => accountPage(any(page), any({ interests: 'cloud' })), 'interests'],
  ['roles as an object', () => accountPage(any(page), any({ roles: {} })), 'roles'],
  ['no present', () => personPage(any({ ...page, now: undefined }), 'a'), 'now'],
  ['no summary', () => extractSummary(any(undefined)), 'subject'],
  ['no kind', () => extractSummary(any({ facts: {} })), 'kind'],
  ['half an alert', () => renderSalesAlert(any({})), 'alert.name'],
  ['no pages', () => takeIntent(any({}), any({ read: () => 5 })), 'answer of the source'],
];

test.each(WRONG)('BG-148 a call that cannot be meant: %s', async (_what, call, path) => {
  const error: unknown = await Promise.resolve()
    .then(call)
    .catch((one: unknown) => one);
  expect(error).toMatchObject({ code: 'INVALID_INPUT', path: [path] });
});

test('BG-148 a zone that is none is told before anything is counted', () => {
  expect(() => dayCounter('Europe/Atlantis')).toThrow(
    expect.objectContaining({ code: 'INVALID_ZONE' }),
  );
});
