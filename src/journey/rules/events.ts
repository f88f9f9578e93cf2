import { nearest } from '../../conditions/nearest.ts';
import { foldCase } from '../../kernel/fold.ts';
import { problem, warning } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import type { Catalogue, EventDefinition } from '../../model/catalogue.ts';
import type { ListenEvent, ListenNode } from '../document.ts';
import { fixedValues, requiredField } from '../event-constraint.ts';
import type { RuleContext } from './rule.ts';
import { isEmpty } from './splits.ts';

/** What listeners listen for (JD-49 to JD-54, reference 7.2, 9). */
export function events(context: RuleContext): Issue[] {
  return context.graph.places.flatMap(({ node, path }) => {
    if (node.kind !== 'listen') return [];
    const issues = listenerIssues(node, path, context);
    if (node.events.length > context.limits.listenEvents) return issues;
    for (const [index, event] of node.events.entries()) {
      const place = [...path, 'events', index];
      issues.push(...minimumIssues(event, place), ...eventIssues(event, node, place, context));
    }
    return issues;
  });
}

function listenerIssues(node: ListenNode, path: Path, { limits }: RuleContext): Issue[] {
  const issues: Issue[] = [];
  const { length } = node.events;
  const place = [...path, 'events'];
  if (length === 0) {
    const message = 'The node listens for no event.';
    issues.push(problem('NODE_INCOMPLETE', place, message, 'Name an event.'));
  }
  if (length > limits.listenEvents) {
    const fix = `Use at most ${limits.listenEvents} events.`;
    issues.push(problem('EVENT_LIMIT', place, `The node listens for ${length} events.`, fix));
  }
  if (node.context === 'people') return issues;
  for (const part of ['filter', 'members'] as const) {
    if (node[part] === undefined) continue;
    const message = `A listener for account events has ${part}, which is about people.`;
    const fix = `Take ${part} out, or listen for events of people.`;
    issues.push(problem('LISTEN_CONTEXT', [...path, part], message, fix));
  }
  return issues;
}

function minimumIssues({ minimum }: ListenEvent, path: Path): Issue[] {
  if (minimum === undefined || (Number.isSafeInteger(minimum) && minimum >= 1)) return [];
  const message = `The minimum of ${minimum} is not a whole number of at least 1.`;
  return [problem('EVENT_MINIMUM', [...path, 'minimum'], message, 'Give 1 or more.')];
}

function eventIssues(
  listened: ListenEvent,
  node: ListenNode,
  path: Path,
  context: RuleContext,
): Issue[] {
  const { event, where, minimum } = listened;
  if (event.trim() === '') {
    const message = 'The event has no name.';
    return [problem('NODE_INCOMPLETE', [...path, 'event'], message, 'Name an event.')];
  }
  const field = requiredField(event);
  if (field !== undefined && fixedValues(where, field) === undefined) {
    const message = `A listener for ${event} says for which ${field}.`;
    const fix = `Add a test that the event's ${field} is a value.`;
    const issue = problem('EVENT_REQUIRED_CONSTRAINT', [...path, 'where'], message, fix);
    return [issue, ...subjectIssues(event, node, path, context.catalogue)];
  }
  if (context.catalogue === null) return [];
  const definition = definitionOf(context.catalogue, event);
  const issues = subjectIssues(event, node, path, context.catalogue);
  const bare = minimum === undefined && (where === undefined || isEmpty(where));
  if (definition?.builtIn === false && bare) {
    const message = `The listener takes every ${event}.`;
    const fix = 'Add at least one constraint: a test of a field, or a minimum number of times.';
    issues.push(problem('EVENT_CONSTRAINT_REQUIRED', [...path, 'where'], message, fix));
  }
  return [
    ...issues,
    ...namedIssues(listened, path, context),
    ...stageIssues(listened, path, context),
    ...roleIssues(listened, path, context),
  ];
}

