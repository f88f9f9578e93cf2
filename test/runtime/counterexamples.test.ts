import { describe, expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import type { AccountInput } from '../../src/runtime/input.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { attributeTest } from '../../src/testing/arbitraries/condition-growth.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import type { Happening } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { referenceSide, runtimeSide } from './sides.ts';
import {
  ACME,
  at,
  gift,
  LEADERS,
  mail,
  order,
  PRICING,
  storyOf,
  tenant,
  visit,
} from './stories.ts';

describe('what the two interpreters once disagreed about', () => {
  test('RT-72 RT-54 the same event id counts once, also with another timestamp', () => {
    const twice: JourneyNode = {
      kind: 'listen',
      id: 'twice',
      context: 'people',
      events: [{ event: 'webVisit', where: PRICING, minimum: 2 }],
    };
    const world = tenant([{ nodes: [twice] }]);
    const once = storyOf(world, at(0, ...ACME), at(1, visit('a', 1)), at(2, visit('a', 2)));
    expect(once).toEqual(['2026-03-27T09:00:00Z entered nurture 1']);
    const both = storyOf(world, at(0, ...ACME), at(1, visit('a', 1)), at(2, visit('b', 2)));
    expect(both.at(-1)).toBe('2026-03-27T11:00:00Z left nurture 1 completed');
  });

  test('RT-14 an account enters again at the boundary, also when an input brings it there or past it', () => {
    const world = tenant([{ reEntry: { delay: { hours: 6 }, limit: 2 } }]);
    const story = storyOf(world, at(0, ...ACME), at(6, visit('a', 6)));
    expect(story).toContain('2026-03-27T15:00:00Z entered nurture 2');
  });

  test('RT-14 with from start, an account whose run ends after the delay enters again at once', () => {
    const hear: JourneyNode = {
      kind: 'listen',
      id: 'hear',
      context: 'people',
      events: [{ event: 'webVisit', where: PRICING }],
    };
    const world = tenant([{ reEntry: { from: 'start', delay: { hours: 1 } }, nodes: [hear] }]);
    expect(storyOf(world, at(0, ...ACME), at(6, visit('a', 6)))).toEqual([
      '2026-03-27T09:00:00Z entered nurture 1',
      '2026-03-27T15:00:00Z entered nurture 2',
      '2026-03-27T15:00:00Z left nurture 1 completed',
    ]);
  });

  test('RT-31 RT-24 a host action that nobody carries out stops the run before the split that holds it', () => {
    const split: JourneyNode = {
      kind: 'splitPeople',
      id: 'split',
      paths: [{ id: 'p', when: LEADERS, actions: [mail, gift] }],
    };
    const world = tenant([{ nodes: [split] }]);
    const story = storyOf(world, at(0, ...ACME), at(1, { type: 'register', action: 'sendGift' }));
    expect(story.map((line) => line.slice(0, 60))).toEqual([
      '2026-03-27T09:00:00Z entered nurture 1',
      '2026-03-27T10:00:00Z effect ["nurture",1,"mail",0,{"type":"s',
      '2026-03-27T10:00:00Z effect ["nurture",1,"gift",0,{"type":"c',
      '2026-03-27T10:00:00Z left nurture 1 completed',
    ]);
  });

  test('RT-25 RT-31 a host action for nobody stops nothing', () => {
    const story = storyOf(tenant([{ nodes: [gift] }]), at(0, ACME[0]!));
    expect(story).toEqual([
      '2026-03-27T09:00:00Z entered nurture 1',
      '2026-03-27T09:00:00Z left nurture 1 completed',
    ]);
  });

  test('RT-50 RT-54 an event that only counts for one constraint wakes the run by another', () => {
    const either: JourneyNode = {
      kind: 'listen',
      id: 'either',
      context: 'accounts',
      events: [
        { event: 'order', where: attributeTest('event', 'total', 'atLeast', 1), minimum: 2 },
        { event: 'order', where: attributeTest('event', 'total', 'atLeast', 100) },
      ],
    };
    const world = tenant([{ nodes: [either] }]);
    const story = storyOf(world, at(0, ...ACME), at(1, order('a', 1, 100)));
    expect(story.at(-1)).toBe('2026-03-27T10:00:00Z left nurture 1 completed');
  });

  test('RT-36 RT-10 RT-5 a list hands an account over to the next journey within the advance', () => {
    const list: JourneyNode = {
      kind: 'action',
      id: 'list',
      context: 'accounts',
      action: { type: 'addToList', list: 'named' },
    };
    const onboard = {
      id: 'onboard',
      nodes: [{ kind: 'audience', id: 'audience', list: 'named' } as const],
    };
    const story = storyOf(tenant([{ nodes: [list] }, onboard]), at(0, ...ACME));
    expect(story).toContain('2026-03-27T09:00:00Z entered onboard 1');
  });

  test('RT-71 RT-1 a relation that is told again does not swallow an event that is pending', () => {
    const hear: JourneyNode = {
      kind: 'listen',
      id: 'hear',
      context: 'people',
      events: [{ event: 'webVisit', where: PRICING }],
    };
    const again: Happening = { type: 'relate', account: 'acme', person: 'ann', roles: null };
    const story = storyOf(tenant([{ nodes: [hear] }]), at(0, ...ACME), at(1, visit('a', 1), again));
    expect(story.at(-1)).toBe('2026-03-27T10:00:00Z left nurture 1 completed');
  });

  test('RT-5 RT-32 a buying group follows what a journey writes', () => {
    const write: JourneyNode = {
      kind: 'action',
      id: 'write',
      context: 'accounts',
      action: { type: 'updateProfile', attribute: 'industry', value: 'Retail' },
      next: 'hear',
    };
    const hear: JourneyNode = {
      kind: 'listen',
      id: 'hear',
      context: 'people',
      events: [{ event: 'assignedToGroup', where: attributeTest('event', 'group', 'is', 'cloud') }],
    };
    const retail = attributeTest('account', 'industry', 'is', 'Retail');
    const world = tenant([{ nodes: [write, hear] }], {
      groups: [{ id: 'cloud', roles: [{ role: 'Practitioner', when: retail }] }],
    });
    expect(storyOf(world, at(0, ...ACME)).at(-1)).toBe(
      '2026-03-27T09:00:00Z left nurture 1 completed',
    );
  });

  test('RT-58 runs hear an event in order of publication, whichever arrived first', () => {
    const wait: JourneyNode = { kind: 'wait', id: 'wait', for: { hours: 1 }, next: 'hear' };
    const hear: JourneyNode = {
      kind: 'listen',
      id: 'hear',
      context: 'people',
      events: [{ event: 'webVisit', where: PRICING }],
      next: 'mail',
    };
    const world = tenant([{ nodes: [wait, hear, mail] }, { id: 'onboard', nodes: [hear, mail] }]);
    const effects = storyOf(world, at(0, ...ACME), at(2, visit('a', 2))).filter((line) =>
      / effect /.test(line),
    );
    expect(effects.map((line) => line.slice(0, 40))).toEqual([
      '2026-03-27T11:00:00Z effect ["nurture",1',
      '2026-03-27T11:00:00Z effect ["onboard",1',
    ]);
  });

  test('RT-5 RT-16 who waited in line enters in order of publication too', () => {
    const both = tenant([{ nodes: [mail] }, { id: 'onboard', nodes: [mail] }], {
      audiences: [
        {
          id: 'first',
          of: 'accounts',
          condition: attributeTest('account', 'industry', 'is', 'Retail'),
        },
      ],
    });
    const [nurture, onboard] = both.journeys;
    const world: Tenant = { ...both, journeys: [nurture!, { ...onboard!, status: 'scheduled' }] };
    const story = storyOf(
      world,
      at(0, ...ACME, { type: 'enrol', account: 'acme', journey: 'onboard' }),
      at(
        1,
        { type: 'account', account: 'acme', attributes: { industry: 'Retail' } },
        { type: 'start', journey: 'onboard' },
      ),
    );
    expect(story.filter((line) => / entered /.test(line))).toEqual([
      '2026-03-27T10:00:00Z entered nurture 1',
      '2026-03-27T10:00:00Z entered onboard 1',
    ]);
  });

  test('RT-30 RT-26 an e-mail to 1,001 people is three effects', () => {
    const given = tenant([{ nodes: [mail] }]);
    const joined = Array.from({ length: 1_001 }, (_, index): AccountInput => {
      const copy = { id: `p${index}`, attributes: {}, objects: {}, change: 1 };
      const message = { type: 'joined', copy, events: [], roles: null, since: BEGINNING } as const;
      return { kind: 'person', message };
    });
    const account: AccountInput = {
      kind: 'account',
      attributes: { name: 'acme', industry: 'Software' },
      version: 0,
      opportunities: [],
      objects: [],
    };
    const [left, right] = [runtimeSide(), referenceSide()].map((side) => {
      const journeys = given.journeys.map(({ document, status }, place) => ({
        document,
        status,
        order: place,
      }));
      side.publish({ ...given, journeys, catalogue: TENANT_CATALOGUE });
      return side.account('acme', [account, ...joined], BEGINNING).log;
    });
    expect(left).toEqual(right);
    expect(left!.filter((line) => line.startsWith('effect'))).toHaveLength(3);
  });
});
