import * as z from 'zod/mini';
import type { BackReceipt, FlowAnswer } from '../../ports/data-integration.ts';

const version = z.int().check(z.minimum(1));
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

/** A page of changes. What stands in them is checked by who takes them in. */
const pageSchema: z.ZodMiniType<{
  changes: unknown[];
  next: string;
  more: boolean;
}> = z.object({ changes: z.array(z.unknown()), next: z.string(), more: z.boolean() });

/** Receipts of a call that writes. */
const receiptsSchema: z.ZodMiniType<{ receipts: BackReceipt[] }> = z.object({
  receipts: z.array(
    z.discriminatedUnion('outcome', [
      z.object({ outcome: z.literal('accepted'), version }),
      z.object({
        outcome: z.literal('overridden'),
        version,
        attributes: z.record(z.string(), value),
      }),
      z.object({ outcome: z.literal('refused'), reason: z.string() }),
      z.object({ outcome: z.literal('failed'), reason: z.string() }),
    ]),
  ),
});

/** Whether a flow runs. */
const flowAnswerSchema: z.ZodMiniType<FlowAnswer> = z.discriminatedUnion('started', [
  z.object({ started: z.literal(true) }),
  z.object({ started: z.literal(false), reason: z.string() }),
]);

/** What an answer says, or where it has another form than it should. */
export type AnswerRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly at: string; readonly message: string };

/** Reads an answer that was parsed. */
export type ReadAnswer<T> = (json: unknown) => AnswerRead<T>;

/** Reads a page of statements; each statement is checked where it is taken in. */
export const readPage: ReadAnswer<{
  readonly changes: readonly unknown[];
  readonly next: string;
  readonly more: boolean;
}> = reader(pageSchema);

/** Reads what became of changes that were sent back. */
export const readReceipts: ReadAnswer<{ readonly receipts: readonly BackReceipt[] }> =
  reader(receiptsSchema);

/** Reads whether the platform runs a flow. */
export const readFlowAnswer: ReadAnswer<FlowAnswer> = reader(flowAnswerSchema);

function reader<T>(schema: z.ZodMiniType<T>): ReadAnswer<T> {
  return (json) => {
    const read = schema.safeParse(json);
    if (read.success) return { ok: true, value: read.data };
    const { path = [], message = 'another form' } = read.error.issues[0] ?? {};
    return { ok: false, at: path.join('.') || 'its top', message };
  };
}
