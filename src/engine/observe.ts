import type { Instant } from '../kernel/instant.ts';
import { NO_PROGRESS } from '../runtime/state.ts';
import type { Advanced, AdvancedAccount, AdvancedPerson } from './advanced.ts';
import type { Core } from './core.ts';

/** What a working set tells of its advances while somebody looks on. */
export interface Watch {
  readonly account: (
    body: AdvancedAccount['body'],
    progress: NonNullable<AdvancedAccount['progress']>,
    inputs: AdvancedAccount['inputs'],
    result: AdvancedAccount['result'],
  ) => void;
  readonly person: (
    body: AdvancedPerson['body'],
    inputs: AdvancedPerson['inputs'],
    result: AdvancedPerson['result'],
  ) => void;
}

/** The watch over the advances that are made at `now` in the registry's present world; `null` when nobody looks on. */
export function watchOf(
  { settings, store, registry, notifications }: Core,
  now: Instant,
): Watch | null {
  const { observe } = settings;
  if (observe === null) return null;
  const { subscription } = store;
  const known = registry.documents();
  const documents = (): typeof known => known;
  const tell = (seen: Advanced): void => {
    try {
      observe(seen);
    } catch (error) {
      notifications.error(error);
    }
  };
  return {
    account: (body, given, inputs, result) => {
      const progress = given === NO_PROGRESS ? null : given;
      tell({ kind: 'account', subscription, now, documents, body, progress, inputs, result });
    },
    person: (body, inputs, result) =>
      tell({ kind: 'person', subscription, now, documents, body, progress: null, inputs, result }),
  };
}
