/**
 * An e-mail as a document: who it says it is from, and templates of its parts (EM-1 to EM-5). Plain JSON; journeys name it
 * by its id. `parseEmailMessage` reads one from outside, `checkEmail` says what is wrong with it.
 */
export interface EmailMessage {
  /** What `sendEmail` nodes name. */
  readonly id: string;
  /** Name for people; missing: the id. */
  readonly name?: string;
  /** Template of one line. */
  readonly subject: string;
  readonly from: EmailSender;
  /** Template of one address; missing: answers go to the sender. */
  readonly replyTo?: string;
  /** Template of the HTML part. What it inserts is escaped. */
  readonly html: string;
  /** Template of the text part; missing: it is made from the HTML (EM-5). */
  readonly text?: string;
  /** Template of the line that mail programs show beside the subject; stands hidden at the start of the HTML. */
  readonly preheader?: string;
  /** Id of the buying group definition that `group` stands for; missing: the first whose active member the person is. */
  readonly group?: string;
}

/** Who an e-mail is from. */
export interface EmailSender {
  /** Template of the sender's name. */
  readonly name: string;
  /** Template of the sender's address; missing: the channel's. */
  readonly address?: string;
}

/** The parts of a message that are templates, and how what they insert is written. */
export const TEMPLATE_PARTS: readonly TemplatePart[] = [
  { path: ['subject'], form: 'line' },
  { path: ['from', 'name'], form: 'line' },
  { path: ['from', 'address'], form: 'line' },
  { path: ['replyTo'], form: 'line' },
  { path: ['preheader'], form: 'html' },
  { path: ['html'], form: 'html' },
  { path: ['text'], form: 'text' },
];

/** `html` escapes what is inserted; `line` is one line of text: line breaks and control characters become blanks. */
export type TemplateForm = 'html' | 'text' | 'line';

/** Where a template stands in a message, and its form. */
export interface TemplatePart {
  readonly path: readonly string[];
  readonly form: TemplateForm;
}

/** The template at one of {@link TEMPLATE_PARTS}; `undefined` where the message has none. */
export function templateAt(message: EmailMessage, path: readonly string[]): string | undefined {
  let value: unknown = message;
  for (const name of path) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}
