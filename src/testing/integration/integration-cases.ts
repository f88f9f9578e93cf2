import type { BackReceipt, DataChange } from '../../ports/data-integration.ts';
import { checkSame, checkThat } from '../check.ts';
import { ACME, changeOf, FLOW, type IntegrationCase } from './integration-case.ts';

const READING: readonly IntegrationCase[] = [
  {
    rule: 'DI-1',
    title: 'a source that knows nothing has no pages',
    async run({ readAll }) {
      checkSame((await readAll()).changes, [], 'what an empty source says');
    },
  },
  {
    rule: 'DI-1',
    title: 'from null on everything is told',
    async run({ tell, readAll }) {
      await tell(ACME);
      checkSame(sorted((await readAll()).changes), sorted(ACME), 'what is told');
    },
  },
  {
    rule: 'DI-1',
    title:
      'a reading goes on behind the last place, and there is nothing before something new is said',
    async run({ tell, readAll }) {
      await tell(ACME);
      const { end: last } = await readAll();
      checkSame((await readAll(last)).changes, [], 'what is told behind the end');
      const news: readonly DataChange[] = [
        { type: 'account', id: 'acme', version: 2, attributes: { name: 'Acme Inc' } },
        {
          type: 'opportunity',
          id: 'deal',
          account: 'acme',
          version: 1,
          attributes: { amount: 10 },
        },
      ];
      await tell(news);
      checkSame(
        sorted((await readAll(last)).changes),
        sorted(news),
        'what is told behind the last place',
      );
    },
  },
  {
    rule: 'DI-2',
    title: 'whatever page a reading is given up behind, nothing is lost',
    async run({ tell, readAll }) {
      const many = Array.from({ length: 40 }, (_, index): DataChange => {
        return { type: 'account', id: `a${index}`, version: 1, attributes: { name: `A ${index}` } };
      });
      await tell(many);
      const { pages } = await readAll();
      const seen = new Set<string>();
      for (const { changes, next } of pages) {
        for (const one of changes) seen.add(nameOf(one));
        const rest = new Set((await readAll(next)).changes.map(nameOf));
        for (const one of many.map(nameOf))
          checkThat(seen.has(one) || rest.has(one), `${one} is lost behind a page`);
      }
    },
  },
  {
    rule: 'DI-1',
    title: 'every kind of statement comes as it was said',
    async run({ tell, readAll }) {
      const every: readonly DataChange[] = [
        {
          type: 'account',
          id: 'acme',
          version: 1,
          attributes: { name: 'Ünïcode, "quoted"\nline', employees: 0.1, note: null },
        },
        {
          type: 'person',
          id: 'ann',
          version: 2,
          attributes: { unsubscribed: true },
          consent: { email: 'n' },
        },
        {
          type: 'relation',
          account: 'acme',
          person: 'ann',
          version: 3,
          roles: ['Champion', 'User'],
          since: '2026-01-05T09:00:00.000Z',
        },
        { type: 'opportunity', id: 'deal', account: 'acme', version: 4, removed: true },
        { type: 'audience', audience: 'vip', person: 'ann', version: 5, member: false },
        { type: 'merge', account: 'acme-old', into: 'acme', version: 6 },
        {
          type: 'event',
          id: 'e1',
          event: 'webVisit',
          at: '2026-01-05T09:00:00.000Z',
          person: 'ann',
          fields: { page: '/' },
        },
      ];
      await tell(every);
      checkSame(sorted((await readAll()).changes), sorted(every), 'what is told');
    },
  },
];

