/**
 * Text as one line: control characters, line and paragraph separators become one blank. Whatever stands in a header of an
 * e-mail has gone through here, so that no value can add a header (EM-14).
 */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
