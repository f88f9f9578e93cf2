import type { IngestInput } from '../../model/record.ts';
import { consentAfter } from '../../model/consent.ts';
import type { Consent } from '../../model/consent.ts';
import type { Attributes, Value } from '../../model/value.ts';
import type { FactItem } from '../../runtime/fact.ts';
import type { TrialEntry } from './trial.ts';

/** What the outside world knows of a person. */
interface KnownPerson {
  attributes: Record<string, Value>;
  consent: Consent;
  version: number;
}

/**
 * What a host could know at each point of a trial from nothing but its own input and the facts: who belongs to which
 * account, who may be written to, which events have been seen. Written apart from the engine.
 */
export class Known {
  private readonly people: Map<string, KnownPerson> = new Map();
  /** By account and person: the number of the moment in which the relation began or ended. */
  private readonly relations: Map<string, Map<string, { related: boolean; changed: number }>> =
    new Map();
  private readonly suppressed: Set<string> = new Set();
  private readonly events: Set<string> = new Set();
  private moment = 0;

  /** Takes over one entry of the log; entries come in order. */
  take(entry: TrialEntry): void {
    if (entry.kind === 'moment') {
      this.moment += 1;
      this.input(entry.moment.input);
      for (const address of entry.moment.suppress ?? []) this.suppressed.add(normal(address));
    } else if (entry.kind === 'settled') this.moment += 1;
    else if (entry.kind === 'fact') for (const item of entry.fact.items) this.item(item);
  }

  /** People of an account whose relation has not changed in the moment that is being handled. */
  settledPeople(account: string): readonly string[] {
    const known = [...(this.relations.get(account) ?? [])];
    return known.flatMap(([person, { related, changed }]) =>
      related && changed < this.moment ? [person] : [],
    );
  }

  /** Whether a person belongs to an account. */
  belongs(account: string, person: string): boolean {
    return this.relations.get(account)?.get(person)?.related === true;
  }

  /** Whether consent to e-mail is withdrawn. */
  hasWithdrawn(person: string): boolean {
    return this.people.get(person)?.consent === 'n';
  }

  /** Whether the person's address is suppressed. */
  isSuppressed(person: string): boolean {
    const address = this.people.get(person)?.attributes['email'];
    return typeof address === 'string' && this.suppressed.has(normal(address));
  }

  /** Whether the person has had an event with this id. */
  hasSeen(person: string, event: string): boolean {
    return this.events.has(JSON.stringify([person, event]));
  }

  private input({ people = [], relations = [], events = [] }: IngestInput): void {
    for (const { id, version = 0, attributes = {}, consent } of people) {
      const known = this.person(id);
      if (version > 0 && version <= known.version) continue;
      known.version = Math.max(known.version, version);
      this.change(known, attributes, consent?.email);
    }
    for (const { account, person, removed = false } of relations) {
      let of = this.relations.get(account);
      if (of === undefined) this.relations.set(account, (of = new Map()));
      const before = of.get(person);
      // Nothing changes when it was so already.
      if (before?.related === !removed && before.changed < this.moment) continue;
      of.set(person, { related: !removed, changed: this.moment });
    }
    for (const { id, person } of events)
      if (person !== undefined) this.events.add(JSON.stringify([person, id]));
  }

  private item(item: FactItem): void {
    if (item.type !== 'changed' || item.person === null) return;
    this.change(this.person(item.person), { [item.attribute]: item.next }, undefined);
  }

  private change(
    known: KnownPerson,
    values: Readonly<Record<string, unknown>>,
    stated: Consent | undefined,
  ): void {
    const changes = Object.fromEntries(
      Object.entries(values).filter(([, value]) => value !== undefined),
    ) as Record<string, Value | null>;
    known.consent = consentAfter({
      consent: known.consent,
      attributes: known.attributes,
      changes,
      stated,
    });
    const attributes: Attributes = Object.fromEntries(
      Object.entries({ ...known.attributes, ...changes }).filter(([, value]) => value !== null),
    ) as Attributes;
    known.attributes = { ...attributes };
  }

  private person(id: string): KnownPerson {
    let known = this.people.get(id);
    if (known === undefined)
      this.people.set(id, (known = { attributes: {}, consent: null, version: 0 }));
    return known;
  }
}

function normal(address: string): string {
  return address.trim().toLowerCase();
}
