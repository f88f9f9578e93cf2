import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import { isId } from '../kernel/id.ts';
import type { Result } from '../kernel/issue.ts';

/** What a provider may report of an e-mail (EM-52). */
export const REPORTS = [
  'sent',
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'unsubscribed',
  'complained',
] as const;

/** Reports of a provider, in a form that is no provider's own. */
export interface EmailReports {
  readonly events: readonly EmailReport[];
}

/** One report. What is absent is not known. */
export interface EmailReport {
  /** Unlike those of all other reports on the person; the same when it is told again. */
  readonly id: string;
  readonly type: (typeof REPORTS)[number];
  /** ISO 8601 with an offset. */
  readonly at: string;
  readonly person: string;
  /** Id and name of the message, and where it was sent from. */
  readonly email?: string;
  readonly emailName?: string;
  readonly journey?: string;
  readonly node?: string;
  /** Opened and clicked. */
  readonly mobile?: boolean;
  readonly device?: string;
  readonly userAgent?: string;
  readonly operatingSystem?: string;
  /** URL that was clicked. */
  readonly link?: string;
  /** Bounced: for good, or for now. */
  readonly bounce?: 'hard' | 'soft';
  /** Bounced and complained: the address. */
  readonly address?: string;
  readonly code?: string;
  readonly details?: string;
}

const text = z.exactOptional(z.string());

/** Longest address that there is (RFC 5321). What cannot be kept must be known before anything of a body is. */
const LONGEST = 254;
const address = z.exactOptional(
  z.string().check(z.refine((given) => given === '' || isId(given, LONGEST))),
);

const ReportSchema = z.strictObject({
  id: z.string().check(z.minLength(1)),
  type: z.enum(REPORTS),
  at: z.string(),
  person: z.string(),
  email: text,
  emailName: text,
  journey: text,
  node: text,
  mobile: z.exactOptional(z.boolean()),
  device: text,
  userAgent: text,
  operatingSystem: text,
  link: text,
  bounce: z.exactOptional(z.enum(['hard', 'soft'])),
  address,
  code: text,
  details: text,
});

const ReportsSchema: z.ZodMiniType<EmailReports> = z.strictObject({
  events: z.array(
    ReportSchema.check(
      z.refine(({ type, bounce }) => type !== 'bounced' || bounce !== undefined, {
        error: 'A bounce is hard or soft.',
        path: ['bounce'],
      }),
      z.refine(
        ({ type, bounce, address }) =>
          (bounce !== 'hard' && type !== 'complained') || (address ?? '').trim() !== '',
        { error: 'The address is needed to suppress it.', path: ['address'] },
      ),
    ),
  ),
});

/** Reads reports from a JSON value. Never throws. */
export function parseReports(input: unknown): Result<EmailReports> {
  return parseDocument<EmailReports>(ReportsSchema, input);
}
