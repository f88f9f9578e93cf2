import { checkAccountList, checkAudience } from '../audience/check.ts';
import type { CheckContext } from '../audience/check.ts';
import { checkBuyingGroup } from '../buying-group/check.ts';
import { under } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Scenario } from './scenario.ts';

/** Audiences, lists and buying groups, as `define` would check them (SC-15). */
export function checkDefinitions(
  { audiences = [], lists = [], groups = [] }: Scenario,
  context: CheckContext,
): Issue[] {
  return [
    ...audiences.flatMap((document, index) =>
      under(['audiences', index], checkAudience(document, context)),
    ),
    ...lists.flatMap(({ members: _members, ...document }, index) =>
      under(['lists', index], checkAccountList(document, context)),
    ),
    ...groups.flatMap((document, index) =>
      under(['groups', index], checkBuyingGroup(document, context)),
    ),
  ];
}
