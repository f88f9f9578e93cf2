import { isNamedId } from '../kernel/id.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Limits } from '../model/limits.ts';

/** What is wrong with how an audience or a list is called and described (AU-2). */
export function checkNaming(
  document: { readonly id: string; readonly name?: string; readonly description?: string },
  limits: Limits,
): Issue[] {
  const { id, name, description } = document;
  const issues: Issue[] = [];
  if (!isNamedId(id, limits.idLength)) {
    const message = 'The id is blank, too long, or holds control characters.';
    const fix = `Use 1 to ${limits.idLength} characters, none of them a control character.`;
    issues.push(problem('INVALID_ID', ['id'], message, fix));
  }
  if (name !== undefined && !fits(name, limits.nameLength)) {
    const fix = `Use 1 to ${limits.nameLength} characters, or leave it out.`;
    issues.push(problem('INVALID_NAME', ['name'], 'The name is blank or too long.', fix));
  }
  if (description !== undefined && description.length > limits.descriptionLength) {
    const fix = `Use at most ${limits.descriptionLength} characters.`;
    const message = 'The description is too long.';
    issues.push(problem('INVALID_DESCRIPTION', ['description'], message, fix));
  }
  return issues;
}

function fits(text: string, most: number): boolean {
  return text.trim() !== '' && text.length <= most;
}
