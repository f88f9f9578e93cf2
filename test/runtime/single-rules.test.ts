import { describe, expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import { limits } from '../../src/model/limits.ts';
import type { AccountInput } from '../../src/runtime/input.ts';
import { memberStatus } from '../../src/runtime/run.ts';
import { TENANT_CATALOGUE } from '../../src/testing/arbitraries/catalogue.ts';
import { attributeTest } from '../../src/testing/arbitraries/condition-growth.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { runtimeSide } from './sides.ts';
import { ACME, at, mail, PRICING, storyOf, tenant, visit } from './stories.ts';

describe('single rules', () => {
  test('RT-6 nothing of an advance that goes beyond the limit is applied', () => {
    const add = (id: string, next?: string): JourneyNode => {
      const action = { type: 'addToJourney', journey: 'onboard' } as const;
      return {
        kind: 'action',
        id,
        context: 'accounts',
        action,
        ...(next === undefined ? {} : { next }),
      };
    };
    const given = tenant([
      { nodes: [add('one', 'two'), add('two', 'three'), add('three')] },
      { id: 'onboard' },
    ]);
    const side = runtimeSide(limits({ inputsPerAdvance: 2 }));
    const journeys = given.journeys.map(({ document, status }, order) => ({
      document,
      status,
      order,
    }));
    side.publish({ ...given, journeys, catalogue: TENANT_CATALOGUE });
    const change = (
      attributes: Extract<AccountInput, { kind: 'account' }>['attributes'],
    ): AccountInput => {
      return { kind: 'account', attributes, version: 0, opportunities: [], objects: [] };
    };
    side.account('acme', [change({ name: 'acme' })], BEGINNING);
    const before = side.accountView('acme');
    const software = change({ industry: 'Software' });
    expect(() => side.account('acme', [software], BEGINNING)).toThrow(
      expect.objectContaining({ code: 'STEP_LIMIT' }),
    );
    expect(side.accountView('acme')).toEqual(before);
  });

  test('RT-38 RT-20 a run goes on past its effects in the same advance', () => {
    const first: JourneyNode = { ...mail, id: 'first', next: 'mail' } as JourneyNode;
    const story = storyOf(tenant([{ nodes: [first, mail] }]), at(0, ...ACME));
    expect(story.filter((line) => / effect /.test(line))).toHaveLength(2);
    expect(story.at(-1)).toBe('2026-03-27T09:00:00Z left nurture 1 completed');
  });

  test('RT-53 a run does not hear the event that it caused before it arrived', () => {
    const moment: JourneyNode = {
      kind: 'action',
      id: 'moment',
      context: 'accounts',
      action: { type: 'interestingMoment', moment: 'Web' },
      next: 'hear',
    };
    const hear: JourneyNode = {
      kind: 'listen',
      id: 'hear',
      context: 'accounts',
      events: [
        { event: 'accountInterestingMoment', where: attributeTest('event', 'type', 'is', 'Web') },
      ],
    };
    const alone = storyOf(tenant([{ nodes: [moment, hear] }]), at(0, ...ACME));
    expect(alone).toEqual(['2026-03-27T09:00:00Z entered nurture 1']);
    // The moment of the journey published later comes after the arrival.
    const both = storyOf(
      tenant([{ nodes: [moment, hear] }, { id: 'onboard', nodes: [moment, hear] }]),
      at(0, ...ACME),
    );
    expect(both).toEqual([
      '2026-03-27T09:00:00Z entered nurture 1',
      '2026-03-27T09:00:00Z entered onboard 1',
      '2026-03-27T09:00:00Z left nurture 1 completed',
    ]);
  });

  test('RT-53 RT-52 the event that moves a run to a listener is not heard there, the next one of the instant is', () => {
    const hear = {
      kind: 'listen',
      context: 'people',
      events: [{ event: 'webVisit', where: PRICING }],
    } as const;
    const nodes: JourneyNode[] = [
      { ...hear, id: 'one', next: 'two' },
      { ...hear, id: 'two' },
    ];
    const single = storyOf(tenant([{ nodes }]), at(0, ...ACME), at(1, visit('a', 1)));
    expect(single).toHaveLength(1);
    const twice = storyOf(tenant([{ nodes }]), at(0, ...ACME), at(1, visit('a', 1), visit('b', 1)));
    expect(twice.at(-1)).toBe('2026-03-27T10:00:00Z left nurture 1 completed');
  });

  test('RT-57 RT-74 a late event wakes nothing, but counts in the history from its timestamp on', () => {
    const hear: JourneyNode = {
      kind: 'listen',
      id: 'hear',
      context: 'people',
      events: [{ event: 'webVisit', where: PRICING }],
      timeout: { after: { hours: 6 }, next: 'split' },
    };
    const split: JourneyNode = {
      kind: 'splitPeople',
      id: 'split',
      paths: [
        {
          id: 'visited',
          when: { kind: 'event', event: 'webVisit', occurred: true, past: { days: 1 } },
          actions: [mail],
        },
      ],
    };
    const world = tenant([{ nodes: [hear, split] }]);
    const recent = storyOf(world, at(0, ...ACME), at(1, visit('a', -24)));
    expect(recent.map((line) => line.slice(0, 48))).toEqual([
      '2026-03-27T09:00:00Z entered nurture 1',
      '2026-03-27T15:00:00Z effect ["nurture",1,"mail",',
      '2026-03-27T15:00:00Z left nurture 1 completed',
    ]);
    expect(storyOf(world, at(0, ...ACME), at(1, visit('a', -25)))).toHaveLength(2);
  });

  test('RT-61 the first three reasons count as completed', () => {
    const reasons = [
      'completed',
      'no_path_matched',
      'timed_out',
      'removed',
      'audience_left',
      'aborted',
      'journey_ended',
      'account_deleted',
    ] as const;
    expect(reasons.filter((reason) => memberStatus(reason) === 'completed')).toEqual(
      reasons.slice(0, 3),
    );
  });
});
