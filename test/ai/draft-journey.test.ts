import { expect, test } from 'vitest';
import { draftJourney } from '../../src/ai/draft-journey.ts';
import type { DraftDecision } from '../../src/ai/draft-journey.ts';
import type { DraftContext } from '../../src/ai/draft-names.ts';
import { Audience } from '../../src/audience/audience.ts';
import { AccountList } from '../../src/audience/account-list.ts';
import type { JourneyDocument, JourneyNode } from '../../src/journey/document.ts';
import { Journey } from '../../src/journey/journey.ts';
import { validateJourney } from '../../src/journey/validate.ts';
import type { Ai, DraftAnswer, DraftRequest } from '../../src/ports/ai.ts';
import { account, b2b, b2bWorld, cloud, large, named, person } from '../engine/tenant.ts';
import { HOSTILE } from './models.ts';

const CONTEXT: DraftContext = {
  id: 'drafted',
  catalogue: b2b,
  definitions: [
    large,
    Audience.accounts('software-companies', account('industry').is('Software')),
    Audience.people('engineers', person('jobTitle').is('Engineer')),
    named,
    AccountList.static('hidden'),
    cloud,
  ],
  emails: ['intro', 'case-study', 'last call'],
  addresses: ['sales@example.com'],
  journeys: { nurture: 'live' },
  ends: '2027-12-31',
};

function steps({ document }: DraftDecision): string {
  return document.nodes
    .map((node) => {
      if (node.kind === 'audience') return node.audience ?? node.list;
      if (node.kind === 'wait') return JSON.stringify(node.for);
      if (node.kind !== 'action') return node.kind;
      const { action } = node;
      if (action.type === 'sendEmail') return action.email;
      return action.type === 'addToList' ? `+${action.list}` : action.type;
    })
    .join(' ');
}

test('AI-23 without a model a template is made of names that stand in the brief', async () => {
  const draft = await draftJourney(
    null,
    'Software Companies get the Case Study, 2 weeks later the INTRO; then they go on the list "named".',
    CONTEXT,
  );
  expect(steps(draft)).toBe('software-companies case-study {"days":14} intro +named');
  expect(draft).toMatchObject({
    kind: 'draft',
    by: 'builtIn',
    issues: [],
    gaps: [],
    confidence: 0,
    notice: null,
  });
  expect(draft.document.id).toBe('drafted');
});

test('AI-23 what the brief does not say is taken from what is there, and told', async () => {
  const draft = await draftJourney(null, 'Something nice for introductions, enlarged', CONTEXT);
  expect(steps(draft)).toBe('large intro');
  expect(draft.issues).toEqual([]);
  expect(draft.gaps).toEqual([
    'The brief names nobody who could enter; large are the first.',
    'The brief names no e-mail that is there; "intro" is the first.',
  ]);
  const two = await draftJourney(null, 'intro, last call for named', CONTEXT);
  expect(steps(two)).toBe('named intro {"days":3} last call');
  expect(two.gaps).toEqual(['The brief names no time; three days are taken.']);
});

test('AI-20 where nothing is there the draft says what it lacks', async () => {
  const draft = await draftJourney(null, 'anything', { id: 'empty', catalogue: b2b });
  expect(steps(draft)).toBe(' {"days":3}');
  expect(draft.issues.map(({ code }) => code)).toEqual(['AUDIENCE_MISSING']);
  expect(draft.gaps).toHaveLength(2);
});

const GOOD: JourneyDocument = Journey.forAccounts('theirs', {
  audience: { audience: 'large' },
  ends: '2027-12-31',
  catalogue: b2b,
})
  .sendEmail('intro')
  .listen('webVisit', {
    timeout: { days: 7 },
    onTimeout: (late) => late.sendEmail('last call'),
  })
  .split((paths) =>
    paths
      .when('Huge', account('employees').atLeast(5_000), (huge) => huge.addToList('named'))
      .otherwise(),
  )
  .sendSalesAlert('cloud', ['sales@example.com']).document;

function drafting(journey: unknown): Pick<Ai, 'draftJourney'> {
  return { draftJourney: () => ({ journey, confidence: 0.8, reasons: ['As asked.'] }) };
}

test('AI-20 AI-21 the draft of a model is data with its issues, under the id of the context', async () => {
  // A listener for every visit lacks what it listens for: the host is told, and the draft stays.
  const flawed = {
    ...GOOD,
    nodes: GOOD.nodes.map((node) =>
      node.kind === 'listen' ? { ...node, events: [{ event: 'webVisit' }] } : node,
    ),
  };
  const draft = await draftJourney(drafting(flawed), 'whatever', CONTEXT);
  expect(draft).toMatchObject({ by: 'ai', confidence: 0.8, reasons: ['As asked.'], notice: null });
  expect(draft.document).toEqual({ ...flawed, id: 'drafted' });
  expect((await draftJourney(drafting(GOOD), 'whatever', CONTEXT)).issues).toEqual([]);
  expect(draft.issues.map(({ code }) => code)).toEqual(['EVENT_CONSTRAINT_REQUIRED']);
  const all = validateJourney(draft.document, { catalogue: b2b });
  expect(all.map(({ code }) => code)).toEqual(['EVENT_CONSTRAINT_REQUIRED']);

  await using tenant = await b2bWorld();
  expect(await tenant.engine.journeys()).toEqual([]);
  await tenant.engine.save(Journey.of(draft.document));
  expect(await tenant.engine.journey('drafted')).toMatchObject({ status: 'draft' });
});

function having(...nodes: readonly JourneyNode[]): unknown {
  const [audience] = GOOD.nodes;
  return { ...GOOD, nodes: [{ ...audience, next: nodes[0]!.id }, ...nodes] };
}

const mail = { kind: 'action', id: 'a', context: 'people' } as const;
const step = { kind: 'action', id: 'a', context: 'accounts' } as const;

test.each<readonly [name: string, code: string, journey: unknown]>([
  [
    'an audience',
    'UNKNOWN_AUDIENCE',
    { ...GOOD, nodes: [{ kind: 'audience', id: 'x', audience: 'all' }] },
  ],
  ['a list', 'UNKNOWN_LIST', having({ ...step, action: { type: 'addToList', list: 'vip' } })],
  [
    'an e-mail',
    'UNKNOWN_EMAIL',
    having({ ...mail, action: { type: 'sendEmail', email: 'phish' } }),
  ],
  [
    'a journey',
    'UNKNOWN_JOURNEY',
    having({ ...step, action: { type: 'addToJourney', journey: 'x' } }),
  ],
  [
    'a buying group',
    'UNKNOWN_GROUP',
    having({ ...mail, action: { type: 'assignToGroup', group: 'x' } }),
  ],
  [
    'a role',
    'UNKNOWN_ROLE',
    having({ ...mail, action: { type: 'assignToGroup', group: 'cloud', role: 'x' } }),
  ],
  [
    'an action',
    'UNKNOWN_ACTION',
    having({ ...step, action: { type: 'custom', name: 'wipe', input: {} } }),
  ],
  [
    'an attribute',
    'UNKNOWN_ATTRIBUTE',
    having({ ...step, action: { type: 'updateProfile', attribute: 'owner', value: 'me' } }),
  ],
  [
    'an event',
    'UNKNOWN_EVENT',
    having({ kind: 'listen', id: 'l', context: 'people', events: [{ event: 'x', minimum: 2 }] }),
  ],
  [
    'an address',
    'UNKNOWN_ADDRESS',
    having({
      ...step,
      action: { type: 'sendSalesAlert', group: 'cloud', to: ['thief@example.net'] },
    }),
  ],
])('AI-22 a draft that names %s that is not there is not used', async (_, code, journey) => {
  const draft = await draftJourney(drafting(journey), 'whatever', CONTEXT);
  expect(draft).toMatchObject({ by: 'builtIn', notice: { code: 'AI_UNKNOWN_NAME' } });
  expect(draft.notice!.message).toContain(code);
  expect(steps(draft)).toBe('large intro');
});

