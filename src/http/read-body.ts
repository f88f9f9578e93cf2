import { AccompanyError } from '../kernel/errors.ts';

/** Statuses whose answers have no body, so that a `Response` may not be given one. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** What is read of an answer; satisfied by the `Response` of every `fetch`. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Iterable<[string, string]>;
  readonly body: AsyncIterable<unknown> | null;
}

/**
 * The whole answer, at hand. The limit counts what is left after decompression, so a small answer cannot unfold into a
 * large one (HT-8).
 * @throws AccompanyError `TOO_LARGE`
 */
export async function readAnswer(answer: Answer, host: string, most: number): Promise<Response> {
  const { status, statusText } = answer;
  const bytes = await readBytes(answer, host, most);
  return new Response(WITHOUT_BODY.has(status) ? null : bytes, {
    status,
    statusText,
    headers: [...answer.headers],
  });
}

async function readBytes(
  { body, status }: Answer,
  host: string,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.byteLength;
    if (size > most) {
      throw new AccompanyError(
        'TOO_LARGE',
        `The answer of ${host} has more than ${most} bytes. Raise answerLimit if it is meant.`,
        { details: { host, most, status } },
      );
    }
    chunks.push(bytes);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const bytes of chunks) {
    all.set(bytes, at);
    at += bytes.byteLength;
  }
  return all;
}
