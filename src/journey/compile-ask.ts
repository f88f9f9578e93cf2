import { problem } from '../kernel/issue.ts';
import type { Path } from '../kernel/issue.ts';
import type { AccessorTest, TypedAccessorTest } from '../model/accessor.ts';
import { LIMITS } from '../model/limits.ts';
import type { ExternalService } from '../model/external-service.ts';
import type { Ask, Route } from '../plan/ask.ts';
import type { CompileContext } from './compile-context.ts';
import { lowerActs } from './compile-node.ts';
import type { CampaignOf } from './compile-node.ts';
import type { AskNode } from './document.ts';

/** A node that asks an external service (XA-20 to XA-25). What of the service it needs stands in the plan. */
export function lowerAsk(
  context: CompileContext,
  node: AskNode,
  path: Path,
  campaignOf: CampaignOf,
): Ask {
  const service = findService(context, node, path);
  return {
    op: 'ask',
    node: node.id,
    service: node.service,
    about: aboutOf(node, service),
    input: node.input ?? {},
    minutes: service?.timeout ?? LIMITS.externalTimeoutDefaultMinutes,
    route: routeOf(context, node, path, campaignOf, service),
  };
}

function findService(
  { references, issues }: CompileContext,
  { service: id }: AskNode,
  path: Path,
): ExternalService | undefined {
  const service = references.service?.(id);
  if (service?.status === 'active') return service;
  const message = `There is no active external service ${JSON.stringify(id)}.`;
  const fix = 'Define it with status active.';
  issues.push(problem('UNKNOWN_SERVICE', [...path, 'service'], message, fix));
  return service;
}

function aboutOf(node: AskNode, service: ExternalService | undefined): Ask['about'] {
  const isOfPeople =
    node.kind === 'externalSplitPeople' ||
    (node.kind === 'externalAction' && node.context === 'people');
  if (!isOfPeople) return 'account';
  return service?.entity === 'accountPerson' ? 'people' : 'person';
}

function routeOf(
  context: CompileContext,
  node: AskNode,
  path: Path,
  campaignOf: CampaignOf,
  service: ExternalService | undefined,
): Route {
  const tests = (when: readonly AccessorTest[] | undefined, at: number): TypedAccessorTest[] =>
    typed(context, when, [...path, 'paths', at, 'when'], service);
  switch (node.kind) {
    case 'externalAction':
      return {
        by: 'outcome',
        failsOn: node.failsOn ?? 'all',
        next: campaignOf(node.next),
        failed: campaignOf(node.failed?.next),
      };
    case 'externalSplitAccounts':
      return {
        by: 'account',
        paths: node.paths.map(({ id, when, next }, at) => ({
          id,
          tests: tests(when, at),
          to: campaignOf(next),
        })),
        other: node.other ? campaignOf(node.other.next) : null,
        failed: campaignOf(node.failed?.next),
      };
    case 'externalSplitPeople':
      return {
        by: 'people',
        paths: node.paths.map(({ id, when, actions }, at) => ({
          id,
          tests: tests(when, at),
          acts: lowerActs(context, actions, [...path, 'paths', at, 'actions']),
        })),
        other: node.other
          ? lowerActs(context, node.other.actions, [...path, 'other', 'actions'])
          : null,
        failed: lowerActs(context, node.failed?.actions ?? [], [...path, 'failed', 'actions']),
        next: campaignOf(node.next),
      };
  }
}

function typed(
  { issues }: CompileContext,
  when: readonly AccessorTest[] = [],
  path: Path,
  service: ExternalService | undefined,
): TypedAccessorTest[] {
  if (when.length === 0) {
    const message = 'The path has no condition.';
    issues.push(problem('MISSING_CONDITION', path, message, 'Give it a test of an accessor.'));
  }
  return when.flatMap((test, at) => {
    const declared = service?.accessors.find(({ name }) => name === test.accessor);
    if (declared !== undefined) return [{ ...test, type: declared.type }];
    const message = `The service reports nothing called ${JSON.stringify(test.accessor)}.`;
    const fix = 'Name one of the accessors of the service.';
    issues.push(problem('UNKNOWN_ACCESSOR', [...path, at, 'accessor'], message, fix));
    return [];
  });
}
