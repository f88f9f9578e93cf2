import { isNamedId } from '../kernel/id.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { Limits } from './limits.ts';

/** What is wrong with how a definition is called and described (AU-2, BG-8). */
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
    const fix = `Use 1 to ${limits.nameLength} characters.`;
    issues.push(problem('INVALID_NAME', ['name'], 'The name is blank or too long.', fix));
  }
  if (description !== undefined && description.length > limits.descriptionLength) {
    const fix = `Use at most ${limits.descriptionLength} characters.`;
    issues.push(
      problem('INVALID_DESCRIPTION', ['description'], 'The description is too long.', fix),
    );
  }
  return issues;
}

/** Names are alike when they differ in case and outer blanks only. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}

/** The fault of a document whose id or name another one has. */
export function checkUnique(
  { id, name }: { readonly id: string; readonly name?: string },
  others: readonly { readonly id: string; readonly name?: string }[],
): Issue[] {
  const issues: Issue[] = [];
  if (others.some((other) => other.id === id)) {
    issues.push(problem('NAME_DUPLICATE', ['id'], 'Another one has the id.', 'Choose another id.'));
  }
  if (name === undefined) return issues;
  const key = nameKey(name);
  if (others.some((other) => other.name !== undefined && nameKey(other.name) === key)) {
    const fix = 'Choose another name.';
    issues.push(problem('NAME_DUPLICATE', ['name'], 'Another one has the name.', fix));
  }
  return issues;
}

/** Whether a text is not blank and not too long. */
export function fits(text: string, most: number): boolean {
  return text.trim() !== '' && text.length <= most;
}
