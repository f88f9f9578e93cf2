import type { Journey } from '../../src/journey/journey.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import type { Breach, Ending, Stage } from '../../src/testing/simulation/stage.ts';
import type { B2b } from '../engine/tenant.ts';
import type { Company } from './population.ts';
import { countsOf, isUncertain } from './answers.ts';
import { doingsOf, Reference } from './reference.ts';

interface SentEvent {
  readonly id?: string;
  readonly type: string;
}

interface Cast {
  readonly companies: readonly Company[];
  readonly journeys: readonly Journey<B2b>[];
  /** Clocks of processes differ. */
  readonly isSkewed: boolean;
}

/** What engines have accepted, so that it must be there in the end. */
export class Accepted {
  /** Journeys that were closed or aborted. */
  readonly disturbed: Set<string> = new Set();
  readonly introduced: Set<string> = new Set();
  /** Companies of which an introduction was interrupted. */
  readonly interrupted: Set<string> = new Set();
  readonly attributes: Map<string, object> = new Map();
  private readonly events: Map<string, string> = new Map();

  /** An event that an engine has taken in. */
  event(event: SentEvent, { mirror, journal }: Stage): void {
    const { person, account } = event as { person?: string; account?: string };
    const key =
      person === undefined
        ? joinIds('account', account!, event.id!)
        : joinIds('person', person, event.id!);
    this.events.set(key, event.type);
    if (account === undefined) return;
    const progress = mirror.get('progress', account)?.body;
    if (progress !== undefined && progress.runs.length === 0 && progress.past !== null)
      journal.reached('an event after the end of a run');
  }

  /** Nothing that was accepted is lost. */
  audit({ mirror, asked }: Ending, { companies, journeys, isSkewed }: Cast): readonly Breach[] {
    const breaches: Breach[] = [];
    const broken = (rule: string, what: string): void => void breaches.push({ rule, what });
    const inputs = mirror.all('input');
    for (const key of this.events.keys())
      if (!inputs.has(key)) broken('RL-1', `event ${key.replaceAll('\u001f', '/')} is lost`);
    for (const { document } of journeys)
      if (mirror.get('journey', document.id) === undefined)
        broken('RL-1', `journey ${document.id} is lost`);
    for (const { id, people } of companies) {
      const account = mirror.get('account', id)?.body;
      if (account === undefined) broken('RL-1', `account ${id} is lost`);
      for (const [name, value] of Object.entries(this.attributes.get(id) ?? {}))
        if (account?.attributes[name] !== value) broken('RL-1', `${name} of ${id} is lost`);
      for (const person of people)
        if (mirror.get('person', person.id) === undefined)
          broken('RL-1', `person ${person.id} is lost`);
      const progress = mirror.get('progress', id)?.body;
      if (account?.attributes['employees'] !== 2_000 || this.disturbed.has('main')) continue;
      const isIn = progress?.runs.some(({ journey }) => journey === 'main');
      if (!isIn && progress?.past?.['main'] === undefined)
        broken('RL-1', `${id} never entered main`);
    }
    breaches.push(...this.compare({ mirror, asked }, { companies, journeys, isSkewed }));
    return breaches;
  }

  /** Companies to which nothing happened do what the reference says, whatever went wrong. */
  private compare(
    { mirror, asked }: Pick<Ending, 'mirror' | 'asked'>,
    { companies, journeys, isSkewed }: Cast,
  ): readonly Breach[] {
    const skipped = new Set(this.disturbed);
    const main = journeys.find(({ document }) => document.id === 'main')!.document;
    const adds = main.nodes.some(
      (node) => node.kind === 'action' && node.action.type === 'addToJourney',
    );
    // Whether an account may come again depends on when it was added last.
    if (skipped.has('main') || (adds && main.reEntry !== undefined)) skipped.add('second');
    const isLeftOpen = isUncertain(journeys);
    const isComparedFor =
      ({ id }: Company) =>
      (text: string): boolean => {
        const [what, journey] = JSON.parse(text) as readonly string[];
        // The message that somebody has joined may come later than the account's own data.
        const mayMiss = isSkewed || this.interrupted.has(id);
        if (skipped.has(journey!) || (mayMiss && what === 'effect')) return false;
        return !isLeftOpen(text, mayMiss);
      };
    const reference = new Reference(journeys);
    const facts = Map.groupBy(mirror.all('fact').values(), ({ body }) => body.account);
    const effects = Map.groupBy(asked.values(), ({ account }) => account);
    return companies.flatMap((company): Breach[] => {
      if (!company.isQuiet) return [];
      const isCompared = isComparedFor(company);
      const own = (facts.get(company.id) ?? []).map(({ body }) => body);
      const expected = reference.doings(company, countsOf(own)).filter(isCompared);
      const actual = doingsOf(own, effects.get(company.id) ?? []).filter(isCompared);
      if (JSON.stringify(actual) === JSON.stringify(expected)) return [];
      const missing = expected.filter((text) => !actual.includes(text));
      const more = actual.filter((text) => !expected.includes(text));
      return [
        {
          rule: 'RL-12',
          what: `${company.id}: missing ${missing.join(' ')}; more ${more.join(' ')}`,
        },
      ];
    });
  }
}
