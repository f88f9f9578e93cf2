import type { Liquid, Template as LiquidTemplate } from 'liquidjs';
import type { Instant } from '../kernel/instant.ts';
import { problem, type Issue, type Result } from '../kernel/issue.ts';
import type { TemplateLimits } from './liquid.ts';
import { liquidFor } from './liquid.ts';
import type { TemplateForm } from './message.ts';
import { oneLine } from './one-line.ts';

/** A template that has been read. */
export interface Template {
  /** Every path that the template reads from what is in scope, in order. */
  readonly reads: readonly PathRead[];
  /** Those, and paths that begin with a name of the template's own, which may stand for one in scope all the same. */
  readonly mayRead: readonly PathRead[];
  /**
   * What comes out; issues, without a position in the message, where a limit was met. `at` is what `now` means; missing: the
   * present. Never throws.
   */
  render(scope: object, at?: Instant): Result<string>;
}

/** One path in a template, such as `person.firstName`. */
export interface PathRead {
  /** `null` stands for a part that is itself computed. */
  readonly segments: readonly (string | number | null)[];
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** What `now` means in the rendering that is under way. */
interface Present {
  at: Instant | null;
}

/** Reads templates under limits (EM-10 to EM-14). One reader for each form is made at first use. */
export function templateReader(
  limits: TemplateLimits,
): (source: string, form: TemplateForm) => Result<Template> {
  const engines = new Map<TemplateForm, Liquid>();
  // Rendering never awaits, so that one place is enough for all templates.
  const present: Present = { at: null };
  return (source, form) => {
    let engine = engines.get(form);
    if (engine === undefined)
      engines.set(form, (engine = liquidFor(form, limits, () => present.at)));
    try {
      const parsed = engine.parse(source);
      const template = {
        ...readsOf(engine, parsed),
        render: renderer(engine, parsed, { form, limits, present }),
      };
      return { ok: true, value: template, issues: [] };
    } catch (error) {
      return { ok: false, issues: [syntaxIssue(error)] };
    }
  };
}

type Variables = ReturnType<Liquid['analyzeSync']>['globals'];

function readsOf(engine: Liquid, parsed: LiquidTemplate[]): Pick<Template, 'reads' | 'mayRead'> {
  const { globals, variables } = engine.analyzeSync(parsed, { partials: false });
  return { reads: inOrder(globals), mayRead: inOrder(variables) };
}

function inOrder(variables: Variables): readonly PathRead[] {
  return Object.values(variables)
    .flat()
    .map(({ segments, location }) => ({
      segments: segments.map((part) => (typeof part === 'object' ? null : part)),
      line: location.row,
      column: location.col,
    }))
    .toSorted((left, right) => left.line - right.line || left.column - right.column);
}

function renderer(
  engine: Liquid,
  parsed: LiquidTemplate[],
  {
    form,
    limits,
    present,
  }: {
    readonly form: TemplateForm;
    readonly limits: TemplateLimits;
    readonly present: Present;
  },
): Template['render'] {
  return (scope, at) => {
    try {
      present.at = at ?? null;
      const written = String(engine.renderSync(parsed, scope));
      if (written.length > limits.output) {
        const message = `${written.length} characters come out.`;
        const fix = `Make it at most ${limits.output}, or raise the limit.`;
        return { ok: false, issues: [problem('TEMPLATE_LIMIT', [], message, fix)] };
      }
      return { ok: true, value: form === 'line' ? oneLine(written) : written, issues: [] };
    } catch (error) {
      const fix = 'Make the template simpler, or raise the limits.';
      return { ok: false, issues: [problem('TEMPLATE_LIMIT', [], `${sayingOf(error)}.`, fix)] };
    }
  };
}

function syntaxIssue(error: unknown): Issue {
  const place = placeOf(error);
  const at = place === null ? '' : `Line ${place[0]}, column ${place[1]}: `;
  const fix = 'Correct the template; docs/semantics/email.md lists tags and filters.';
  return problem('TEMPLATE_SYNTAX', [], `${at}${sayingOf(error)}.`, fix);
}

/** Line and column, from 1. */
function placeOf(error: unknown): readonly number[] | null {
  const token = (error as { readonly token?: { getPosition?: () => readonly number[] } }).token;
  return token?.getPosition?.() ?? null;
}

/** What went wrong, without the place that the template engine appends. */
function sayingOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'the template cannot be used';
  const end = message.search(/, (file:|line:)/);
  return oneLine(end < 0 ? message : message.slice(0, end)).slice(0, 200);
}
