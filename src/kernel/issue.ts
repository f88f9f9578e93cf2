/** Where something stands in a document, outermost first: `['nodes', 3, 'paths', 0, 'when']`. */
export type Path = readonly (string | number)[];

/** `error` blocks publishing, `warning` does not. */
export type Severity = 'error' | 'warning';

/** One finding of a validation. Codes are stable and listed in `docs/errors.md`. */
export interface Issue {
  readonly code: string;
  readonly severity: Severity;
  readonly path: Path;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly fix: string;
}

/** Makes an {@link Issue} of severity `error`. */
export function problem(code: string, path: Path, message: string, fix: string): Issue {
  return { code, severity: 'error', path, message, fix };
}

/** Makes an {@link Issue} of severity `warning`. */
export function warning(code: string, path: Path, message: string, fix: string): Issue {
  return { code, severity: 'warning', path, message, fix };
}

/** True when at least one issue is an error. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}

/** Moves issues of a part to where the part stands in the whole. */
export function under(path: Path, issues: readonly Issue[]): Issue[] {
  return issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** `nodes[3].paths[0].when` */
export function formatPath(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text === '' ? '(root)' : text;
}

/** One line: severity, code, path, message and fix. */
export function formatIssue(issue: Issue): string {
  return `${issue.severity} ${issue.code} at ${formatPath(issue.path)}: ${issue.message} ${issue.fix}`;
}

/** Either a value, or the issues that stand against it. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly issues: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };
