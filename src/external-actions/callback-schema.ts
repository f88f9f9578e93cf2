import * as z from 'zod/mini';
import { parseDocument } from '../conditions/document-schema.ts';
import type { Result } from '../kernel/issue.ts';

const id = z.union([z.string(), z.number()]);
const record = z.record(z.string(), z.unknown());

const activity = z.looseObject({
  success: z.boolean(),
  errorCode: z.exactOptional(z.nullable(z.string())),
  reason: z.exactOptional(z.nullable(z.string())),
});

const item = z.looseObject({
  activityData: activity,
  leadData: z.exactOptional(z.looseObject({ id })),
  accountData: z.exactOptional(z.looseObject({ id })),
  accountPersonData: z.exactOptional(
    z.array(
      z.strictObject({
        accountPersonRelId: id,
        accountId: id,
        personId: id,
        leadData: z.exactOptional(record),
        accessorValues: z.exactOptional(record),
        // Secondary ids may come back (correction 45).
        mktoGuid: z.exactOptional(z.string()),
      }),
    ),
  ),
});

const schema = z.looseObject({ objectData: z.array(item).check(z.minLength(1), z.maxLength(1)) });

/** The one object of a callback. */
export interface CallbackItem {
  readonly activityData: {
    readonly success: boolean;
    readonly errorCode?: string | null;
    readonly reason?: string | null;
  };
  readonly leadData?: Readonly<Record<string, unknown>>;
  readonly accountData?: Readonly<Record<string, unknown>>;
  readonly accountPersonData?: readonly {
    readonly accountPersonRelId: string | number;
    readonly accountId: string | number;
    readonly personId: string | number;
    readonly leadData?: Readonly<Record<string, unknown>>;
    readonly accessorValues?: Readonly<Record<string, unknown>>;
  }[];
}

/** Reads the body of a callback; never throws. */
export function parseCallback(
  json: unknown,
): Result<{ readonly objectData: readonly [CallbackItem] }> {
  return parseDocument(
    schema as unknown as z.ZodMiniType<{ readonly objectData: readonly [CallbackItem] }>,
    json,
  );
}
