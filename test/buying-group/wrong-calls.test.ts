import { expect, test } from 'vitest';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import { exactCompleteness, missingRoles } from '../../src/buying-group/exact-completeness.ts';
import { roleShares } from '../../src/buying-group/role-weights.ts';
import {
  duplicateTemplate,
  moveCard,
  publishTemplate,
} from '../../src/buying-group/template-lifecycle.ts';
import { conditions } from '../../src/conditions/build.ts';
import { NO_REFERENCES } from '../../src/conditions/references.ts';
import { accountPage } from '../../src/dashboard/pages/account-page.ts';
import { groupPage } from '../../src/dashboard/pages/group-page.ts';
import { membersTable } from '../../src/dashboard/pages/members-table.ts';
import { personPage } from '../../src/dashboard/pages/person-page.ts';
import { readSubject } from '../../src/dashboard/read-subject.ts';
import { summarize } from '../../src/dashboard/summarize.ts';
import { parseRolesTemplate } from '../../src/buying-group/template-schema.ts';
import { takeIntent } from '../../src/dashboard/take-intent.ts';
import { duplicateModel } from '../../src/engagement/model-lifecycle.ts';
import { presetModel } from '../../src/engagement/presets.ts';
import { contactCoverage, contactsInRole } from '../../src/insights/contacts.ts';
import { emailPerformance } from '../../src/insights/email-performance.ts';
import { engagedTable, engagementOverview } from '../../src/insights/engagement-overview.ts';
import { labelsOf } from '../../src/insights/labels.ts';
import { stageFlow } from '../../src/insights/stage-flow.ts';
import { roleAcquisition, roleEngagement } from '../../src/insights/role-insights.ts';
import { highlights, surge } from '../../src/insights/surge.ts';
import { highVelocity, stagnant, topEngaged } from '../../src/insights/top-groups.ts';
import { Journey } from '../../src/journey/journey.ts';
import { personaIs, personaOf } from '../../src/persona/match-persona.ts';
import { DEFAULT_PERSONAS } from '../../src/persona/default-personas.ts';
import { renderSalesAlert } from '../../src/render/sales-alert.ts';
import { publishStages } from '../../src/stage/stage-lifecycle.ts';
import { b2b, ENDS, large } from '../engine/tenant.ts';
import { ALERT } from '../insights/alert.ts';
import { pageData } from '../insights/page-data.ts';

type Wrong = readonly [what: string, call: () => unknown, path: readonly (string | number)[]];

/** Calls as JavaScript may make them. */
function any(value: unknown): never {
  return value as never;
}

const { matchedGroup, memberOf } = conditions(b2b);
const define = (options: unknown) => (): unknown => BuyingGroup.define('b', any(options));
const card = (membersRequired: number) => ({ role: 'Other', membersRequired }) as never;
const template = { id: 't', name: 'T', status: 'draft' as const, roles: [{ role: 'Other' }] };
const context = { catalogue: b2b, references: NO_REFERENCES };
const reversed = any({ model: { stages: [] }, zone: 'UTC', period: { from: 2, to: 1 } });
const backwards = any({ joined: { from: 2, to: 1 } });
const turned = any({ weights: new Map(), span: { first: 2, last: 1 } });
const halves = any({ weights: new Map(), span: { first: 1.5, last: 2 } });
const instants = any({
  weights: new Map(),
  span: { first: Date.UTC(2026, 0, 1), last: Date.UTC(2026, 1, 1) },
});

