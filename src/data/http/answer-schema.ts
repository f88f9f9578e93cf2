import * as z from 'zod/mini';
import type { BackReceipt, FlowAnswer } from '../../ports/data-integration.ts';

const version = z.int().check(z.minimum(1));
const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()]);

/** A page of changes. What stands in them is checked by who takes them in. */
export const pageSchema: z.ZodMiniType<{
  changes: unknown[];
  next: string;
  more: boolean;
}> = z.object({ changes: z.array(z.unknown()), next: z.string(), more: z.boolean() });

/** Receipts of a call that writes. */
export const receiptsSchema: z.ZodMiniType<{ receipts: BackReceipt[] }> = z.object({
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
export const flowAnswerSchema: z.ZodMiniType<FlowAnswer> = z.discriminatedUnion('started', [
  z.object({ started: z.literal(true) }),
  z.object({ started: z.literal(false), reason: z.string() }),
]);
