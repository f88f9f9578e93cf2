import { AccompanyError, isAccompanyError } from '../../kernel/errors.ts';
import { redact } from '../../kernel/redact.ts';
import type { DataIntegration, IntegrationContext } from '../../ports/data-integration.ts';
import type { Core } from '../core.ts';

/** What this engine's subscription calls itself where it changes something at a platform (DI-12). */
export function originOf(core: Core): string {
  return `accompany:${core.store.subscription}`;
}

/**
 * Calls a platform, and waits no longer than the integration's timeout.
 * @throws AccompanyError `INTEGRATION_FAILED` with what it threw as cause
 */
export async function callPlatform<T>(
  core: Core,
  what: string,
  call: (platform: DataIntegration, context: IntegrationContext) => Promise<T> | T,
): Promise<T> {
  const { platform, timeout } = core.settings.integration!;
  const { subscription } = core.store;
  return within(core, `${platform.name} failed in ${what}`, timeout, (signal) =>
    call(platform, { subscription, origin: originOf(core), signal }),
  );
}

/** Runs something foreign with a signal that is aborted when it takes too long or the engine closes. */
export async function within<T>(
  core: Core,
  what: string,
  timeout: number,
  run: (signal: AbortSignal) => Promise<T> | T,
): Promise<T> {
  const late = new AbortController();
  const signal = AbortSignal.any([late.signal, core.closing]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer in ${timeout} ms`));
      late.abort();
    }, timeout);
    core.closing.addEventListener('abort', () => reject(new Error('the engine closes')), {
      once: true,
      signal: late.signal,
    });
  });
  try {
    return await Promise.race([Promise.resolve().then(() => run(signal)), tooLong]);
  } catch (error) {
    throw integrationFailed(what, error);
  } finally {
    clearTimeout(timer);
    late.abort();
  }
}

/** The error of a source or a platform that did not do what was asked. */
export function integrationFailed(what: string, cause: unknown): unknown {
  if (isAccompanyError(cause) || (cause instanceof Error && cause.name === 'CrashSignal'))
    return cause;
  const reason = redact(cause instanceof Error ? cause.message : String(cause));
  return new AccompanyError(
    'INTEGRATION_FAILED',
    `${what}: ${reason}. What was kept stays; it is tried again where it stopped.`,
    { cause },
  );
}
