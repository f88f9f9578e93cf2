import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printCondition } from '../../src/conditions/print.ts';
import { compileJourney } from '../../src/journey/compile.ts';
import { printPlan } from '../../src/plan/print.ts';
import { CATALOGUE, LARGE, NURTURE, REFERENCES } from './nurture.ts';
import { journeys, planOfRandom } from './random-journey.ts';

const options = { catalogue: CATALOGUE, references: REFERENCES };

test('PL-61 a plan with every kind of node in print', () => {
  const text = printPlan(compileJourney(NURTURE, options));
  // The words of conditions are for the tests of conditions.
  expect(text.replace(/(when|where|whom|which) .*?( -> \d+)?$/gm, '$1 …$2')).toMatchInlineSnapshot(`
    "Plan ec81f4f4d98fc824471b7fed8b0135b3 of journey 'nurture', format 1

    Entry: audience 'enterprise'
      when …
      an account enters again 30 days after its latest end

    Campaign 0
      pass 'start'
      act 'intro' on people: send e-mail 'cloud-intro'
      wait 'pause' for 5 days -> 1

    Campaign 1
      listen 'click' for an event of people, since nodeEntry
        'emailClicked' where …
        of people for whom …
        members of any group as 'Decision Maker'
        heard -> 2
        timeout after 1 week -> 8

    Campaign 2
      pass 'join'
      branch 'size': the first path that matches
        path 'large' when … -> 3
        path 'named' when … -> 4
        path 'rest' when … -> 5
        others -> 6

    Campaign 3
      group 'roles': the account's people take the first path that matches
        path 'directors' when …
          act 'case' on people: send e-mail 'business-case'
        others
          act 'moment' on people: interesting moment Milestone ""
      act 'handover' on accounts: salesAlert {"offer":"cloud"}
      end 'done': completed

    Campaign 4
      act 'phase' on accounts: set phase to "nurtured"
      end: completed

    Campaign 5
      end: completed

    Campaign 6
      wait 'until' until 2026-06-01T00:00:00Z -> 7

    Campaign 7
      listen 'changed' for an event of accounts, since journeyEntry
        'accountChanged', 2 times
        heard -> 5
        timeout until 2026-08-31T22:00:00Z -> end: timed_out

    Campaign 8
      act 'reminder' on people: send e-mail 'cloud-reminder' (operational)
      continue -> 2

    Segments
      segment-61cbb7fc: accounts for which …
      segment-4ccf0859: people for which …
      segment-6f05d238: people for which …"
  `);
});

test('PL-61 conditions are printed as everywhere', () => {
  const text = printPlan(compileJourney(NURTURE, options));
  expect(text).toContain(`path 'large' when ${printCondition(LARGE)} -> 3`);
  expect(text).toContain(`: accounts for which ${printCondition(LARGE)}`);
});

test('PL-61 every campaign, node and segment is in print', () => {
  fc.assert(
    fc.property(journeys(), (document) => {
      const plan = planOfRandom(document);
      const lines = printPlan(plan).split('\n');
      for (const { index } of plan.campaigns) expect(lines).toContain(`Campaign ${index}`);
      for (const { name } of plan.segments) {
        expect(lines.some((line) => line.startsWith(`  ${name}: `))).toBe(true);
      }
      const text = lines.join('\n');
      for (const { id } of document.nodes) expect(text).toContain(`'${id}'`);
    }),
  );
});
