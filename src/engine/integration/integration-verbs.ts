import { AccompanyError } from '../../kernel/errors.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { AsideBody, Publication } from '../../records/bodies.ts';
import { asideKey, integrationPrefix } from '../../records/integration-rows.ts';
import { needText, needTexts } from '../argument-checks.ts';
import { now, type Core } from '../core.ts';
import { Following } from './following.ts';
import { stopEndedFlows, stopFlowOf } from './flow.ts';
import { linkKeys, type SourceLink } from './key-map.ts';
import { checkMerge, mergeAccounts, type AccountMerge } from '../merge-accounts.ts';
import type { Schedule } from '../schedule.ts';
import { sendBack, waitingBack, type SentBack } from './send-back.ts';
import { cursorOf, takeSource, type SourceTaken } from './take-source.ts';

/** What a synchronisation has done. */
export interface Synchronised {
  readonly sources: readonly SourceTaken[];
  /** `null` when the platform takes nothing back. */
  readonly back: SentBack | null;
}

/** How the sources of a subscription stand. */
export interface IntegrationState {
  readonly sources: readonly {
    readonly name: string;
    /** Where the next reading goes on; `null`: from the start. */
    readonly after: string | null;
    /** When the last page was taken in; `null` for never. */
    readonly takenAt: Instant | null;
    /** When a reading came to its end last, to the minute; `null` for never. */
    readonly endedAt: Instant | null;
    /** Statements that were taken in so far, and that were put aside. */
    readonly taken: number;
    readonly aside: number;
  }[];
  readonly back: {
    /** Records with changes for the platform. */
    readonly waiting: number;
    /** Since when the oldest of them waits; `null` when none does. */
    readonly since: Instant | null;
    /** How far the platform is behind, in milliseconds (DI-25). */
    readonly lag: number;
  };
}

/** What can be done with sources and the platform: `engine.integration` (DI-1 to DI-42). */
export interface IntegrationVerbs {
  /**
   * Reads every source, or one of them, to its end, and tells the platform what journeys have changed.
   * @throws AccompanyError `INTEGRATION_FAILED`: what was kept stays, and the next call goes on there
   */
  synchronise(options?: {
    readonly source?: string;
    readonly signal?: AbortSignal;
  }): Promise<Synchronised>;
  /**
   * Goes on doing so by itself until it is stopped or the engine closes: sources by their cadence, the platform at once. What
   * fails is reported as an `error` notification and tried again after 1, 2, 4 … 60 seconds. On a live clock only.
   * @throws AccompanyError `NOT_ALLOWED` under virtual time
   */
  follow(): Following;
  /** Links records of sources to records of ours, before they are read for the first time (DI-31). */
  link(links: readonly SourceLink[]): Promise<void>;
  /**
   * Says that an account is another one, also without any source: what the first one has goes to the second, its runs end
   * with reason `account_merged`, and whatever names it later is about the second (AM-1 to AM-31).
   * @throws AccompanyError `INVALID_INPUT` with one issue
   */
  mergeAccounts(merge: AccountMerge): Promise<void>;
  /** How the sources stand, and how far the platform is behind. */
  state(): Promise<IntegrationState>;
  /** Statements that were put aside because they are wrong, in no particular order (DI-18). */
  aside(): Promise<readonly AsideBody[]>;
  /** Takes one of them off the list. */
  dropAside(of: Pick<AsideBody, 'source' | 'of' | 'id'>): Promise<void>;
  /**
   * Tries again to stop the flow of a journey whose publication needs attention, and unlocks the draft (EN-104).
   * `byHand`: somebody has stopped it at the platform; nothing is asked of it.
   */
  stopFlow(journey: string, options?: { readonly byHand?: boolean }): Promise<Publication>;
}

/** The verbs over one engine. */
export function integrationVerbs(core: Core, schedule: Schedule): IntegrationVerbs {
  const need = (): NonNullable<Core['settings']['integration']> => {
    const { integration } = core.settings;
    if (integration !== null) return integration;
    throw new AccompanyError(
      'NOT_ALLOWED',
      'This engine has no sources. Open it with integration: { sources: [platform] }.',
    );
  };
  const synchronise: IntegrationVerbs['synchronise'] = async ({ source, signal } = {}) => {
    const { sources, flowsBack } = need();
    const chosen = sources.filter(({ name }) => source === undefined || name === source);
    if (chosen.length === 0) throw missing(`There is no source ${JSON.stringify(source)}.`);
    const taken: SourceTaken[] = [];
    for (const one of chosen) taken.push(await takeSource(core, schedule, one, signal));
    await stopEndedFlows(core, (run) => schedule.read(run));
    return { sources: taken, back: flowsBack ? await sendBack(core, schedule, signal) : null };
  };
  return {
    synchronise,
    follow() {
      need();
      schedule.check();
      if ('virtual' in core.clock)
        throw new AccompanyError(
          'NOT_ALLOWED',
          'Under virtual time, call synchronise when it is due.',
        );
      return new Following(core, schedule);
    },
    link: (links) =>
      schedule.read(async () => {
        need();
        await linkKeys(core, links);
      }),
    mergeAccounts: (merge) =>
      schedule.live(async () => {
        checkMerge(core, merge);
        await mergeAccounts(core, merge, true);
      }),
    state: () =>
      schedule.read(() =>
        stateOf(
          core,
          need().sources.map(({ name }) => name),
        ),
      ),
    aside: () =>
      schedule.read(async () => {
        need();
        const found: AsideBody[] = [];
        for await (const { body } of core.store.all('integration', integrationPrefix('aside')))
          if (body.type === 'aside') found.push(body);
        return found;
      }),
    dropAside: (one) =>
      schedule.read(async () => {
        needTexts(one, ['source', 'of', 'id']);
        const key = asideKey(one.source, one.of, one.id);
        const known = await core.store.get('integration', key.id);
        if (known === undefined) throw missing('Nothing of this name was put aside.');
        const operation = { op: 'delete', key, version: known.version } as const;
        await core.store.write({ operations: [operation], counters: [] });
      }),
    stopFlow: (journey, options = {}) =>
      schedule.live(async () => {
        needText(journey, 'journey');
        return stopFlowOf(core, journey, options.byHand === true);
      }),
  };
}

async function stateOf(core: Core, names: readonly string[]): Promise<IntegrationState> {
  const sources: IntegrationState['sources'][number][] = [];
  for (const name of names) {
    const body = (await cursorOf(core, name))?.body;
    sources.push({
      name,
      after: body?.after ?? null,
      takenAt: body?.at ?? null,
      endedAt: body?.endedAt ?? null,
      taken: body?.changes ?? 0,
      aside: body?.aside ?? 0,
    });
  }
  const { count, since } = await waitingBack(core);
  const lag = since === null ? 0 : Math.max(0, now(core) - since);
  return { sources, back: { waiting: count, since, lag } };
}

function missing(message: string): AccompanyError {
  return new AccompanyError('NOT_FOUND', message);
}
