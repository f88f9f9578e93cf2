/**
 * Whether a text is one e-mail address that may stand in an envelope: a local part and a domain, without blanks, control
 * characters, brackets, quotes, commas and the like, so that it can be nothing else (EM-31). Narrower than the standard.
 */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

const ADDRESS = /^[^\s\p{Cc}"(),:;<>@[\\\]]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u;
