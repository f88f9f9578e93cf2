import { describe, expect, test } from 'vitest';
import type { JourneyNode } from '../../src/journey/document.ts';
import type { Scenario, ScenarioResponse } from '../../src/scenario/scenario.ts';
import { effects, email, is, journey, person, play, scenario, way } from './parts.ts';

const call: JourneyNode = {
  kind: 'action',
  id: 'call',
  context: 'accounts',
  action: { type: 'custom', name: 'call', input: { note: 'x' } },
};
const NODES: readonly JourneyNode[] = [email('hello', 'bye'), email('bye', 'call'), call];
const catalogue = { actions: { call: { of: 'accounts' } } } as const;

async function answered(
  responses: readonly ScenarioResponse[],
  more: Partial<Scenario> = {},
): Promise<string[]> {
  return effects(
    await play(scenario({ catalogue, journeys: [journey(NODES)], responses, ...more })),
  );
}

describe('responses', () => {
  test('SC-30 the first that fits decides for each recipient; everything else is sent', async () => {
    expect(
      await answered([
        { email: 'hello', people: ['bob'], outcome: 'refused', reason: 'bounced' },
        { node: 'hello', outcome: 'sent' },
        { journey: 'nurture', email: 'bye', outcome: 'unknown' },
        { people: ['ann'], outcome: 'refused' },
      ]),
    ).toEqual([
      '01-05T09:00 hello ann sent',
      '01-05T09:00 hello bob refused bounced',
      '01-05T09:00 bye ann unknown scenario_unknown',
      '01-05T09:00 bye bob unknown scenario_unknown',
      '01-05T09:00 call acme sent',
    ]);
    expect(await answered([{ action: 'call', outcome: 'refused', reason: 'closed' }])).toContain(
      '01-05T09:00 call acme refused closed',
    );
  });

  test('SC-31 SC-43 what fails is tried again four times and then given up', async () => {
    const rows = await answered([
      { email: 'hello', people: ['ann'], outcome: 'failed', reason: 'busy' },
    ]);
    expect(rows.filter((row) => row.includes('hello'))).toEqual([
      '01-05T09:00 hello bob sent',
      '01-05T11:36 hello ann failed busy',
    ]);
  });

  test('SC-32 events follow for those to whom it was sent, with their fields filled in', async () => {
    const responses = [
      { people: ['bob'], outcome: 'refused', events: [{ type: 'emailClicked', afterMinutes: 1 }] },
      {
        email: 'hello',
        events: [{ type: 'emailClicked', afterMinutes: 90, fields: { link: 'L' } }],
      },
    ] as const;
    const fields = [
      is('event', 'email', 'hello'),
      is('event', 'journey', 'nurture'),
      is('event', 'node', 'hello'),
      is('event', 'link', 'l'),
    ];
    const ear: JourneyNode = {
      kind: 'listen',
      id: 'ear',
      context: 'people',
      events: [{ event: 'emailClicked', where: { kind: 'all', of: fields } }],
    };
    const result = await play(
      scenario({ journeys: [journey([email('hello', 'ear'), ear])], responses }),
    );
    expect(way(result)).toBe('@01-05T09:00 start hello ear:event @01-05T10:30 (completed)');
    const nobody = await play(
      scenario({
        journeys: [journey([email('hello', 'ear'), ear])],
        responses,
        relations: [{ account: 'acme', person: 'bob' }],
      }),
    );
    expect(way(nobody)).toBe('@01-05T09:00 start hello ear …');
  });

  test('SC-33 whom the gate refuses gets no response', async () => {
    const people = [{ ...person('ann'), consent: 'n' as const }, { id: 'bob' }];
    const rows = await answered([{ outcome: 'failed' }], {
      people,
      journeys: [journey([email('hello')])],
      end: '2026-01-06',
    });
    expect(rows).toEqual([
      '01-05T09:00 hello ann refused no_consent',
      '01-05T09:00 hello bob refused no_address',
    ]);
  });

  test('SC-34 an answer may take time; the longest counts, and the run does not wait', async () => {
    const responses = [
      { email: 'hello', people: ['ann'], answerAfterMinutes: 5 },
      { email: 'hello', answerAfterMinutes: 30 },
      { action: 'call', answerAfterMinutes: 1 },
    ];
    const given = scenario({ catalogue, journeys: [journey(NODES)], responses });
    const result = await play(given);
    expect(effects(result)).toEqual([
      '01-05T09:00 bye ann sent',
      '01-05T09:00 bye bob sent',
      '01-05T09:01 call acme sent',
      '01-05T09:30 hello ann sent',
      '01-05T09:30 hello bob sent',
    ]);
    expect(way(result)).toBe('@01-05T09:00 start hello bye call (completed)');
    const open = await play({ ...given, end: '2026-01-05T09:29:59Z' });
    expect(open.journeys[0]!.counts.nodes.map(({ notYetActioned }) => notYetActioned)).toEqual([
      0, 1, 0, 0,
    ]);
  });
});
