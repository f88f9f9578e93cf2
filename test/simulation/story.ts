import type { Engine } from '../../src/engine/engine.ts';
import { Engine as Engines } from '../../src/engine/engine.ts';
import { DAY, HOUR, MINUTE } from '../../src/kernel/duration.ts';
import type { IngestInput } from '../../src/model/record.ts';
import type { Dice } from '../../src/testing/simulation/dice.ts';
import type { ActOptions, Process, Stage, Story } from '../../src/testing/simulation/stage.ts';
import type { Weather } from '../../src/testing/simulation/weather.ts';
import { b2b, large, type B2b } from '../engine/tenant.ts';
import { Accepted } from './accepted.ts';
import { auditAnswers } from './answers.ts';
import { drawAsked, SERVICES } from './asked.ts';
import { chosen, drawJourneys, vip } from './journeys.ts';
import { lookAtEntries } from './look-at-entries.ts';
import { drawBoards } from './boards.ts';
import { auditDoctor } from './doctored.ts';
import { drawErasing } from './erasing.ts';
import { drawMerging } from './merging.ts';
import { drawScored } from './scored.ts';
import { drawPopulation, type Company } from './population.ts';

/** What may be left out of a story to make a failure smaller. */
export interface StoryCuts {
  readonly accounts?: number;
  /** Events that the host sends; missing: no limit. */
  readonly events?: number;
  /** No closing, aborting, suppressing and changing. */
  readonly quiet?: boolean;
}

type B2bInput = IngestInput<B2b>;

