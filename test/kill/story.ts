import * as z from 'zod/mini';
import { Audience } from '../../src/audience/audience.ts';
import { conditions } from '../../src/conditions/build.ts';
import { Journey } from '../../src/journey/journey.ts';
import { MINUTE } from '../../src/kernel/duration.ts';
import { number, text } from '../../src/model/attribute.ts';
import { catalogue } from '../../src/model/catalogue.ts';
import type { IngestInput } from '../../src/model/record.ts';

/** What the engines of a run know of. */
export const world = catalogue({
  account: { name: text(), number: number() },
  person: { email: text() },
  events: { order: { of: 'account', fields: { total: number() } } },
  actions: { alert: { of: 'accounts', input: z.object({}) } },
});
export type WorldShape = NonNullable<(typeof world)['shape']>;

const { account } = conditions(world);

/** The journey's id. */
export const STORY = 'story';
/** Clock time between the first e-mail and the second, and between that and the reminder, at least. */
export const PAUSES: { readonly offer: number; readonly reminder: number } = {
  offer: MINUTE,
  reminder: 2 * MINUTE,
};
/** Nodes that every account comes by, with one delivery to each of its people, or one to the account. */
export const ALWAYS = { people: ['hello', 'offer', 'thanks'], account: ['alert'] } as const;

/** A wait, and an event that may come before its timeout: every way of moving on, with effects in between. */
export const story: Journey<WorldShape> = Journey.forAccounts<WorldShape>(STORY, {
  catalogue: world,
  audience: Audience.accounts('numbered', account('number').atLeast(0)),
  ends: '2028-12-31',
})
  .sendEmail('hello', { id: 'hello' })
  .wait({ minutes: 1 }, { id: 'pause' })
  .sendEmail('offer', { id: 'offer' })
  .listen(
    { event: 'order' },
    {
      id: 'decision',
      timeout: { minutes: 2 },
      onTimeout: (late) => late.sendEmail('reminder', { id: 'reminder' }),
    },
  )
  .act('alert', {}, 'accounts', { id: 'alert' })
  .sendEmail('thanks', { id: 'thanks' });

/** One thing to take in: the account of a number, or its order. */
export type Item = `account ${number}` | `order ${number}`;

/** The id of an account. */
export function accountOf(item: Item): string {
  return `a-${item.split(' ')[1]!}`;
}

/** The people of an account. */
export function peopleOf(id: string): readonly string[] {
  return [`${id}-ann`, `${id}-bob`];
}

/** What is given to `ingest` for an item; under the same ids at every attempt. */
export function inputOf(item: Item, at: number): IngestInput<WorldShape> {
  const id = accountOf(item);
  if (item.startsWith('order'))
    return {
      events: [{ id: `order-${id}`, type: 'order', account: id, at, fields: { total: 1 } }],
    };
  return {
    accounts: [{ id, attributes: { name: id, number: 1 } }],
    people: peopleOf(id).map((person) => ({
      id: person,
      attributes: { email: `${person}@example.com` },
    })),
    relations: peopleOf(id).map((person) => ({ account: id, person })),
  };
}
