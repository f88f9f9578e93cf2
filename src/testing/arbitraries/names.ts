/** What generated journeys, tenants and timelines refer to. */
export interface Names {
  readonly accounts: readonly [string, ...string[]];
  readonly people: readonly [string, ...string[]];
  readonly journeys: readonly [string, ...string[]];
  /** Audiences of accounts. */
  readonly audiences: readonly [string, ...string[]];
  readonly peopleAudience: string;
  /** Static lists. */
  readonly lists: readonly [string, ...string[]];
  readonly dynamicList: string;
  readonly groups: readonly [string, ...string[]];
  /** Roles of every group. */
  readonly roles: readonly [string, string];
  /** Stages of every group. */
  readonly stages: readonly [string, ...string[]];
  /** Whether journeys ask the services of `TENANT_SERVICES`. */
  readonly external?: boolean;
}

/** Few of each, so that they meet often. */
export const NAMES: Names = {
  accounts: ['acme', 'beta'],
  people: ['ann', 'bob', 'cid'],
  journeys: ['nurture', 'onboard', 'rescue'],
  audiences: ['first', 'second'],
  peopleAudience: 'leaders',
  lists: ['named', 'blocked'],
  dynamicList: 'large',
  groups: ['cloud'],
  roles: ['Decision Maker', 'Practitioner'],
  stages: ['open', 'ready', 'won', 'lost'],
  external: true,
};
