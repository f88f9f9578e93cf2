/** Something that a tenant does; two tenants do such things with the same ids. */
export type Deed =
  | { readonly do: 'ingest'; readonly account: string; readonly employees: number }
  | { readonly do: 'tell'; readonly account: string; readonly phase: string }
  | { readonly do: 'synchronise' }
  | { readonly do: 'publish'; readonly journey: Name }
  | { readonly do: 'abort'; readonly journey: Name }
  | { readonly do: 'delete'; readonly journey: Name }
  | { readonly do: 'list'; readonly account: string; readonly member: boolean }
  | { readonly do: 'event'; readonly person: string; readonly id: string }
  | { readonly do: 'advance'; readonly hours: number }
  | { readonly do: 'suppress'; readonly account: string }
  | { readonly do: 'release'; readonly account: string }
  | { readonly do: 'erase'; readonly account: string }
  | { readonly do: 'ask'; readonly account: string }
  | { readonly do: 'assign'; readonly account: string; readonly role: string }
  | { readonly do: 'score'; readonly most: number }
  | { readonly do: 'undefine' }
  | { readonly do: 'letters' }
  | { readonly do: 'prune' }
  | { readonly do: 'reopen' };

type Name = 'nurture' | 'hot';

/** A life to be lived: how its engine is opened, and what is done with it. */
export interface Scenario {
  /** On a clock that stands for the system's, engines hold leases where the storage has several writers. */
  readonly clock: 'live' | 'virtual';
  /** Whether the engines of both tenants have one name, and with it one name of their leases. */
  readonly engine: 'alike' | 'own';
  /** Subjects in a batch: with one, messages between accounts and people are stored. */
  readonly batch: 1 | 500;
  /** Accounts may take so few inputs that they come into quarantine. */
  readonly narrow: boolean;
  /** People and accounts can be erased. */
  readonly erases: boolean;
  readonly deeds: readonly Deed[];
}

/** Whole numbers below a bound that look random and are the same for the same seed. */
export type Draw = (below: number) => number;

const ROLES = ['Decision Maker', 'Practitioner'] as const;

/** A life at random: at first always a company and a journey, so that there is something to mix up. */
export function someScenario(draw: Draw): Scenario {
  const one = <T>(of: readonly T[]): T => of[draw(of.length)]!;
  const account = (): string => one(['acme', 'globex']);
  const journey = (): Name => one(['nurture', 'hot']);
  const ingest = (): Deed => ({
    do: 'ingest',
    account: account(),
    employees: one([10, 5_000, 5_000]),
  });
  const publish = (): Deed => ({ do: 'publish', journey: journey() });
  const list = (): Deed => ({ do: 'list', account: account(), member: draw(3) > 0 });
  const advance = (): Deed => ({ do: 'advance', hours: one([1, 20, 80]) });
  const event = (): Deed => ({ do: 'event', person: `${account()}-ann`, id: `e${draw(3)}` });
  const erases = draw(4) === 0;
  const makers: readonly (() => Deed | readonly Deed[])[] = [
    ingest,
    publish,
    list,
    advance,
    event,
    () => ({ do: 'tell', account: account(), phase: one(['cold', 'warm']) }),
    () => ({ do: 'synchronise' }),
    () => end(journey(), draw(2)),
    () => ({ do: one(['suppress', 'release', erases ? 'erase' : 'ask']), account: account() }),
    () => ({ do: 'ask', account: account() }),
    () => ({ do: 'assign', account: account(), role: one(ROLES) }),
    () => ({ do: 'score', most: one([50, 100]) }),
    () => [{ do: 'score', most: 50 }, advance(), { do: 'undefine' }],
    () => [...heated(account(), draw(2)), { do: 'synchronise' }],
    () => ({ do: one(['letters', 'prune', 'reopen']) }),
    () => ({ do: 'reopen' }),
  ];
  const beginning = [ingest, publish, list].filter(() => draw(4) > 0).map((make) => make());
  return {
    clock: one(['live', 'virtual']),
    engine: one(['alike', 'own']),
    batch: one([1, 500, 500]),
    narrow: draw(4) === 0,
    erases,
    deeds: [...beginning, ...Array.from({ length: 1 + draw(7) }, () => one(makers)()).flat()],
  };
}

/** A journey is ended and, at times, deleted. */
function end(journey: Name, deletes: number): readonly Deed[] {
  const ended: Deed = { do: 'abort', journey };
  return deletes === 0 ? [ended] : [ended, { do: 'delete', journey }];
}

/** An account whose journey has something to tell the platform, with or without its list. */
function heated(account: string, isListed: number): readonly Deed[] {
  const steps: Deed[] = [
    { do: 'publish', journey: 'nurture' },
    { do: 'publish', journey: 'hot' },
    { do: 'list', account, member: true },
    { do: 'ingest', account, employees: 10 },
  ];
  return isListed === 0 ? steps.toSpliced(2, 1) : steps;
}