const WRONG: readonly Wrong[] = [
  ['a group without options', define(undefined), ['options']],
  ['a group without roles', define({}), ['roles']],
  ['roles as text', define({ roles: 'x' }), ['roles']],
  ['no roles', define({ roles: null }), ['roles']],
  ['no card', define({ roles: [null] }), ['roles', 0]],
  ['a card as text', define({ roles: ['Champion'] }), ['roles', 0]],
  ['a number for a role', define({ roles: [{ role: 5 }] }), ['roles', 0, 'role']],
  ['a text for a condition', define({ roles: [{ role: 'A', when: 'VP' }] }), ['roles', 0, 'when']],
  ['a text for a boolean', define({ roles: [], updateExisting: 'no' }), ['updateExisting']],
  ['an unknown key', define({ roles: [], foo: 1 }), ['foo']],
  ['a test of nothing', () => matchedGroup(any(null)), ['options']],
  ['one definition', () => matchedGroup(any({ definitions: 'i' })), ['definitions']],
  ['roles by name', () => matchedGroup(any({ roles: { Champion: 1 } })), ['roles']],
  ['a bare number', () => matchedGroup(any({ completeness: 70 })), ['completeness']],
  ['another match', () => matchedGroup(any({ match: 'ANY' })), ['match']],
  ['members of a text', () => memberOf(any('i')), ['options']],
  ['a mistyped key', () => memberOf(any({ definition: ['i'] })), ['definition']],
  ['a step for nothing', () => step(undefined), ['name']],
  ['nothing to publish', () => publishTemplate(any(null), context), ['template']],
  ['no context', () => publishTemplate(template, any(undefined)), ['context']],
  ['nothing to copy', () => duplicateTemplate(any(null), any(null)), ['template']],
  ['no direction', () => moveCard(template, 'Other', any('sideways')), ['by']],
  ['no cards', () => moveCard(any({}), 'Champion', 'up'), ['template.roles']],
  ['no members at all', () => exactCompleteness([card(0)], []), ['membersRequired']],
  ['half a member', () => missingRoles([card(1.5)], []), ['membersRequired']],
  ['no weights of roles', () => roleShares(any(undefined)), ['weights']],
  ['no model among models', () => duplicateModel(any([null]), 'a', any({})), ['models']],
  ['nobody among personas', () => personaIs(any([null]), 'Other'), ['personas']],
  ['no such card', () => moveCard(template, 'Champion', 'up'), ['role']],
  ['no stages', () => publishStages(any(null)), ['model']],
  ['no person', () => personaOf(DEFAULT_PERSONAS, any(null)), ['person']],
  ['no such persona', () => personaIs(DEFAULT_PERSONAS, 'Othr'), ['names', 0]],
  ['no alert', () => renderSalesAlert(any(null)), ['alert']],
  ['an alert with half a summary', () => renderSalesAlert(ALERT, any({ summary: 1 })), ['summary']],
  ['an alert without options', () => renderSalesAlert(ALERT, any(null)), ['options']],
  ['no page data', () => groupPage(any(null), 'cloud'), ['data']],
  ['a page without facts', () => groupPage(any({ ...pageData({}), facts: 1 }), 'cloud'), ['facts']],
  ['the page of no group', () => groupPage(pageData({}), any({ id: 'cloud' })), ['interest']],
  ['members of no group', () => membersTable(pageData({}), any(undefined)), ['interest']],
  ['an account page of nothing', () => accountPage(pageData({}), any(null)), ['options']],
  ['coverage of a page backwards', () => accountPage(pageData({}), backwards), ['joined']],
  ['the page of nobody', () => personPage(pageData({}), any(undefined)), ['person']],
  ['names of nothing', () => labelsOf(any({})), ['allGroups']],
  ['no subject to read', () => readSubject(any({}), any(null)), ['of']],
  ['no subject', () => summarize(any(null)), ['subject']],
  ['no such subject', () => summarize(any({ kind: 'zz' })), ['kind']],
  ['no engine', () => takeIntent(any(null), any({})), ['engine']],
  ['no page', () => takeIntent(any({}), any({ read: () => [null] })), ['page']],
  ['no such preset', () => presetModel(any('constructor')), ['preset']],
  ['fewer than none', () => topEngaged([], -1), ['most']],
  ['fewer highlights than none', () => highlights([], -1), ['most']],
  ['velocity backwards', () => highVelocity([], [], reversed), ['period']],
  ['stagnant backwards', () => stagnant([], [], reversed), ['period']],
  ['stages backwards', () => stageFlow([], [], reversed), ['period']],
  ['roles got backwards', () => roleAcquisition([], reversed), ['period']],
  ['roles at work backwards', () => roleEngagement([], [], reversed), ['period']],
  ['coverage backwards', () => contactCoverage([], [], backwards), ['joined']],
  ['contacts backwards', () => contactsInRole([], 'cloud', 'Other', backwards), ['joined']],
  ['surge backwards', () => surge([], [], turned), ['span']],
  ['surge by instants', () => surge([], [], instants), ['span']],
  ['surge without a span', () => surge([], [], any({ weights: new Map() })), ['span']],
  ['overview backwards', () => engagementOverview([], [], [], turned), ['span']],
  ['who is engaged, backwards', () => engagedTable([], [], [], turned), ['span']],
  ['half a day', () => engagedTable([], [], [], halves), ['span']],
  ['e-mails backwards', () => emailPerformance([], reversed), ['period']],
];

function step(group: unknown): unknown {
  return Journey.forAccounts('j', { audience: large, ends: ENDS }).updateGroupStatus(
    any(group),
    'new',
  );
}

test.each(WRONG)('BG-148 CO-93 a call that cannot be meant: %s', async (_what, call, path) => {
  const error: unknown = await Promise.resolve()
    .then(call)
    .catch((one: unknown) => one);
  expect(error).toMatchObject({ code: 'INVALID_INPUT', path });
});

test('BG-148 a persona that is not there is told with a similar one', () => {
  expect(() => personaIs(DEFAULT_PERSONAS, 'Othr')).toThrow('Did you mean Other?');
});

test('BG-148 an object with an id names a group, and does not travel with the journey', () => {
  expect(() => step({ id: 'cloud' })).not.toThrow();
});

test('BG-65 what is no stage model is told with an issue for each fault, and never throws', () => {
  const draft = { id: 'a', name: 'A', status: 'draft' };
  for (const stages of [undefined, [null], [{ id: 'x', to: 5 }], [{ id: 'x', name: 5 }]]) {
    const { ok, issues } = publishStages(any({ ...draft, stages }));
    expect(ok).toBe(false);
    expect(issues[0]!.path[0]).toBe('stages');
  }
  const roles = Array.from({ length: 200_000 }, () => 5);
  expect(parseRolesTemplate({ ...template, roles }).ok).toBe(false);
});
