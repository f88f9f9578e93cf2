import { expect, test } from 'vitest';
import { eraseFromEffect } from '../../src/privacy/erase-effect.ts';
import { subjectOf } from '../../src/privacy/subject.ts';
import type { EffectBody } from '../../src/records/bodies.ts';
import type { Settlement } from '../../src/runtime/fact.ts';
import { emptyPerson } from '../../src/runtime/state.ts';
import { ALERT } from '../insights/alert.ts';

const ann = subjectOf({ kind: 'person', id: 'ann', pseudonym: 'erased-1' }, undefined, []);
const acme = subjectOf({ kind: 'account', id: 'acme', pseudonym: 'erased-2' }, undefined, []);

function effect(
  changes: Partial<EffectBody>,
  people: readonly string[] | null = ['ann', 'bob'],
): EffectBody {
  return {
    effect: {
      journey: 'j',
      plan: 'p',
      account: 'acme',
      entry: 1,
      node: 'n',
      ordinal: 0,
      action: { type: 'sendEmail', email: 'hello', operational: false },
      people,
      asked: 7,
    },
    state: 'pending',
    attempts: 0,
    people,
    by: null,
    doubtful: false,
    outcomes: [],
    parked: [],
    events: [],
    ...changes,
  };
}

const outcome = (what: Settlement['outcome'], ...people: readonly string[]): Settlement => ({
  outcome: what,
  reason: what === 'sent' ? null : 'why',
  people,
});
const refused = { outcome: 'refused', reason: 'erased', people: ['erased-1'] };

test.each(['pending', 'claimed'] as const)(
  'PV-23 a %s effect loses the person, who is refused',
  (state) => {
    const { body, settled, dead } = eraseFromEffect(effect({ state }), ann);
    expect(body).toMatchObject({ state, people: ['bob'], effect: { people: ['bob'] } });
    expect(settled).toMatchObject({ closed: false, asked: 7, outcomes: [refused] });
    expect(dead).toBe(false);
    const alone = eraseFromEffect(effect({ state }, ['ann']), ann);
    expect(alone).toMatchObject({ body: null, settled: { closed: true, outcomes: [refused] } });
  },
);

test('PV-23 who is no longer among those who are tried again is only forgotten', () => {
  const { body, settled } = eraseFromEffect(effect({ people: ['bob'], attempts: 2 }), ann);
  expect(body).toMatchObject({ people: ['bob'], effect: { people: ['bob'] } });
  expect(settled).toBeNull();
});

test('PV-23 recipients whose outcome stays unknown become the dead letter, without the person', () => {
  const parked = [outcome('unknown', 'bob', 'ann'), outcome('unknown', 'cid')];
  const all = ['ann', 'bob', 'cid'];
  const waiting = eraseFromEffect(effect({ people: ['ann'], parked: parked.slice(1) }, all), ann);
  expect(waiting).toMatchObject({
    dead: true,
    body: { state: 'dead', people: [], outcomes: [outcome('unknown', 'cid')], parked: [] },
    settled: { closed: true, outcomes: [refused] },
  });
  const aside = eraseFromEffect(effect({ people: ['dan'], parked }, [...all, 'dan']), ann);
  expect(aside).toMatchObject({
    dead: false,
    settled: null,
    body: { people: ['dan'], parked: [outcome('unknown', 'bob'), outcome('unknown', 'cid')] },
  });
});

test('PV-23 an answer that is to come is kept under the pseudonym; a failed one is not tried again', () => {
  const outcomes = [outcome('sent', 'bob', 'ann')];
  const events = [
    { person: 'ann', type: 'click', after: 1 },
    { person: 'bob', type: 'click', after: 1 },
  ];
  expect(eraseFromEffect(effect({ state: 'answered', outcomes, events }), ann)).toMatchObject({
    body: { outcomes: [outcome('sent', 'bob', 'erased-1')], events: [{ person: 'bob' }] },
    settled: null,
  });
  const failed = effect({ state: 'answered', outcomes: [outcome('failed', 'ann', 'bob')] });
  expect(eraseFromEffect(failed, ann).body?.outcomes).toEqual([outcome('failed', 'bob'), refused]);
});

test('PV-23 a dead letter forgets the person, and is gone when nobody is left', () => {
  const outcomes = [outcome('failed', 'ann', 'bob'), outcome('unknown', 'ann')];
  const { body } = eraseFromEffect(effect({ state: 'dead', outcomes }), ann);
  expect(body?.outcomes).toEqual([outcome('failed', 'bob')]);
  const alone = effect({ state: 'dead', outcomes: [outcome('failed', 'ann')] });
  expect(eraseFromEffect(alone, ann)).toEqual({ body: null, settled: null, dead: false });
});

test('PV-23 effects of an erased account are closed, with the answer that is known', () => {
  expect(eraseFromEffect(effect({}), acme)).toMatchObject({
    body: null,
    settled: {
      closed: true,
      outcomes: [{ outcome: 'refused', reason: 'erased', people: ['ann', 'bob'] }],
    },
  });
  expect(eraseFromEffect(effect({}, null), acme).settled?.outcomes).toMatchObject([
    { people: null },
  ]);
  const answered = effect({ state: 'answered', outcomes: [outcome('sent', 'ann')] });
  expect(eraseFromEffect(answered, acme).settled?.outcomes).toEqual([outcome('sent', 'ann')]);
  expect(eraseFromEffect(effect({ state: 'dead' }), acme)).toEqual({
    body: null,
    settled: null,
    dead: false,
  });
});

test('PV-20 the effects of others are the very same', () => {
  for (const one of [effect({}, ['bob']), effect({}, null)])
    expect(eraseFromEffect(one, ann).body).toBe(one);
  const other = effect({});
  const beta = { ...other, effect: { ...other.effect, account: 'beta' } };
  expect(eraseFromEffect(beta, acme).body).toBe(beta);
});

test('PV-23 BG-158 a sales alert forgets the member, and what cannot be told apart from what others did', () => {
  const shown = (person: string) => ({ person, at: 5, name: null, type: 'Web', description: '' });
  const recent = { since: 1, people: 2, activities: [], moments: [shown('ann'), shown('bob')] };
  const topics = ['Oncology'];
  const action = { type: 'sendSalesAlert', group: 'cloud', to: ['s@example.com'] } as const;
  const asked = (alert: typeof ALERT): EffectBody =>
    effect({ effect: { ...effect({}).effect, action: { ...action, alert }, people: null } }, null);
  const { body } = eraseFromEffect(asked({ ...ALERT, topics, recent }), ann);
  expect(body?.effect.action).toEqual({ ...action, alert: ALERT });
  // Somebody who is not shown may have counted, in an account of her own.
  const unshown = asked({ ...ALERT, topics, recent: { ...recent, moments: [] } });
  expect(eraseFromEffect(unshown, ann).body).toBe(unshown);
  const record = { ...emptyPerson('ann'), accounts: ['acme'] };
  const inAcme = subjectOf({ kind: 'person', id: 'ann', pseudonym: 'erased-1' }, record, []);
  expect(eraseFromEffect(unshown, inAcme).body?.effect.action).toEqual({ ...action, alert: ALERT });
  const untouched = asked(ALERT);
  for (const subject of [ann, inAcme])
    expect(eraseFromEffect(untouched, subject).body).toBe(untouched);
});