/** The story of one seed: journeys, companies, and what a host does with them for a month or two. */
export function drawStory(dice: Dice, weather: Weather, cuts: StoryCuts = {}): Story {
  const asked = drawAsked(dice);
  const journeys = drawJourneys(dice, asked?.piece ?? null);
  const companies = drawPopulation(dice, cuts.accounts ?? 30 + dice.below(31));
  const scored = drawScored(dice);
  const merging = drawMerging(dice);
  // Scores of a tenant are measured by all of its groups.
  const boards = cuts.quiet === true || scored !== null ? null : drawBoards(dice);
  const erasing = cuts.quiet === true ? null : drawErasing(dice);
  const accepted = new Accepted();
  const calls = (engine: Engine): Engine<B2b> => engine as unknown as Engine<B2b>;
  const shards = 1 + dice.below(4);
  const batchSize = dice.pick([8, 50, 500]);
  const gift = dice.pick(['keyed', 'unkeyed', 'queryable'] as const);
  // Who comes back under another name waits until the lease of the life before is over.
  const keepsName = dice.once(0.5);
  const lease = dice.pick(keepsName ? [HOUR / 2, 6 * HOUR, 3 * DAY] : [MINUTE, HOUR / 4]);
  let sent = 0;
  let clock = (): number => 0;
  const versions = new Map<string, number>();
  const next = (id: string): number => {
    const version = (versions.get(id) ?? 1) + 1;
    versions.set(id, version);
    return version;
  };

  const open = (process: Process): Promise<Engine> => {
    const { name, place, storage, clock, channel } = process;
    return Engines.open<B2b>({
      catalogue: b2b,
      storage,
      clock,
      name: keepsName ? place : name,
      lease,
      shards,
      batchSize: merging?.batchSize ?? batchSize,
      channels: {
        email: channel('email'),
        actions: { createTask: channel('createTask'), sendGift: channel('sendGift', gift) },
        ...(asked && { services: asked.channels(process) }),
      },
      ...(erasing && { privacy: { key: erasing.key } }),
    }) as unknown as Promise<Engine>;
  };

  const ingest = (stage: Stage, label: string, input: B2bInput): Promise<number> =>
    stage.act(label, (engine) => calls(engine).ingest(input));

  /** Definitions and journeys, by one engine or another; some are closed or aborted later. */
  async function administer(stage: Stage): Promise<void> {
    const { dice: own, start } = stage;
    if (own.once(0.7)) stage.join();
    const services = asked === null ? [] : SERVICES.map((service) => ({ service }));
    await stage.act('define', (engine) => engine.define([large, vip, chosen, ...services]));
    for (const journey of journeys) {
      if (own.once(0.6)) {
        const instant = Math.max(stage.now(), start + own.about(2 * DAY));
        stage.landmark(instant);
        await stage.until(instant);
      }
      stage.landmark(stage.now());
      const { id } = journey.document;
      await stage.act(`publish ${id}`, (engine) => engine.publish(journey as never), isBeyond(id));
    }
    stage.join();
    if (cuts.quiet === true) return;
    for (const { document } of journeys) {
      if (!own.once(0.25)) continue;
      accepted.disturbed.add(document.id);
      const instant = Math.max(stage.now(), start + 3 * DAY + own.about(10 * DAY));
      stage.landmark(instant);
      await stage.until(instant);
      if (own.once(0.5))
        await stage.act(
          `close ${document.id}`,
          (engine) => engine.closeEntries(document.id),
          isBeyond(document.id, 'live'),
        );
      else
        await stage.act(
          `abort ${document.id}`,
          (engine) => engine.abort(document.id),
          isBeyond(document.id, 'live', 'closed'),
        );
    }
  }

  /** Companies arrive one by one and in groups, some before the journeys. */
  async function introduce(stage: Stage): Promise<void> {
    const { dice: own, journal } = stage;
    const waiting = [...companies];
    while (waiting.length > 0) {
      const group = drawGroup(own, waiting);
      const accounts = group.map(({ id, attributes }) => ({ id, version: 1, attributes }));
      const people = {
        people: group.flatMap((one) => one.people.map((each) => ({ ...each, version: 1 }))),
        relations: group.flatMap((one) =>
          one.people.map((each) => ({ account: one.id, person: each.id })),
        ),
      };
      // Of a call that was interrupted and repeated, an account may take its own part before that of its people
      // (EN-32), and also the parts of later calls.
      const label = group.map(({ id }) => id).join(' ');
      if (group.every(({ isQuiet }) => !isQuiet)) {
        const attempts = await ingest(stage, `introduce ${label}`, { accounts, ...people });
        // What people say next must not overtake what an interrupted call has left behind.
        if (attempts > 1 && people.people.length > 0) {
          journal.reached('people change after a call that was interrupted');
          await ingest(stage, `people of ${label} change`, {
            people: people.people.map(({ id }) => ({
              id,
              version: next(id),
              attributes: { jobTitle: own.pick(['VP Sales', 'Engineer']) },
            })),
          });
        }
      } else {
        const attempts = await ingest(stage, `introduce people of ${label}`, people);
        if (attempts > 1) for (const { id } of group) accepted.interrupted.add(id);
        await ingest(stage, `introduce ${label}`, { accounts });
      }
      for (const { id } of group) accepted.introduced.add(id);
      // Many come while a journey is published, closed or aborted.
      const change = own.once(0.4) ? stage.nextLandmark() : undefined;
      if (change === undefined) await stage.until(stage.now() + own.about(12 * HOUR));
      else await stage.until(change + own.about(20 * weather.latency));
    }
  }

  /** Events: in time, late, ahead, repeated, in bursts, of strangers, and around deadlines. */
  async function happen(stage: Stage): Promise<void> {
    const { dice: own, journal } = stage;
    const lively = companies.filter(({ isQuiet }) => !isQuiet);
    let before: B2bInput['events'] = [];
    while (stage.now() < stage.end && sent < (cuts.events ?? Number.POSITIVE_INFINITY)) {
      const isAimed = own.once(weather.aim);
      await stage.until(isAimed ? stage.aim() : stage.now() + own.about(12 * HOUR));
      if (isAimed && own.once(0.5)) await stage.until(whileTimersFire(stage));
      if (stage.now() >= stage.end) return;
      let events: NonNullable<B2bInput['events']>;
      if (own.once(0.15) && before.length > 0) {
        events = before;
        journal.reached('an event was sent again');
      } else {
        const count = own.once(0.03) ? 30 : 1 + own.below(isAimed ? 10 : 3);
        if (count === 30) journal.reached('a burst of events');
        events = Array.from({ length: count }, () =>
          drawEvent(stage, `e${(sent += 1)}`, isAimed, own.pick(lively)),
        );
      }
      before = events;
      await stage.act(
        `events ${events.map(({ id }) => id).join(' ')}`,
        (engine) => calls(engine).ingest({ events }),
        { repeatable: true },
      );
      for (const event of events)
        if (!('account' in event && erasing?.isTouched(event.account)))
          accepted.event(event, stage);
    }
  }

  /** An instant at which an engine is about to keep what its timer has done. */
  function whileTimersFire(stage: Stage): number {
    const [due] = stage.mirror.dues(1);
    if (due === undefined || due > stage.now() + DAY) return stage.now();
    return due + stage.dice.about(30 + 4 * weather.latency);
  }

  function drawEvent(
    stage: Stage,
    id: string,
    isAimed: boolean,
    company: Company,
  ): NonNullable<B2bInput['events']>[number] {
    const { dice: own, mirror, journal } = stage;
    let at = stage.now();
    let account = company.id;
    const due = isAimed ? mirror.dues(1)[0] : undefined;
    if (due !== undefined) {
      at = due + own.pick([0, 0, 1, -1, -1_000, 1_000, 4_000]);
      const waiting = [...mirror.all('progress').values()].filter(
        (record) =>
          record.due === due && !companies.some((one) => one.isQuiet && one.id === record.id),
      );
      if (waiting.length > 0) account = own.pick(waiting).id;
    } else if (own.once(0.1)) {
      at -= own.about(10 * DAY);
      journal.reached('an event came late');
    } else if (own.once(0.05)) {
      at += own.about(DAY);
      journal.reached('an event was dated ahead');
    }
    const people = companies.find((one) => one.id === account)?.people ?? [];
    if (own.once(0.03)) {
      journal.reached('an event of a stranger');
      account = `stranger${own.below(5)}`;
    } else if (people.length > 0 && own.once(0.6)) {
      return { id, type: 'webVisit', person: own.pick(people).id, at, fields: { page: 'p' } };
    }
    return { id, type: 'order', account, at, fields: { total: 1 } };
  }

  /** Data changes, consent is withdrawn, addresses are suppressed, people leave, lists change. */
  async function change(stage: Stage): Promise<void> {
    const { dice: own, journal } = stage;
    if (cuts.quiet === true) return;
    const lively = companies.filter(({ isQuiet }) => !isQuiet);
    for (;;) {
      await stage.until(own.once(0.2) ? stage.aim() : stage.now() + own.about(36 * HOUR));
      if (stage.now() >= stage.end) return;
      const company = own.pick(lively);
      if (!accepted.introduced.has(company.id)) continue;
      const [person] = company.people;
      const failure = stage.failures.at(-1);
      if (failure !== undefined && own.once(0.6)) {
        const unlucky = own.pick(failure.people);
        const home = companies.find(({ people }) => people.some(({ id }) => id === unlucky));
        if (home !== undefined && !home.isQuiet) {
          journal.reached('somebody withdrew consent between two attempts');
          await ingest(stage, `${unlucky} withdraws`, {
            people: [{ id: unlucky, version: next(unlucky), consent: { email: 'n' } }],
          } as B2bInput);
          continue;
        }
      }
      switch (own.below(6)) {
        case 0: {
          const attributes = {
            employees: own.pick([5, 1_500]),
            industry: own.pick(['Software', 'Retail']),
          };
          await ingest(stage, `${company.id} changes`, {
            accounts: [{ id: company.id, version: next(company.id), attributes }],
          });
          accepted.attributes.set(company.id, attributes);
          break;
        }
        case 1:
          if (person === undefined) break;
          await ingest(stage, `${person.id} changes`, {
            people: [
              {
                id: person.id,
                version: next(person.id),
                attributes: { jobTitle: own.pick(['VP Sales', 'Engineer']) },
                consent: { email: own.pick(['y', 'n'] as const) },
              },
            ],
          } as B2bInput);
          break;
        case 2:
          if (person === undefined) break;
          journal.reached('an address was suppressed');
          await stage.act(`suppress ${person.id}`, (engine) =>
            engine.suppress(`${person.id}@example.com`),
          );
          break;
        case 3:
          if (person === undefined) break;
          await ingest(stage, `${person.id} moves`, {
            relations: [{ account: company.id, person: person.id, removed: own.once(0.5) }],
          });
          break;
        default:
          await stage.act(`list ${company.id}`, (engine) =>
            engine.changeList(
              'vip',
              own.once(0.7) ? { add: [company.id] } : { remove: [company.id] },
            ),
          );
      }
    }
  }

  /** A host that also asks the engine to settle, at odd moments. */
  async function hurry(stage: Stage): Promise<void> {
    while (stage.now() < stage.end) {
      await stage.until(
        stage.dice.once(0.5) ? stage.aim() : stage.now() + stage.dice.about(6 * DAY),
      );
      await stage.act('settle', (engine) => engine.settle(), { repeatable: true });
      await stage.until(stage.now() + MINUTE);
    }
  }

  return {
    open,
    lanes: [
      administer,
      introduce,
      happen,
      change,
      hurry,
      ...(scored ? [scored.lane] : []),
      ...(asked ? [asked.lane] : []),
      ...(cuts.quiet === true ? [] : (merging?.lanes ?? [])),
      ...(erasing?.lanes ?? []),
      ...(boards ? [boards.lane] : []),
      async (stage) => {
        clock = () => stage.now();
      },
    ],
    look(change) {
      lookAtEntries(change);
      erasing?.look(change);
    },
    audit: async (end) => [
      ...accepted.audit(end, { companies, journeys, isSkewed: weather.skew > 0 }),
      ...(scored?.audit(end) ?? []),
      ...(cuts.quiet === true ? [] : (merging?.audit(end, accepted.disturbed) ?? [])),
      ...(asked ? auditAnswers(end, journeys, asked.taken, erasing?.isTouched) : []),
      ...((await erasing?.audit(end, accepted.disturbed)) ?? []),
      // Last, since it does damage.
      ...(boards?.audit(end) ?? []),
      ...(await auditDoctor(end, clock(), dice.other('doctor'))),
    ],
  };
}

/** The next companies that arrive together, a third of the time only lively ones; they are taken off the list. */
function drawGroup(dice: Dice, waiting: Company[]): readonly Company[] {
  const size = dice.pick([1, 1, 5, 20]);
  const lively = waiting.filter(({ isQuiet }) => !isQuiet).slice(0, size);
  const group = dice.once(0.5) && lively.length > 0 ? lively : waiting.slice(0, size);
  for (const company of group) waiting.splice(waiting.indexOf(company), 1);
  return group;
}

/** A journey is past being a draft, and past other statuses; and nobody is at it. */
function isBeyond(id: string, ...others: readonly string[]): ActOptions {
  const isDone = async (engine: Engine): Promise<boolean> => {
    const known = (await engine.journeys()).find((journey) => journey.id === id);
    return known !== undefined && known.status !== 'draft' && !others.includes(known.status);
  };
  return { isDone };
}
