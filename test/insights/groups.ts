import type { GroupSnapshot, MemberSnapshot } from '../../src/insights/snapshot.ts';
import type { StageModel } from '../../src/stage/stage-model.ts';

export const LIFE: StageModel = {
  id: 'life',
  name: 'Life',
  status: 'live',
  stages: [
    { id: 'aware', name: 'Aware', entry: true, to: ['interested', 'lost'] },
    { id: 'interested', to: ['aware', 'won', 'lost'] },
    { id: 'won', destination: 'success' },
    { id: 'lost', destination: 'failure' },
  ],
};

export function snapshot(account: string, parts: Partial<GroupSnapshot> = {}): GroupSnapshot {
  return {
    account,
    accountName: account,
    industry: null,
    region: null,
    group: 'cloud',
    name: `Cloud for ${account}`,
    members: [],
    completeness: null,
    engagement: null,
    stage: null,
    status: null,
    created: 0,
    updated: 0,
    ...parts,
  };
}

export function member(
  person: string,
  role: string,
  parts: Partial<MemberSnapshot> = {},
): MemberSnapshot {
  return {
    person,
    role,
    removed: false,
    name: person,
    jobTitle: null,
    engagement: null,
    since: 0,
    ...parts,
  };
}
