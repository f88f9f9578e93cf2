import * as z from 'zod/mini';

const schema = z.looseObject({
  access_token: z.string().check(z.minLength(1)),
  expires_in: z.exactOptional(z.union([z.number(), z.string()])),
  refresh_token: z.exactOptional(z.string()),
});

/** What a token service answers, as far as it is used. */
export interface TokenAnswer {
  readonly access: string;
  /** Seconds. */
  readonly lasts: number;
  readonly refresh: string | undefined;
}

/** Seconds that a token lasts when its service does not say. */
const USUAL = 3_600;

/** Reads the answer of a token service; `null` for anything else. */
export function readTokenAnswer(json: unknown): TokenAnswer | null {
  const read = schema.safeParse(json);
  if (!read.success) return null;
  const { access_token: access, expires_in = USUAL, refresh_token: refresh } = read.data;
  const lasts = Number(expires_in);
  return { access, lasts: Number.isFinite(lasts) ? lasts : USUAL, refresh };
}
