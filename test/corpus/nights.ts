import type { WeightingModel } from '../../src/engagement/weighting-model.ts';
import { DAY, HOUR } from '../../src/kernel/duration.ts';
import type { Happening } from '../../src/testing/arbitraries/timeline-arbitrary.ts';
import { BEGINNING } from '../../src/testing/arbitraries/timeline-units.ts';
import type { Life } from './live.ts';

const models: readonly WeightingModel[] = [
  {
    id: 'visits',
    name: 'Visits',
    status: 'active',
    bands: [{ name: 'Some', value: 40 }],
    activities: [{ activity: 'webVisit', band: 'Some' }],
  },
];

/** On which days after the first each person visits the site, how often. */
const VISITS: readonly (readonly [person: string, day: number, times: number])[] = [
  ['ann', 0, 2],
  ['bob', 0, 1],
  ['bob', 1, 22],
  ['cem', 1, 3],
  ['ann', 3, 1],
  ['cem', 4, 9],
  ['ann', 31, 1],
];

/** A tenant that scores: groups through several nights, a window that moves on, a late visit, and an audience of scores. */
export function nights(): Life {
  const role = (title: string) => ({
    kind: 'attribute' as const,
    entity: 'person' as const,
    attribute: 'jobTitle',
    operator: 'is' as const,
    values: [title],
  });
  const people: readonly (readonly [id: string, title: string, account: string])[] = [
    ['ann', 'Director', 'acme'],
    ['bob', 'Engineer', 'acme'],
    ['cem', 'Director', 'beta'],
  ];
  const visits = (of: number): Happening[] =>
    VISITS.filter(([, day]) => day === of).flatMap(([person, day, times]) =>
      Array.from({ length: times }, (_, index) => ({
        type: 'personEvent' as const,
        person,
        event: {
          id: `${person}-${day}-${index}`,
          type: 'webVisit',
          at: BEGINNING + day * DAY - (day === 4 ? 2 * DAY : 0),
          fields: { page: 'home' },
        },
      })),
    );
  return {
    tenant: {
      journeys: [],
      audiences: [],
      lists: [],
      stageModels: [],
      groups: [
        {
          id: 'committee',
          roles: [
            { role: 'Decision Maker', weighting: 'vital', when: role('Director') },
            { role: 'Practitioner', when: role('Engineer') },
          ],
        },
      ],
      actions: [],
    },
    scoring: { models },
    subscription: 'nights',
    timeline: [
      {
        at: BEGINNING,
        happenings: [
          ...['acme', 'beta'].map((account): Happening => ({
            type: 'account',
            account,
            attributes: { name: account },
          })),
          ...people.flatMap(([person, jobTitle, account]): Happening[] => [
            { type: 'person', person, attributes: { jobTitle } },
            { type: 'relate', account, person, roles: null },
          ]),
          ...visits(0),
        ],
      },
      ...[1, 3, 4, 6, 31, 34].map((day) => ({
        at: BEGINNING + day * DAY + HOUR,
        happenings: visits(day),
      })),
      { at: BEGINNING + 36 * DAY, happenings: [] },
    ],
    toTheEnd: false,
  };
}
