import { problem } from '../kernel/issue.ts';
import type { Path } from '../kernel/issue.ts';
import type { Value } from '../model/value.ts';
import type { Act, PlanAction } from '../plan/act.ts';
import type { CompileContext } from './compile-context.ts';
import type { Action, ActionNode } from './document.ts';

/** The act of an action node, defaults applied (PL-12, PL-14). */
export function lowerAction(context: CompileContext, node: ActionNode, path: Path): Act {
  const action = planAction(context, node, [...path, 'action']);
  return { op: 'act', node: node.id, context: node.context, action };
}

function planAction(context: CompileContext, node: ActionNode, path: Path): PlanAction {
  const { action } = node;
  switch (action.type) {
    case 'sendEmail':
      return { type: 'sendEmail', email: action.email, operational: action.operational ?? false };
    case 'interestingMoment': {
      const { type, moment, description = '' } = action;
      return { type, moment, description };
    }
    case 'updateProfile': {
      const { type, attribute } = action;
      return { type, attribute, value: profileValue(context, node, action, path) };
    }
    case 'assignToGroup': {
      const { type, group, role = null } = action;
      return { type, group, role };
    }
    case 'custom':
      return { type: 'custom', name: action.name, input: customInput(context, action, path) };
    default:
      return action;
  }
}

function profileValue(
  { catalogue, issues }: CompileContext,
  node: ActionNode,
  { attribute, value }: Extract<Action, { type: 'updateProfile' }>,
  path: Path,
): Value | null {
  if (value === null) return null;
  const attributes = node.context === 'accounts' ? catalogue.account : catalogue.person;
  const definition = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (definition === undefined) {
    const message = `The catalogue has no attribute '${attribute}' of ${node.context}.`;
    const fix = 'Name an attribute of the catalogue.';
    issues.push(problem('UNKNOWN_ATTRIBUTE', [...path, 'attribute'], message, fix));
    return null;
  }
  const parsed = definition.parse(value);
  if (parsed.ok) return parsed.value;
  const fix = `Give a value that '${attribute}' accepts.`;
  issues.push(problem('INVALID_VALUE', [...path, 'value'], parsed.message, fix));
  return null;
}

function customInput(
  { catalogue, issues }: CompileContext,
  { name, input = {} }: Extract<Action, { type: 'custom' }>,
  path: Path,
): Readonly<Record<string, unknown>> {
  const definition = Object.hasOwn(catalogue.actions, name) ? catalogue.actions[name] : undefined;
  if (definition === undefined) return input;
  const parsed = definition.parse(input);
  if (parsed.ok) return parsed.value;
  const fix = `Give the input that the action '${name}' asks for.`;
  issues.push(problem('INVALID_INPUT', [...path, 'input'], parsed.message, fix));
  return input;
}
