import { problem } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import type { Catalogue } from '../../model/catalogue.ts';
import type { Action, ActionNode } from '../document.ts';
import type { RuleContext } from './rule.ts';

/** Profile updates and host actions fit the catalogue (JD-47, JD-48). */
export function profile({ graph, catalogue }: RuleContext): Issue[] {
  if (catalogue === null) return [];
  return graph.places.flatMap(({ node, path }) => {
    if (node.kind !== 'action') return [];
    const { action } = node;
    if (action.type === 'updateProfile')
      return update(node, action, [...path, 'action'], catalogue);
    if (action.type === 'custom') return custom(action, [...path, 'action'], catalogue);
    return [];
  });
}

function update(
  { context }: ActionNode,
  { attribute, value }: Extract<Action, { type: 'updateProfile' }>,
  path: Path,
  catalogue: Catalogue,
): Issue[] {
  if (attribute.trim() === '') return [];
  const attributes = context === 'accounts' ? catalogue.account : catalogue.person;
  const place = [...path, 'attribute'];
  const name = JSON.stringify(attribute);
  const definition = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (definition === undefined) {
    const message = `The catalogue has no attribute ${name} of ${context}.`;
    return [problem('UNKNOWN_ATTRIBUTE', place, message, 'Name an attribute of the catalogue.')];
  }
  if (!definition.updatable) {
    const message = `Journeys may not write the attribute ${name}.`;
    const fix = 'Make it updatable in the catalogue, or name another one.';
    return [problem('NOT_UPDATABLE', place, message, fix)];
  }
  if (value === null) return [];
  const parsed = definition.parse(value);
  if (parsed.ok) return [];
  const fix = `Give a value that ${name} takes, or null to clear it.`;
  return [problem('WRONG_TYPE', [...path, 'value'], parsed.message, fix)];
}

function custom(
  { name, input = {} }: Extract<Action, { type: 'custom' }>,
  path: Path,
  { actions }: Catalogue,
): Issue[] {
  if (name.trim() === '') return [];
  const definition = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (definition === undefined) {
    const message = `The catalogue has no action ${JSON.stringify(name)}.`;
    return [problem('UNKNOWN_ACTION', [...path, 'name'], message, 'Declare it in the catalogue.')];
  }
  const parsed = definition.parse(input);
  if (parsed.ok) return [];
  const fix = `Give the input that ${JSON.stringify(name)} asks for.`;
  return [problem('ACTION_INPUT', [...path, 'input'], parsed.message, fix)];
}
