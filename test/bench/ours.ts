// The one door to the library: as it is built, because that is what its users run. What the root entry does not show
// comes from the source.
export { ChangeSet } from '../../src/audience/change-set.ts';
export { assignMembers } from '../../src/buying-group/assign.ts';
export { compileGroup } from '../../src/buying-group/compile-group.ts';
export type { BuyingGroupRecord } from '../../src/buying-group/record.ts';
export { advanceTally } from '../../src/engagement/advance-tally.ts';
export { valueOfGroup } from '../../src/engagement/group-value.ts';
export { adjustMaximum, joinMaxima, maximumOf, type Maximum } from './maximum.ts';
export type { PersonTally } from '../../src/engagement/tally.ts';
export { weightsOf } from '../../src/engagement/weighting-model.ts';
export { compileAudiences, type AudienceCondition } from '../../src/audience/membership.ts';
export {
  Audience,
  boolean,
  BuyingGroup,
  catalogue,
  compileCondition,
  conditions,
  ConditionScope,
  date,
  Engine,
  Journey,
  memoryStorage as memory,
  NO_REFERENCES,
  number,
  presetModel,
  simulatedChannel,
  text,
  virtualClock,
} from '../../dist/index.js';
export { sqliteStorage } from '../../dist/storage/sqlite/index.js';
export { postgresStorage } from '../../dist/storage/postgres/index.js';
export { default as pg } from 'pg';
export type {
  AccountView,
  Commit,
  Condition,
  JourneyDocument,
  Operation,
  Storage,
} from '../../dist/index.js';
