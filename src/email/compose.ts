import type { Instant } from '../kernel/instant.ts';
import { under, type Issue, type Result } from '../kernel/issue.ts';
import type { Catalogue } from '../model/definition.ts';
import { TEMPLATE_LIMITS, type TemplateLimits } from './liquid.ts';
import { TEMPLATE_PARTS, templateAt, type EmailMessage } from './message.ts';
import { plainText } from './plain-text.ts';
import { scopeOf, type EmailSubject, type SubscriptionTexts } from './scope.ts';
import { templateReader, type Template } from './template.ts';

/** What messages are made with. */
export interface ComposeOptions {
  /** Says which attributes are dates, and which names exist. */
  readonly catalogue: Catalogue;
  /** Texts in reach of every template as `subscription`; missing: none. */
  readonly subscription?: SubscriptionTexts;
  /** Overrides of single limits. */
  readonly limits?: Partial<TemplateLimits>;
}

/** A message as one recipient gets it. */
export interface ComposedEmail {
  readonly subject: string;
  readonly from: { readonly name: string; readonly address?: string };
  readonly replyTo?: string;
  readonly html: string;
  readonly text: string;
}

/** A message whose templates have been read. */
export interface Composer {
  readonly message: EmailMessage;
  /** The templates by the part's path, joined with dots. */
  readonly templates: ReadonlyMap<string, Template>;
  /** The message for one recipient; issues with the part's path where a template met a limit. Never throws. */
  compose(subject: EmailSubject): Result<ComposedEmail>;
}

/** Reads the templates of a message (EM-1, EM-10); issues with the part's path where one cannot be read. */
export function composer(message: EmailMessage, options: ComposeOptions): Result<Composer> {
  const read = templateReader({ ...TEMPLATE_LIMITS, ...options.limits });
  const templates = new Map<string, Template>();
  const issues: Issue[] = [];
  for (const { path, form } of TEMPLATE_PARTS) {
    const source = templateAt(message, path);
    if (source === undefined) continue;
    const template = read(source, form);
    if (template.ok) templates.set(path.join('.'), template.value);
    else issues.push(...under(path, template.issues));
  }
  if (issues.length > 0) return { ok: false, issues };
  const { catalogue, subscription = {} } = options;
  const compose = (subject: EmailSubject): Result<ComposedEmail> =>
    write(
      templates,
      scopeOf(subject, { catalogue, subscription, group: message.group }),
      subject.at,
    );
  return { ok: true, value: { message, templates, compose }, issues };
}

function write(
  templates: ReadonlyMap<string, Template>,
  scope: object,
  at: Instant | undefined,
): Result<ComposedEmail> {
  const issues: Issue[] = [];
  const part = (path: string): string | undefined => {
    const written = templates.get(path)?.render(scope, at);
    if (written?.ok === false) issues.push(...under(path.split('.'), written.issues));
    return written?.ok === true ? written.value : undefined;
  };
  const [subject = '', name = '', address, replyTo] = [
    part('subject'),
    part('from.name'),
    part('from.address'),
    part('replyTo'),
  ];
  const html = withPreheader(part('html') ?? '', part('preheader'));
  const text = part('text') ?? plainText(html);
  if (issues.length > 0) return { ok: false, issues };
  const value: ComposedEmail = {
    subject,
    from: { name, ...(address !== undefined && { address }) },
    ...(replyTo !== undefined && { replyTo }),
    html,
    text,
  };
  return { ok: true, value, issues };
}

/** Puts the line beside the subject where mail programs find it first: at the start of the body. */
function withPreheader(html: string, preheader: string | undefined): string {
  if (preheader === undefined || preheader.trim() === '') return html;
  const line = `<div hidden style="display:none;max-height:0;overflow:hidden">${preheader}</div>`;
  const body = /<body(\s[^<>]*)?>/iu.exec(html);
  const at = body === null ? 0 : body.index + body[0].length;
  return html.slice(0, at) + line + html.slice(at);
}