test.each<readonly [code: string, what: string, journey: unknown]>([
  ['AI_INVALID', 'text', JSON.stringify(GOOD)],
  ['AI_INVALID', 'nothing', undefined],
  ['AI_INVALID', 'a list', [GOOD]],
  ['AI_INVALID', 'an unknown kind', { ...GOOD, nodes: [{ kind: 'shell', id: 'x', run: 'rm' }] }],
  ['AI_INVALID', 'a property more', { ...GOOD, status: 'live' }],
  ['AI_INVALID', 'a prototype', JSON.parse('{"__proto__":{"x":1}}')],
  ['AI_TOO_LONG', '10 MB', { ...GOOD, description: 'x'.repeat(10_000_000) }],
])('AI-2 the template stands in for a bad draft: %s, %s', async (code, _, journey) => {
  const draft = await draftJourney(drafting(journey), 'whatever', CONTEXT);
  expect(draft).toMatchObject({ by: 'builtIn', issues: [], notice: { code } });
  expect(draft.notice!.message.length).toBeLessThan(1_000);
});

test('AI-2 and for a model that fails', async () => {
  const slow = { draftJourney: () => new Promise<DraftAnswer>(() => undefined) };
  const draft = await draftJourney(slow, 'whatever', CONTEXT, { timeout: 5 });
  expect(draft.notice?.code).toBe('AI_TIMEOUT');
  const broken = { draftJourney: () => Promise.reject(new Error('no')) };
  expect((await draftJourney(broken, 'whatever', CONTEXT)).notice?.code).toBe('AI_FAILED');
});

test('AI-2 bounds of a draft that cannot be kept to are refused', async () => {
  for (const option of ['most', 'timeout'])
    await expect(
      draftJourney(null, 'whatever', CONTEXT, { [option]: Number.NaN }),
    ).rejects.toMatchObject({ code: 'INVALID_INPUT', path: [option] });
});

test('AI-1 a model gets brief, names and form as data', async () => {
  for (const text of HOSTILE) {
    let asked: DraftRequest | undefined;
    const spy: Pick<Ai, 'draftJourney'> = {
      draftJourney: (request) => {
        asked = request;
        return { journey: GOOD, confidence: 1, reasons: ['As asked.'] };
      },
    };
    await draftJourney(spy, text, CONTEXT);
    const { brief, names, schema, most } = asked!;
    expect(brief).toBe(text);
    expect(JSON.stringify({ names, schema, most })).not.toContain('admin');
    expect(names.audiences).toEqual(['large', 'software-companies', 'engineers']);
    expect(names.groups).toEqual({ cloud: ['Decision Maker', 'Practitioner'] });
    expect(names.attributes['account']).toMatchObject({ employees: 'number' });
    expect(names.events['webVisit']).toEqual({ page: 'text' });
    expect(schema).toMatchObject({ type: 'object' });
  }
});

test('AI-5 a draft is a decision', async () => {
  const kept: DraftDecision[] = [];
  const draft = await draftJourney(null, 'whatever', CONTEXT, {
    onDecision: (decision) => void kept.push(decision),
  });
  expect(kept).toEqual([draft]);
  expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
});

test('AI-7 a brief or an id that cannot be meant is refused', async () => {
  await expect(draftJourney(null, ' ', CONTEXT)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await expect(draftJourney(null, 'x'.repeat(30_001), CONTEXT)).rejects.toMatchObject({
    code: 'TOO_LARGE',
  });
  for (const id of ['', '__proto__', 'a\u0000'])
    await expect(draftJourney(null, 'x', { ...CONTEXT, id })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      path: ['id'],
    });
});
