import { compareText } from '../kernel/text-order.ts';
import type { MembershipResult } from './result.ts';
import type { PlayedScenario } from './played-scenario.ts';

/** Who is in each audience of accounts and on each list at the end. */
export async function collectMemberships({ scenario, engine }: PlayedScenario): Promise<{
  readonly audiences: readonly MembershipResult[];
  readonly lists: readonly MembershipResult[];
}> {
  const audiences: MembershipResult[] = [];
  for (const { id, of } of scenario.audiences ?? []) {
    if (of === 'accounts')
      audiences.push({ id, members: sorted(await engine.members({ audience: id })) });
  }
  const lists: MembershipResult[] = [];
  for (const { id } of scenario.lists ?? [])
    lists.push({ id, members: sorted(await engine.members({ list: id })) });
  return { audiences, lists };
}

function sorted(members: readonly string[]): readonly string[] {
  return members.toSorted(compareText);
}
