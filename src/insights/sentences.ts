/** How many people, groups and signals a sentence names. */
const NAMED = 3;

/** Sentences, those that are `false` left out. */
export function sentences(...parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join(' ');
}

/** `1 person`, `12 people` */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The first three, and how many more. */
export function list(parts: readonly string[], joint: 'and' | 'or' = 'and'): string {
  const shown = parts.slice(0, NAMED);
  if (parts.length > NAMED) return `${shown.join(', ')} ${joint} ${parts.length - NAMED} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} ${joint} ${last}`;
}
