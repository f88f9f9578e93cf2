import { formatIssue } from '../kernel/issue.ts';
import type { Issue } from '../kernel/issue.ts';
import type { CliIo } from './io.ts';

/**
 * Text for a terminal: names come from outside, and control characters in them must not reach it. Line breaks stay.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    if (character === '\n') return character;
    return `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  });
}

/** Writes one or more lines. */
export function writeLine(io: CliIo, text: string): void {
  io.stdout(`${plain(text)}\n`);
}

/** Writes a value as JSON, and nothing else. */
export function writeJson(io: CliIo, value: unknown): void {
  io.stdout(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes issues one per line, errors and warnings as they come. */
export function writeIssues(io: CliIo, issues: readonly Issue[]): void {
  for (const issue of issues) writeLine(io, formatIssue(issue).replaceAll('\n', ' '));
}
