import type { Engine, Fact, Instant, JourneyDocument } from '../../src/index.ts';
import { ActivityLog } from './activity-log.ts';
import type { Behaviour } from './behaviour.ts';
import type { DemoInput, DemoShape } from './demo-catalogue.ts';
import { reactionsTo } from './reactions.ts';
import type { Reaction } from './reactions.ts';
import type { Tenant } from './tenant.ts';

/**
 * What the host of the demo keeps beside the engine, in memory only: what people did, who has unsubscribed, and, in the
 * tenant, which accounts may order. All of it follows from what the engine has stored, so that a demo that was killed
 * gets it back.
 */
export class HostMemory {
  readonly log: ActivityLog = new ActivityLog();
  private readonly unsubscribed: { readonly person: string; readonly at: Instant }[] = [];
  private readonly behaviour: Behaviour;
  private readonly tenant: Tenant;

  constructor(behaviour: Behaviour, tenant: Tenant) {
    this.behaviour = behaviour;
    this.tenant = tenant;
  }

  /** Somebody gets an e-mail; returns what the person will do with it. */
  receive(email: string, account: string, person: string, now: Instant): readonly Reaction[] {
    const reactions = reactionsTo(this.behaviour, email, account, person);
    for (const { type, about, after } of reactions) {
      this.log.add(person, { at: now + after, type, about });
      if (type === 'emailUnsubscribed') this.unsubscribed.push({ person, at: now + after });
    }
    return reactions;
  }

  /** Looks at what the engine reports: what sales does with an account that got its offers is not the engine's business. */
  hear({ account, at, items }: Fact): void {
    for (const item of items)
      if (item.type === 'run' && item.parked === 'offers-order') this.tenant.onOffer(account, at);
  }

  /** Notes what people did by themselves, as the platform hands it over. */
  note({ events = [] }: DemoInput): void {
    for (const { person, type, at, fields } of events) {
      if (person === undefined) continue;
      const { page, form } = fields as { readonly page?: string; readonly form?: string };
      this.log.add(person, { at: Number(at), type, about: form ?? page ?? '' });
    }
  }

  /** People who have unsubscribed after an instant, and up to another one. */
  leavers(after: Instant, until: Instant): readonly string[] {
    return this.unsubscribed
      .filter(({ at }) => at > after && at <= until)
      .map(({ person }) => person);
  }

  /** Remembers what an earlier process had in memory: everybody to whom something was sent reacts as before. */
  async recall(engine: Engine<DemoShape>, documents: readonly JourneyDocument[]): Promise<void> {
    const emails = new Map(documents.flatMap((document) => [...emailsOf(document)]));
    for await (const fact of engine.facts()) {
      this.hear(fact);
      for (const item of fact.items) {
        if (item.type !== 'settled' || item.action !== 'sendEmail') continue;
        for (const { outcome, people } of item.outcomes) {
          if (outcome !== 'sent') continue;
          for (const person of people ?? [])
            this.receive(emails.get(item.node)!, fact.account, person, fact.at);
        }
      }
    }
  }
}

/** Which e-mail each node sends. */
function emailsOf({ nodes }: JourneyDocument): ReadonlyMap<string, string> {
  const emails = new Map<string, string>();
  for (const node of nodes) {
    const inner =
      node.kind === 'splitPeople'
        ? [...node.paths.flatMap(({ actions }) => actions), ...(node.other?.actions ?? [])]
        : [node];
    for (const each of inner)
      if (each.kind === 'action' && each.action.type === 'sendEmail')
        emails.set(each.id, each.action.email);
  }
  return emails;
}
