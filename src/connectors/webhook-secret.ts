/** Whether a text is a secret of Standard Webhooks: at least 24 bytes in base64, which are 32 characters. */
export function isWebhookSecret(text: unknown): boolean {
  return (
    typeof text === 'string' &&
    /^(whsec_)?(?:[A-Za-z0-9+/]{4}){8,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(text)
  );
}