function subjectIssues(
  event: string,
  { context }: ListenNode,
  path: Path,
  catalogue: Catalogue | null,
): Issue[] {
  if (catalogue === null) return [];
  const definition = definitionOf(catalogue, event);
  if (definition === undefined) {
    const message = `The catalogue has no event ${JSON.stringify(event)}.`;
    const fix = 'Declare it in the catalogue, or name another one.';
    return [problem('UNKNOWN_EVENT', [...path, 'event'], message, fix)];
  }
  const subject = definition.of === 'account' ? 'accounts' : 'people';
  if (subject === context) return [];
  const message = `${event} is an event of ${subject}; the node listens for events of ${context}.`;
  const fix = 'Use two nodes: one listener does not mix events of accounts and of people.';
  return [problem('EVENT_SUBJECT', [...path, 'event'], message, fix)];
}

/** Attributes and buying groups that a built-in event's required field names. */
function namedIssues({ event, where }: ListenEvent, path: Path, context: RuleContext): Issue[] {
  const { catalogue, references } = context;
  const field = requiredField(event);
  const names = field === undefined ? undefined : fixedValues(where, field);
  if (names === undefined || catalogue === null) return [];
  const attributes = event === 'personChanged' ? catalogue.person : catalogue.account;
  return names.flatMap((name) => {
    if (field === 'attribute' && !Object.hasOwn(attributes, String(name))) {
      const message = `The catalogue has no attribute ${JSON.stringify(name)}.`;
      const fix = 'Name an attribute of the catalogue.';
      return [problem('UNKNOWN_ATTRIBUTE', [...path, 'where'], message, fix)];
    }
    if (field === 'group' && references?.group(String(name)) === undefined && references !== null) {
      const message = `There is no buying group ${JSON.stringify(name)}.`;
      const fix = 'Define it, or name another one.';
      return [problem('UNKNOWN_GROUP', [...path, 'where'], message, fix)];
    }
    return [];
  });
}

/** A role that a listener waits for in vain: none of the groups that it names has it (CO-78). */
function roleIssues(
  { event, where }: ListenEvent,
  path: Path,
  { references }: RuleContext,
): Issue[] {
  const groups = event === 'assignedToGroup' ? fixedValues(where, 'group') : undefined;
  if (groups === undefined || references === null) return [];
  const roles = groups.map((id) => references.group(String(id))?.roles);
  if (roles.includes(undefined)) return [];
  const known = roles.flatMap((each) => each ?? []);
  const folded = new Set(known.map(foldCase));
  return (fixedValues(where, 'role') ?? []).flatMap((role) => {
    if (folded.has(foldCase(String(role)))) return [];
    const message = `There is no role ${JSON.stringify(role)} in ${groups.join(', ')}.`;
    return [warning('UNKNOWN_ROLE', [...path, 'where'], message, nearest(String(role), known))];
  });
}

/** Stages that a listener waits for in vain: no live model of the groups that it names has them (CO-78). */
function stageIssues(
  { event, where }: ListenEvent,
  path: Path,
  { references }: RuleContext,
): Issue[] {
  const groups = event === 'stageChanged' ? fixedValues(where, 'group') : undefined;
  if (groups === undefined || references === null) return [];
  const stages = groups.map((id) => {
    const model = references.group(String(id))?.stageModel;
    return model === undefined ? undefined : references.stages?.(model);
  });
  if (stages.includes(undefined)) return [];
  const known = stages.flatMap((each) => each ?? []);
  const folded = new Set(known.map(foldCase));
  return ['newStage', 'previousStage'].flatMap((field) =>
    (fixedValues(where, field) ?? []).flatMap((stage) => {
      if (folded.has(foldCase(String(stage)))) return [];
      const message = `There is no stage ${JSON.stringify(stage)} in ${groups.join(', ')}.`;
      return [warning('UNKNOWN_STAGE', [...path, 'where'], message, nearest(String(stage), known))];
    }),
  );
}

/** Roles that a listener waits for in vain: none of the groups that it names has them (CO-78). */
function definitionOf(catalogue: Catalogue, event: string): EventDefinition | undefined {
  return Object.hasOwn(catalogue.events, event) ? catalogue.events[event] : undefined;
}
