import { HOUR } from '../../src/kernel/duration.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import { FIRST, journeyOf } from './by-hand.ts';
import type { Life } from './live.ts';

const SOURCE = { kind: 'audience', id: 'audience', audience: 'first' } as const;

/** Sends its accounts into a journey that has not begun, and again when they are in it. */
const onward = journeyOf('nurture', [
  { ...SOURCE, next: 'onboard' },
  {
    kind: 'action',
    id: 'onboard',
    context: 'accounts',
    action: { type: 'addToJourney', journey: 'onboard' },
    next: 'join',
  },
  {
    kind: 'action',
    id: 'join',
    context: 'accounts',
    action: { type: 'addToList', list: 'named' },
    next: 'pause',
  },
  { kind: 'wait', id: 'pause', for: { hours: 6 }, next: 'part' },
  {
    kind: 'action',
    id: 'part',
    context: 'accounts',
    action: { type: 'removeFromList', list: 'named' },
    next: 'later',
  },
  { kind: 'wait', id: 'later', for: { hours: 50 }, next: 'again' },
  {
    kind: 'action',
    id: 'again',
    context: 'accounts',
    action: { type: 'addToJourney', journey: 'onboard' },
    next: 'done',
  },
  { kind: 'end', id: 'done' },
]);

const awaited = journeyOf('onboard', [
  { kind: 'audience', id: 'audience', list: 'blocked', next: 'listen' },
  {
    kind: 'listen',
    id: 'listen',
    context: 'people',
    events: [{ event: 'webVisit', minimum: 1 }],
  },
]);

/** A tenant written by hand for what generated ones seldom come to: lines for a scheduled journey. */
export function tour(end: 'abort' | 'close'): Life {
  const visit = { id: 'e1', type: 'webVisit', at: BEGINNING + 72 * HOUR, fields: { page: 'home' } };
  return {
    tenant: {
      journeys: [
        { document: awaited, status: 'scheduled' },
        { document: onward, status: 'live' },
      ],
      audiences: [FIRST],
      lists: [
        { id: 'named', type: 'static', status: 'live' },
        { id: 'blocked', type: 'static', status: 'live' },
      ],
      groups: [],
      stageModels: [],
      actions: ['createTask'],
    },
    timeline: [
      {
        at: BEGINNING,
        happenings: [
          { type: 'account', account: 'acme', attributes: { name: 'Acme', industry: 'Software' } },
          { type: 'person', person: 'ann', attributes: { jobTitle: 'Director' } },
          { type: 'relate', account: 'acme', person: 'ann', roles: null },
        ],
      },
      { at: BEGINNING + 8 * HOUR, happenings: [] },
      {
        at: BEGINNING + 72 * HOUR,
        happenings: [
          { type: end, journey: 'onboard' },
          { type: 'personEvent', person: 'ann', event: visit },
        ],
      },
    ],
    toTheEnd: true,
  };
}
