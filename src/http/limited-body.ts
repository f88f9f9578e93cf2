/**
 * The text of a request, read no further than a limit (EM-51, XA-82): `too_large` beyond it, `not_text` when it is no UTF-8.
 * Nothing is parsed.
 */
export async function limitedBody(
  request: Request,
  maxBytes: number,
): Promise<{ readonly text: string } | 'too_large' | 'not_text'> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too_large';
  if (request.body === null) return { text: '' };
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = request.body.getReader();
  let [text, size] = ['', 0];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { text: text + decoder.decode() };
      size += value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        return 'too_large';
      }
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    if (error instanceof TypeError) return 'not_text';
    throw error;
  }
}
