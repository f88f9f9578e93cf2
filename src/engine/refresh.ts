import type { VirtualClock } from '../ports/clock.ts';
import type { Core } from './core.ts';

/** What another engine has changed of the registry is known from here on (EN-86). */
export async function refresh(core: Core): Promise<void> {
  await core.registry.refresh();
  catchUp(core);
}

/** Virtual time goes on where a change of the registry was made, so that what was begun there goes on there (EN-87). */
export function catchUp({ clock, registry }: Core): void {
  if ('virtual' in clock && registry.changedAt > clock.now())
    (clock as VirtualClock).set(registry.changedAt);
}
