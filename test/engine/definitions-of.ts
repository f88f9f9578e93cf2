import { AccountList } from '../../src/audience/account-list.ts';
import { Audience } from '../../src/audience/audience.ts';
import { BuyingGroup } from '../../src/buying-group/buying-group.ts';
import type { Defined } from '../../src/engine/definitions/definitions.ts';
import type { Tenant } from '../../src/testing/arbitraries/tenant-arbitrary.ts';
import { servicesOf } from './services.ts';

/** All definitions of a generated tenant, to be defined in one call. */
export function definitionsOf(tenant: Tenant): readonly Defined[] {
  return [
    ...tenant.audiences.map((document) => Audience.fromJSON(document)),
    ...tenant.lists.map((document) => AccountList.fromJSON(document)),
    ...tenant.stageModels.map((stages) => ({ stages })),
    ...servicesOf(tenant),
    ...tenant.groups.map((document) => BuyingGroup.fromJSON(document)),
  ];
}
