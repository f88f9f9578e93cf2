import { problem } from '../../kernel/issue.ts';
import type { Issue, Path } from '../../kernel/issue.ts';
import type { AudienceNode } from '../document.ts';
import { predecessors } from '../graph.ts';
import type { RuleContext } from './rule.ts';

/** There is one audience node, it comes first, and it names who enters (JD-30 to JD-32, reference 5.1). */
export function audience(context: RuleContext): Issue[] {
  const { graph, document } = context;
  const issues: Issue[] = [];
  if (graph.start === undefined) {
    const fix = 'Begin with an audience node.';
    issues.push(problem('AUDIENCE_MISSING', ['nodes'], 'The journey has no audience node.', fix));
  }
  let first = true;
  for (const [index, node] of document.nodes.entries()) {
    if (node.kind !== 'audience') continue;
    const path = ['nodes', index];
    if (!first) {
      const fix = 'Delete it; a journey has exactly one.';
      issues.push(problem('AUDIENCE_NOT_FIRST', path, 'This is a second audience node.', fix));
    } else if (index > 0 || predecessors(graph, node.id).length > 0) {
      const message = 'Something stands before the audience node.';
      const fix = 'Make it the first node, and lead no edge to it.';
      issues.push(problem('AUDIENCE_NOT_FIRST', path, message, fix));
    }
    first = false;
    issues.push(...source(node, path, context));
  }
  return issues;
}

function source(node: AudienceNode, path: Path, { references }: RuleContext): Issue[] {
  const { audience: id, list } = node;
  if (isBlank(id) && isBlank(list)) {
    const fix = 'Name an audience or a list.';
    return [problem('AUDIENCE_MISSING', path, 'The audience node names nobody.', fix)];
  }
  if (id !== undefined && list !== undefined) {
    const message = 'The audience node names both an audience and a list.';
    return [problem('AUDIENCE_EXCLUSIVE', path, message, 'Name one of them.')];
  }
  if (references === null) return [];
  if (id !== undefined) {
    const found = references.audience(id);
    const place = [...path, 'audience'];
    if (found === undefined) {
      const message = `There is no audience ${JSON.stringify(id)}.`;
      return [problem('UNKNOWN_AUDIENCE', place, message, 'Define it, or name another one.')];
    }
    if (found.of === 'accounts') return [];
    const message = `${JSON.stringify(id)} is an audience of people.`;
    const fix = 'Start from an audience of accounts; it may test for people of this audience.';
    return [problem('AUDIENCE_SUBJECT', place, message, fix)];
  }
  const found = references.list(list!);
  const place = [...path, 'list'];
  if (found === undefined) {
    const message = `There is no list ${JSON.stringify(list)}.`;
    return [problem('UNKNOWN_LIST', place, message, 'Define it, or name another one.')];
  }
  if (found.live) return [];
  const message = `The list ${JSON.stringify(list)} is not live.`;
  return [problem('AUDIENCE_NOT_LIVE', place, message, 'Publish the list first.')];
}

function isBlank(id: string | undefined): boolean {
  return id === undefined || id.trim() === '';
}
