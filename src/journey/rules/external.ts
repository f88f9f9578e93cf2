import { problem, warning } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import { fitsType, isOfType, readText } from '../../model/accessor.ts';
import type { AccessorTest } from '../../model/accessor.ts';
import type { ExternalService } from '../../model/external-service.ts';
import type { AskNode } from '../document.ts';
import type { RuleContext } from './rule.ts';

/** Nodes that ask external services fit what these are for (XA-20 to XA-25, reference 7.8). */
export function external({ graph, references }: RuleContext): Issue[] {
  const find = references?.service;
  return graph.places.flatMap(({ node, path }) => {
    if (!('service' in node)) return [];
    const forms = formIssues(node, path);
    if (forms.length > 0 || find === undefined) return forms;
    const service = find(node.service);
    return service === undefined ? [unknown(node, path)] : nodeIssues(node, service, path);
  });
}

/** What can be seen without the service. */
function formIssues(node: AskNode, path: Path): Issue[] {
  if (node.service.trim() === '') {
    const fix = 'Name an active external service.';
    return [problem('NODE_INCOMPLETE', [...path, 'service'], 'The node names no service.', fix)];
  }
  return testsOf(node, path).flatMap(({ test, place }) => {
    if (test.values.length > 0 && (takesMany(test) || test.values.length === 1)) return [];
    const wanted = takesMany(test) ? 'at least one value' : 'one value';
    const message = `${test.operator} needs ${wanted}.`;
    return [problem('ACCESSOR_VALUES', [...place, 'values'], message, `Give ${wanted}.`)];
  });
}

function unknown({ service }: AskNode, path: Path): Issue {
  const message = `There is no external service ${JSON.stringify(service)}.`;
  return problem(
    'UNKNOWN_SERVICE',
    [...path, 'service'],
    message,
    'Define it, or name another one.',
  );
}

function nodeIssues(node: AskNode, service: ExternalService, path: Path): Issue[] {
  const place = [...path, 'service'];
  const issues: Issue[] = [];
  if (service.status !== 'active') {
    const message = `The service ${JSON.stringify(service.id)} is a draft.`;
    issues.push(problem('SERVICE_NOT_ACTIVE', place, message, 'Define it with status active.'));
  }
  if (service.split !== (node.kind !== 'externalAction')) {
    const [is, wanted] = service.split ? ['splits', 'actions'] : ['actions', 'splits'];
    const message = `The service is for external ${is}, the node for external ${wanted}.`;
    issues.push(problem('SERVICE_KIND', place, message, `Name a service for ${wanted}.`));
  }
  const context = contextOf(node);
  if ((service.entity === 'account') !== (context === 'accounts')) {
    const message = `A service for ${service.entity} cannot be asked about ${context}.`;
    issues.push(problem('SERVICE_CONTEXT', place, message, 'Change the context, or the service.'));
  }
  return [...issues, ...inputIssues(node, service, path), ...accessorIssues(node, service, path)];
}

function inputIssues({ input = {} }: AskNode, { inputs }: ExternalService, path: Path): Issue[] {
  const issues: Issue[] = [];
  for (const { name, type, required } of inputs) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    const place = [...path, 'input', name];
    if (value === undefined || value === '') {
      if (!required) continue;
      const message = `The service needs ${JSON.stringify(name)}.`;
      issues.push(problem('SERVICE_INPUT', place, message, 'Give it a value.'));
    } else if (!isOfType(value, type)) {
      const message = `${JSON.stringify(name)} must be ${type}.`;
      issues.push(problem('SERVICE_INPUT', place, message, `Give a value of type ${type}.`));
    }
  }
  for (const name of Object.keys(input)) {
    if (inputs.some((one) => one.name === name)) continue;
    const message = `The service takes nothing called ${JSON.stringify(name)}.`;
    issues.push(problem('SERVICE_INPUT', [...path, 'input', name], message, 'Leave it out.'));
  }
  return issues;
}

function accessorIssues(node: AskNode, { accessors }: ExternalService, path: Path): Issue[] {
  return testsOf(node, path).flatMap(({ test, place }) => {
    const { accessor, operator, values } = test;
    const declared = accessors.find(({ name }) => name === accessor);
    if (declared === undefined) {
      const message = `The service reports nothing called ${JSON.stringify(accessor)}.`;
      const fix = 'Name one of the accessors of the service.';
      return [problem('UNKNOWN_ACCESSOR', [...place, 'accessor'], message, fix)];
    }
    const { type } = declared;
    if (!fitsType(operator, type)) {
      const message = `${operator} cannot compare values of type ${type}.`;
      return [
        problem('ACCESSOR_OPERATOR', [...place, 'operator'], message, 'Use another operator.'),
      ];
    }
    const wrong = values.find((value) => readText(value, type) === null);
    if (wrong === undefined) return [];
    const message = `${JSON.stringify(wrong)} is no ${type}, so the path is never taken.`;
    return [
      warning('ACCESSOR_VALUES', [...place, 'values'], message, `Give values of type ${type}.`),
    ];
  });
}

function contextOf(node: AskNode): 'accounts' | 'people' {
  if (node.kind === 'externalAction') return node.context;
  return node.kind === 'externalSplitPeople' ? 'people' : 'accounts';
}

function testsOf(
  node: AskNode,
  path: Path,
): readonly { readonly test: AccessorTest; readonly place: Path }[] {
  if (node.kind === 'externalAction') return [];
  return node.paths.flatMap(({ when = [] }, index) =>
    when.map((test, at) => ({ test, place: [...path, 'paths', index, 'when', at] })),
  );
}

function takesMany({ operator }: AccessorTest): boolean {
  return !operator.startsWith('greater') && !operator.startsWith('less');
}
