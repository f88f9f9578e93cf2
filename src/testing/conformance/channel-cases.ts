import { readReceipt } from '../../engine/delivery/channel-checks.ts';
import { checkSame, checkThat } from '../check.ts';
import {
  deliver,
  deliveryTo,
  keyOf,
  outcomeFor,
  type ChannelCase,
  type ChannelRig,
} from './channel-case.ts';

/** Every published case for channels. Run them with `runChannelConformance`. */
export const CHANNEL_CASES: readonly ChannelCase[] = [
  {
    rule: 'EM-70',
    title: 'each recipient gets it once, under the key of the delivery',
    async run(rig) {
      await deliver(rig, [deliveryTo(rig, ['ann', 'bob']), deliveryTo(rig, ['cem'])]);
      checkSame(peopleOf(rig), ['ann', 'bob', 'cem'], 'who got it');
      for (const { person, key } of rig.received())
        checkThat(key.includes(keyOf(person)), `the key of ${person} is ${key}`);
    },
  },
  {
    rule: 'EM-70',
    title: 'a second attempt has the same key',
    needs: ['fail'],
    async run(rig) {
      rig.arrange('ann', 'fail');
      await deliver(rig, [deliveryTo(rig, ['ann', 'bob'])]);
      checkSame(peopleOf(rig), ['bob'], 'who got it at the first attempt');
      rig.arrange('ann', 'accept');
      await deliver(rig, [deliveryTo(rig, ['ann'], { attempt: 2 })]);
      checkSame(peopleOf(rig), ['ann', 'bob'], 'who got it at last');
      const { key } = rig.received().at(-1)!;
      checkThat(key.includes(keyOf('ann')), `the key at the second attempt is ${key}`);
    },
  },
  {
    rule: 'EM-71',
    title: 'one receipt for each delivery, in order and of the form of the port',
    async run(rig) {
      const people = [['ann'], ['bob', 'cem'], [], ['dot']];
      const receipts = await deliver(
        rig,
        people.map((some) => deliveryTo(rig, some)),
      );
      checkSame(receipts.length, people.length, 'the number of receipts');
      for (const receipt of receipts)
        checkSame(readReceipt(receipt), receipt, 'the form of a receipt');
      checkSame(await deliver(rig, []), [], 'receipts for nothing');
    },
  },
  outcomeCase('is taken', 'accept', 'sent'),
  outcomeCase('fails for now', 'fail', 'failed'),
  outcomeCase('is refused for good', 'refuse', 'refused'),
  outcomeCase('is lost on the way', 'lose', 'unknown'),
  {
    rule: 'EM-72',
    title: 'recipients of one delivery have outcomes of their own',
    needs: ['fail', 'refuse'],
    async run(rig) {
      const people = Array.from({ length: 30 }, (_, index) => `p${index}`);
      const wanted = people.map((_, index) => (['sent', 'failed', 'refused'] as const)[index % 3]!);
      people.forEach((person, index) =>
        rig.arrange(person, (['accept', 'fail', 'refuse'] as const)[index % 3]!),
      );
      const [receipt] = await deliver(rig, [deliveryTo(rig, people)]);
      checkSame(
        people.map((person) => outcomeFor(receipt, person)),
        wanted,
        'outcomes',
      );
    },
  },
  {
    rule: 'EM-73',
    title: 'a signal that was given before hands nothing over',
    // Without a way to hang there is nothing to wait for, and nothing to stop.
    needs: ['hang'],
    async run(rig) {
      const [receipt] = await deliver(rig, [deliveryTo(rig, ['ann'])], AbortSignal.abort());
      checkSame(outcomeFor(receipt, 'ann'), 'failed', 'the outcome');
      checkSame(peopleOf(rig), [], 'who got it');
    },
  },
  {
    rule: 'EM-73',
    title: 'a signal that is given meanwhile ends the waiting, and nobody counts as reached',
    needs: ['hang'],
    async run(rig) {
      const people = Array.from({ length: 20 }, (_, index) => `p${index}`);
      for (const person of people) rig.arrange(person, 'hang');
      const start = performance.now();
      const signal = AbortSignal.timeout(100);
      const [receipt] = await deliver(rig, [deliveryTo(rig, people)], signal);
      checkThat(performance.now() - start < 2_000, 'it waited for longer than two seconds');
      for (const person of people) {
        const outcome = outcomeFor(receipt, person);
        checkThat(outcome === 'failed' || outcome === 'unknown', `${person} is ${outcome}`);
      }
    },
  },
  {
    rule: 'EM-74',
    title: 'a receiver that never answers is left within the time of a call',
    needs: ['hang'],
    async run(rig) {
      const { timeout = 30_000 } = rig.channel.limits ?? {};
      rig.arrange('ann', 'hang');
      const start = performance.now();
      const [receipt] = await deliver(rig, [deliveryTo(rig, ['ann', 'bob'])]);
      checkThat(performance.now() - start <= timeout, `it took longer than ${timeout} ms`);
      checkSame(outcomeFor(receipt, 'bob'), 'sent', 'the outcome of the other one');
      const outcome = outcomeFor(receipt, 'ann');
      checkThat(outcome === 'failed' || outcome === 'unknown', `the outcome is ${outcome}`);
    },
  },
  {
    rule: 'EM-75',
    title: 'what is too large is refused, and does not leave',
    async run(rig) {
      if (rig.oversized === undefined) return;
      const [receipt] = await deliver(rig, [deliveryTo(rig, ['ann'], { action: rig.oversized })]);
      checkSame(outcomeFor(receipt, 'ann'), 'refused', 'the outcome');
      checkSame(peopleOf(rig), [], 'who got it');
    },
  },
  {
    rule: 'EM-76',
    title: 'receipts show neither secrets nor addresses',
    needs: ['fail', 'refuse'],
    async run(rig) {
      rig.arrange('ann', 'fail');
      rig.arrange('bob', 'refuse');
      const said = await deliver(rig, [deliveryTo(rig, ['ann', 'bob', 'cem'])]).then(
        JSON.stringify,
        String,
      );
      for (const secret of rig.secrets)
        checkThat(!said.includes(secret), `a receipt has ${secret.slice(0, 3)}… in it`);
    },
  },
];

function outcomeCase(
  title: string,
  answer: 'accept' | 'fail' | 'refuse' | 'lose',
  wanted: 'sent' | 'failed' | 'refused' | 'unknown',
): ChannelCase {
  return {
    rule: 'EM-71',
    title: `what ${title} is ${wanted}`,
    ...(answer !== 'accept' && { needs: [answer] }),
    async run(rig) {
      rig.arrange('ann', answer);
      const [receipt] = await deliver(rig, [deliveryTo(rig, ['ann'])]);
      checkSame(outcomeFor(receipt, 'ann'), wanted, 'the outcome');
    },
  };
}

function peopleOf(rig: ChannelRig): readonly string[] {
  return rig
    .received()
    .map(({ person }) => person)
    .toSorted();
}
