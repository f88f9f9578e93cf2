import { isKeyId } from '../../kernel/id.ts';
import { problem } from '../../kernel/issue.ts';
import type { Issue } from '../../kernel/issue.ts';
import type { RuleContext } from './rule.ts';

/** Id, name and description of the journey (JD-10, JD-11). */
export function naming({ document, limits, nameTaken }: RuleContext): Issue[] {
  const { id, name, description } = document;
  const issues: Issue[] = [];
  if (!isKeyId(id, limits.idLength)) {
    const message =
      'The id is blank, too long, holds control characters, or is __proto__, constructor or prototype.';
    const fix = `Use 1 to ${limits.idLength} characters, none of them a control character, and none of those three words.`;
    issues.push(problem('INVALID_ID', ['id'], message, fix));
  }
  if (name.trim() === '') {
    const fix = 'Give the journey a name.';
    issues.push(problem('NAME_REQUIRED', ['name'], 'The journey has no name.', fix));
  } else if (name.length > limits.nameLength) {
    const message = `The name has ${name.length} characters.`;
    const fix = `Use at most ${limits.nameLength} characters.`;
    issues.push(problem('NAME_LENGTH', ['name'], message, fix));
  } else if (nameTaken?.(name) === true) {
    const message = `Another journey has the name ${JSON.stringify(name)}.`;
    issues.push(problem('NAME_DUPLICATE', ['name'], message, 'Choose another name.'));
  }
  if (description !== undefined && description.length > limits.descriptionLength) {
    const message = `The description has ${description.length} characters.`;
    const fix = `Use at most ${limits.descriptionLength} characters.`;
    issues.push(problem('DESCRIPTION_LENGTH', ['description'], message, fix));
  }
  return issues;
}
