import { Liquid } from 'liquidjs';
import { formatInstant, type Instant } from '../kernel/instant.ts';
import type { TemplateForm } from './message.ts';

/** Bounds on one template (EM-13). */
export interface TemplateLimits {
  /** Characters of one template. */
  readonly template: number;
  /** Milliseconds of one rendering. */
  readonly milliseconds: number;
  /** Characters and list items that one rendering may make on its way. */
  readonly memory: number;
  /** Characters of what comes out. */
  readonly output: number;
}

/** What {@link TemplateLimits} are unless a host says otherwise. */
export const TEMPLATE_LIMITS: TemplateLimits = Object.freeze({
  template: 200_000,
  milliseconds: 100,
  memory: 2_000_000,
  output: 500_000,
});

/**
 * The tags that templates may use (EM-11). None reads a file or another template, none counts beyond one rendering.
 */
const TAGS: readonly string[] = [
  '#',
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'cycle',
  'echo',
  'for',
  'if',
  'liquid',
  'raw',
  'unless',
];

/**
 * The filters that templates may use (EM-11). Left out: `raw`, which would undo the escaping; those that evaluate text as
 * an expression, that search with regular expressions over what profiles hold, and that make output of whole objects.
 */
const FILTERS: readonly string[] = [
  'abs',
  'append',
  'at_least',
  'at_most',
  'capitalize',
  'ceil',
  'compact',
  'concat',
  'date',
  'default',
  'divided_by',
  'downcase',
  'escape',
  'first',
  'floor',
  'join',
  'last',
  'lstrip',
  'map',
  'minus',
  'modulo',
  'plus',
  'prepend',
  'remove',
  'remove_first',
  'replace',
  'replace_first',
  'reverse',
  'round',
  'rstrip',
  'size',
  'slice',
  'sort',
  'split',
  'strip',
  'times',
  'truncate',
  'truncatewords',
  'uniq',
  'upcase',
  'url_encode',
  'where',
];

/**
 * A Liquid engine that knows nothing but {@link TAGS} and {@link FILTERS}; one for each form of output. `present` is what
 * `now` and `today` mean to the filter `date`; `null` for the present.
 */
export function liquidFor(
  form: TemplateForm,
  limits: TemplateLimits,
  present: () => Instant | null,
): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    dynamicPartials: false,
    relativeReference: false,
    templates: {},
    // Dates are texts with an offset; they are shown as they are told, wherever the process runs.
    timezoneOffset: 0,
    locale: 'en-US',
    parseLimit: limits.template,
    renderLimit: limits.milliseconds,
    memoryLimit: limits.memory,
    ...(form === 'html' && { outputEscape: 'escape' }),
  });
  const date = engine.filters['date'];
  if (typeof date === 'function')
    engine.registerFilter('date', function (value: unknown, ...rest: readonly unknown[]) {
      const at = value === 'now' || value === 'today' ? present() : null;
      return date.call(this, at === null ? value : formatInstant(at), ...rest);
    });
  keep(engine.tags, TAGS);
  keep(engine.filters, FILTERS);
  return engine;
}

/** Leaves only the named ones, and no prototype in which a name such as `constructor` could be found. */
function keep(known: object, names: readonly string[]): void {
  for (const name of Object.keys(known))
    if (!names.includes(name)) Reflect.deleteProperty(known, name);
  Object.setPrototypeOf(known, null);
}
