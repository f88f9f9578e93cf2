import type { RoleCard } from './definition.ts';

/** Which roles a kind of group has, and which people fit each (reference 4). */
export interface RolesTemplate {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  /** Drafts may be changed; only live templates can be used by solution interests. */
  readonly status: 'draft' | 'live';
  /** In priority order. */
  readonly roles: readonly RoleCard[];
}
