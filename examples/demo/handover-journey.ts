import { Journey, conditions } from '../../src/index.ts';
import { operations } from './buying-groups.ts';
import { newCustomers } from './definitions.ts';
import { demoCatalogue } from './demo-catalogue.ts';
import type { DemoShape } from './demo-catalogue.ts';
import type { StorySettings } from './story-journey.ts';

/** The journey's id. */
export const HANDOVER = 'operations-handover';

const { group, matchedGroup } = conditions(demoCatalogue);

function complete(percent: number) {
  return matchedGroup({
    definitions: [operations.id],
    completeness: group.completeness.atLeast(percent),
  });
}

/**
 * Whose group for the platform has become a customer is handed over to those who will run it: the group for operations
 * decides how, by its completeness.
 */
export function handoverJourney({ ends }: StorySettings): Journey<DemoShape> {
  return Journey.forAccounts(HANDOVER, {
    name: 'Operations: from purchase to everyday use',
    description: 'New customers, by the completeness of their operations team.',
    catalogue: demoCatalogue,
    audience: newCustomers,
    ends,
  })
    .updateGroupStage(operations.id, 'aware', { id: 'handover-start', label: 'Group: aware' })
    .wait({ days: 2 }, { id: 'handover-pause', label: 'Two days' })
    .split(
      (paths) =>
        paths
          .when('Team complete', complete(100), (path) =>
            path
              .sendEmail('runbook', { id: 'handover-runbook', label: 'Runbook, to all' })
              .updateGroupStage(operations.id, 'evaluating', {
                id: 'handover-evaluating',
                label: 'Group: evaluating',
              }),
          )
          .when('Team half there', complete(50), (path) =>
            path.sendEmail('team-guide', { id: 'handover-guide', label: 'Whom you need, to all' }),
          )
          .otherwise('Nobody to run it', (path) =>
            path
              .updateGroupStatus(operations.id, 'Roles missing', {
                id: 'handover-status',
                label: 'Status: roles missing',
              })
              .act(
                'salesAlert',
                { team: 'Customer success', reason: 'Nobody to run the platform' },
                'accounts',
                { id: 'handover-alert', label: 'Tell customer success' },
              ),
          ),
      { id: 'handover-team', label: 'Completeness of the operations team' },
    )
    .wait({ days: 14 }, { id: 'handover-fortnight', label: 'Two weeks' })
    .split(
      (paths) =>
        paths
          .when(
            'Evaluating, complete',
            matchedGroup({
              definitions: [operations.id],
              completeness: group.completeness.atLeast(100),
              stage: group.stage.is('evaluating'),
            }),
            (path) =>
              path
                .updateGroupStage(operations.id, 'customer', {
                  id: 'handover-customer',
                  label: 'Group: customer',
                })
                .end({ id: 'handover-done', label: 'Runs by itself' }),
          )
          .otherwise('Not yet', (path) => path.end({ id: 'handover-open', label: 'Looked after' })),
      { id: 'handover-stage', label: 'Stage of the operations team' },
    );
}
