import * as z from 'zod/mini';
import { isInstant } from '../kernel/instant.ts';
import { RECORD_KINDS } from '../ports/storage.ts';
import type { CounterLine, Head, RecordLine, Tail } from './format.ts';

/** What ST-1 allows as an id, a name or a subscription. */
const text = z.string().check(
  z.minLength(1),
  z.maxLength(1_024),
  z.refine((value) => !value.includes('\0') && value.isWellFormed(), 'NUL or a lone surrogate'),
);
const count = z.int().check(z.minimum(0));
const instant = z.number().check(z.refine(isInstant, 'no instant'));

/** The first line of format 1. */
export const headSchema: z.ZodMiniType<Head> = z.strictObject({
  archive: z.literal('accompany'),
  format: z.literal(1),
  records: z.literal(1),
  kinds: z.readonly(z.array(z.string())),
  subscription: text,
  exportedAt: instant,
});

/** A record. A body that is missing is no body. */
export const recordSchema: z.ZodMiniType<RecordLine> = z.strictObject({
  kind: z.enum(RECORD_KINDS),
  id: text,
  due: z.nullable(instant),
  body: z.unknown().check(z.refine((body) => body !== undefined, 'the body is missing')),
});

/** A counter. */
export const counterSchema: z.ZodMiniType<CounterLine> = z.strictObject({
  counter: text,
  value: z.int().check(z.refine((value) => value !== 0, 'a counter of 0 is left out')),
});

/** The last line. */
export const tailSchema: z.ZodMiniType<Tail> = z.strictObject({
  lines: count,
  records: count,
  counters: count,
  digest: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});