const WRITING: readonly IntegrationCase[] = [
  {
    rule: 'DI-3',
    title:
      'one receipt for each change, in their order, and read tells of them with version and origin',
    needs: 'write',
    async run(context) {
      const { tell, call } = context;
      await tell([
        ...ACME,
        { type: 'account', id: 'globex', version: 4, attributes: { name: 'Globex' } },
      ]);
      const changes = [
        changeOf({ name: 'One' }),
        changeOf({ name: 'Two' }, { id: 'globex', base: 4, key: 'key-2' }),
      ];
      const receipts = await context.source.write!(changes, call);
      checkSame(
        receipts.map(({ outcome }) => outcome),
        ['accepted', 'accepted'],
        'the outcomes',
      );
      const { changes: said } = await context.readAll();
      changes.forEach(({ id, base, attributes }, index) => {
        const { version } = receipts[index] as Extract<BackReceipt, { outcome: 'accepted' }>;
        checkThat(
          version > base,
          `the version of ${id} must rise above ${base}, not be ${version}`,
        );
        const echo = said.find(
          (one) => one.type === 'account' && one.id === id && one.version === version,
        );
        checkThat(echo !== undefined, `read does not tell of ${id} in version ${version}`);
        const { origin, attributes: values } = echo as Extract<DataChange, { type: 'account' }>;
        checkSame([origin, values], [call.origin, attributes], `origin and values of ${id}`);
      });
    },
  },
  {
    rule: 'DI-3',
    title: 'the same key again gets the same answer and changes nothing more',
    needs: 'write',
    async run({ source, tell, call, readAll }) {
      await tell(ACME);
      const first = await source.write!([changeOf({ name: 'One' })], call);
      const { end, changes } = await readAll();
      checkSame(await source.write!([changeOf({ name: 'One' })], call), first, 'the second answer');
      checkSame((await readAll(end)).changes, [], 'what the repetition has changed');
      checkSame((await readAll()).changes.length, changes.length, 'the number of statements');
    },
  },
  {
    rule: 'DI-3',
    title: 'changes of one record that follow each other are taken in their order',
    needs: 'write',
    async run({ source, tell, call }) {
      await tell(ACME);
      let base = 1;
      for (const name of ['One', 'Two', 'Three']) {
        const [receipt] = await source.write!([changeOf({ name }, { base, key: name })], call);
        checkThat(
          receipt?.outcome === 'accepted' && receipt.version > base,
          `${name} must be taken with a higher version`,
        );
        base = (receipt as Extract<BackReceipt, { outcome: 'accepted' }>).version;
      }
    },
  },
  {
    rule: 'DI-4',
    title: 'what rests on an older version is not taken; the receipt says what the platform holds',
    needs: 'conflicts',
    async run({ source, tell, call }) {
      await tell([
        ...ACME,
        { type: 'account', id: 'acme', version: 6, attributes: { name: 'Theirs' } },
      ]);
      const receipts = await source.write!(
        [
          changeOf({ name: 'Ours' }),
          { ...changeOf({ email: 'new@acme.example' }, { id: 'ann', key: 'key-2' }), of: 'person' },
        ],
        call,
      );
      const [first, second] = receipts;
      checkSame(
        first,
        { outcome: 'overridden', version: 6, attributes: { name: 'Theirs' } },
        'the receipt',
      );
      checkSame(second?.outcome, 'accepted', 'the rest of the batch');
    },
  },
];

const FLOWS: readonly IntegrationCase[] = [
  {
    rule: 'DI-5',
    title: 'segments that are there already are no error',
    needs: 'createSegments',
    async run({ source, call }) {
      await source.createSegments!(FLOW, call);
      await source.createSegments!(FLOW, call);
    },
  },
  {
    rule: 'DI-6',
    title: 'a flow that runs may be started again, also after it was stopped',
    needs: 'startFlow',
    async run({ source, call }) {
      await source.createSegments?.(FLOW, call);
      for (const step of ['first', 'second'])
        checkSame(await source.startFlow!(FLOW, call), { started: true }, `the ${step} answer`);
      await source.stopFlow?.(FLOW, call);
      checkSame(await source.startFlow!(FLOW, call), { started: true }, 'the answer after a stop');
    },
  },
  {
    rule: 'DI-7',
    title: 'a flow that does not run may be stopped, and be stopped twice',
    needs: 'stopFlow',
    async run({ source, call }) {
      await source.stopFlow!(FLOW, call);
      await source.createSegments?.(FLOW, call);
      await source.startFlow?.(FLOW, call);
      await source.stopFlow!(FLOW, call);
      await source.stopFlow!(FLOW, call);
    },
  },
];

/** The published cases of the data-integration port. */
export const INTEGRATION_CASES: readonly IntegrationCase[] = [...READING, ...WRITING, ...FLOWS];

function nameOf(change: DataChange): string {
  return JSON.stringify(Object.entries(change).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Pages may come in any order, and sources may order kinds as they like. */
function sorted(changes: readonly DataChange[]): readonly DataChange[] {
  return [...changes].sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1));
}
