import type { Journey } from '../../src/journey/journey.ts';
import { joinIds } from '../../src/runtime/effect.ts';
import type { Breach, Ending, Stage } from '../../src/testing/simulation/stage.ts';
import type { B2b } from '../engine/tenant.ts';
import type { Company } from './population.ts';

interface SentEvent {
  readonly id?: string;
  readonly type: string;
}

/** What engines have accepted, so that it must be there in the end. */
export class Accepted {
  /** Journeys that were closed or aborted. */
  readonly disturbed: Set<string> = new Set();
  readonly introduced: Set<string> = new Set();
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
  audit(
    { mirror }: Ending,
    { companies, journeys }: { companies: readonly Company[]; journeys: readonly Journey<B2b>[] },
  ): readonly Breach[] {
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
    return breaches;
  }
}
