import { AccountList } from '../../src/audience/account-list.ts';
import { memoryPlatform } from '../../src/connectors/memory-platform.ts';
import type { Storage } from '../../src/ports/storage.ts';
import { snapshot } from '../../src/testing/harness/snapshot.ts';
import { b2bWorld, journey, nurture } from '../engine/tenant.ts';

/** Something that a tenant does; two tenants do such things with the same ids. */
export type Deed =
  | { readonly do: 'ingest'; readonly account: string; readonly employees: number }
  | { readonly do: 'tell'; readonly account: string; readonly phase: string }
  | { readonly do: 'synchronise' }
  | { readonly do: 'publish'; readonly journey: 'nurture' | 'hot' }
  | { readonly do: 'list'; readonly account: string; readonly member: boolean }
  | { readonly do: 'event'; readonly person: string; readonly id: string }
  | { readonly do: 'advance'; readonly hours: number }
  | { readonly do: 'abort'; readonly journey: 'nurture' | 'hot' };

/** A tenant that lives step by step, and what it has come to. */
export interface Life {
  readonly step: (deed: Deed) => Promise<void>;
  /** Everything that can be seen of it: after each deed, and in the end. */
  readonly end: () => Promise<string>;
}

const hot = AccountList.static('hot').publish();
const KINDS = [
  'account',
  'person',
  'progress',
  'effect',
  'message',
  'plan',
  'fact',
  'integration',
] as const;

/** Begins a tenant of a name on a storage; everything but the name is the same for all. */
export async function begin(storage: Storage, subscription: string): Promise<Life> {
  const platform = memoryPlatform();
  const tenant = await b2bWorld({
    storage,
    subscription,
    name: 'one',
    shards: 4,
    integration: { sources: [platform] },
  });
  const { engine } = tenant;
  const seen: string[] = [];
  let events = 0;
  const deeds: {
    readonly [D in Deed['do']]: (deed: Extract<Deed, { do: D }>) => Promise<unknown>;
  } = {
    ingest: ({ account: id, employees }) =>
      engine.ingest({
        accounts: [{ id, attributes: { name: id, employees } }],
        people: [{ id: `${id}-ann`, attributes: { email: `ann@${id}.example` } }],
        relations: [{ account: id, person: `${id}-ann` }],
      }),
    tell: async ({ account: id, phase }) =>
      platform.tell({ type: 'account', id, attributes: { phase } }),
    synchronise: () => engine.integration.synchronise(),
    publish: ({ journey: id }) =>
      engine.publish(
        id === 'nurture'
          ? nurture()
          : journey('hot', { audience: hot }).updateAccount({ phase: 'hot' }).wait({ hours: 5 }),
      ),
    list: ({ account: id, member }) =>
      engine.changeList('hot', member ? { add: [id] } : { remove: [id] }),
    event: ({ person, id }) => {
      events += 1;
      return engine.ingest({
        events: [
          { id, type: 'webVisit', at: engine.now(), person, fields: { page: String(events) } },
        ],
      });
    },
    advance: ({ hours }) => engine.advanceTo(engine.now() + hours * 3_600_000),
    abort: ({ journey: id }) => engine.abort(id),
  };
  return {
    async step(deed) {
      let outcome: unknown;
      try {
        outcome = await (deeds[deed.do] as (given: Deed) => Promise<unknown>)(deed);
      } catch (error) {
        outcome = error instanceof Error ? error.message : error;
      }
      seen.push(JSON.stringify([deed, outcome, tenant.seen.emails().length]));
    },
    async end() {
      await engine.integration.synchronise();
      const all = await snapshot(storage, subscription, KINDS);
      const told = [...platform.read({ after: null, signal: new AbortController().signal })];
      await engine.close();
      // The name of the tenant is the one thing that may differ.
      return JSON.stringify([seen, tenant.seen.emails(), all, told]).replaceAll(
        subscription,
        'tenant',
      );
    },
  };
}

/** Whole numbers below a bound that look random and are the same for the same seed. */
export type Draw = (below: number) => number;

/** Deeds at random. */
export function someDeeds(draw: Draw): readonly Deed[] {
  const account = (): string => ['acme', 'globex'][draw(2)]!;
  const id = (): 'nurture' | 'hot' => (['nurture', 'hot'] as const)[draw(2)]!;
  const makers: readonly (() => Deed)[] = [
    () => ({ do: 'ingest', account: account(), employees: [10, 5_000][draw(2)]! }),
    () => ({ do: 'tell', account: account(), phase: ['cold', 'warm'][draw(2)]! }),
    () => ({ do: 'synchronise' }),
    () => ({ do: 'publish', journey: id() }),
    () => ({ do: 'list', account: account(), member: draw(2) === 0 }),
    () => ({ do: 'event', person: `${account()}-ann`, id: `e${draw(3)}` }),
    () => ({ do: 'advance', hours: [1, 80][draw(2)]! }),
    () => ({ do: 'abort', journey: id() }),
  ];
  return Array.from({ length: 3 + draw(8) }, () => makers[draw(makers.length)]!());
}

/** The trace of a tenant that is alone. */
export async function alone(
  open: () => Promise<Storage> | Storage,
  name: string,
  deeds: readonly Deed[],
): Promise<string> {
  const storage = await open();
  const life = await begin(storage, name);
  for (const deed of deeds) await life.step(deed);
  const trace = await life.end();
  await storage.close();
  return trace;
}

/** The traces of two tenants on one storage, whose deeds come in any order, or at the same time. */
export async function together(
  storage: Storage,
  names: readonly [string, string],
  deeds: readonly [readonly Deed[], readonly Deed[]],
  draw: Draw,
): Promise<readonly [string, string]> {
  const lives = [await begin(storage, names[0]), await begin(storage, names[1])] as const;
  const next = [0, 0];
  const step = async (of: 0 | 1): Promise<void> => {
    const deed = deeds[of][next[of]!];
    next[of]! += 1;
    if (deed !== undefined) await lives[of].step(deed);
  };
  while (next[0]! < deeds[0].length || next[1]! < deeds[1].length) {
    const choice = draw(3);
    if (choice < 2) await step(choice as 0 | 1);
    else await Promise.all(draw(2) === 0 ? [step(0), step(1)] : [step(1), step(0)]);
  }
  return [await lives[0].end(), await lives[1].end()];
}
