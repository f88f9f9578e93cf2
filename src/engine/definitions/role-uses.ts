import { checkRoleRemoval } from '../../buying-group/role-list.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { Core } from '../core.ts';

/** What stands against taking custom roles off the list: cards and active members that have them (BG-56). */
export async function rolesInUse(
  core: Core,
  roles: readonly { readonly name: string }[],
): Promise<readonly Issue[]> {
  if (roles.length === 0) return [];
  const members = await countMembers(core);
  const definitions = [...core.registry.definitions.values()].flatMap(({ body }) =>
    body.type === 'template' || body.type === 'group' ? [body.document] : [],
  );
  return roles.flatMap(({ name }) =>
    checkRoleRemoval(name, {
      templates: definitions.flatMap(({ id, roles: cards }) =>
        cards.some(({ role }) => role === name) ? [id] : [],
      ),
      members: members.get(name) ?? 0,
    }),
  );
}

/** Active members of all groups by role; looks through all accounts. */
async function countMembers(core: Core): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const { body } of core.store.all('account', '', core.settings.batchSize)) {
    for (const { members } of body.groups)
      for (const { role, removed } of members)
        if (!removed) counts.set(role, (counts.get(role) ?? 0) + 1);
    await core.pace.breathe();
  }
  return counts;
}
