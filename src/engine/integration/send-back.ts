import { redact } from '../../kernel/redact.ts';
import type { BackChange, BackReceipt, StatedValues } from '../../ports/data-integration.ts';
import type { StoredRecord } from '../../ports/storage.ts';
import type { IntegrationBody } from '../../records/bodies.ts';
import { readIngest } from '../../model/ingest.ts';
import { joinIds } from '../../runtime/effect.ts';
import {
  goneField,
  recordAt,
  type BackAnswer,
  type FedInput,
  type Feeds,
} from '../../runtime/feeds.ts';
import { now, throwIfAborted, type Core } from '../core.ts';
import { Pending } from '../pending.ts';
import { callPlatform, integrationFailed } from './port-call.ts';
import { settleRounds } from '../rounds.ts';
import type { Schedule } from '../schedule.ts';

/** What one round of telling the platform has come to. */
export interface SentBack {
  readonly accepted: number;
  /** The platform had something newer, and it is ours now. */
  readonly overridden: number;
  readonly refused: number;
  /** Not taken now; they come again. */
  readonly failed: number;
}

/** A change that is told, with what its answer is matched by. */
interface Told {
  readonly change: BackChange;
  readonly of: 'account' | 'person';
  /** Our id. */
  readonly id: string;
  readonly numbers: BackAnswer['numbers'];
}

/**
 * Tells the platform what journeys have changed, oldest first, until nothing is left that it takes now (DI-20 to DI-26). One
 * change at a time for each record: the next one is told when the one before was answered. The platform is called between
 * turns, so that it holds nobody up.
 * @throws AccompanyError `INTEGRATION_FAILED` when the platform cannot be reached; nothing is lost
 */
export async function sendBack(
  core: Core,
  schedule: Schedule,
  signal?: AbortSignal,
): Promise<SentBack> {
  const sent = { accepted: 0, overridden: 0, refused: 0, failed: 0 };
  const failed = new Set<string>();
  for (;;) {
    throwIfAborted(signal);
    const batch = await schedule.read(() => gather(core, failed));
    if (batch.length === 0) return sent;
    const changes = batch.map(({ change }) => change);
    const receipts = await callPlatform(core, 'write', async (platform, context) =>
      checkReceipts(await platform.write!(changes, context), changes.length),
    );
    await schedule.live(() => settleReceipts(core, batch, receipts));
    receipts.forEach(({ outcome }, index) => {
      sent[outcome] += 1;
      if (outcome === 'failed') failed.add(nameOf(batch[index]!));
    });
  }
}

/** What waits for the platform, as {@link gather} finds it: how much, and since when. */
export async function waitingBack(
  core: Core,
): Promise<{ readonly count: number; readonly since: number | null }> {
  let count = 0;
  let since: number | null = null;
  for await (const { due } of rows(core)) {
    count += 1;
    since = Math.min(since ?? due!, due!);
  }
  return { count, since };
}

async function* rows(core: Core): AsyncGenerator<StoredRecord<IntegrationBody>, void, void> {
  const limit = core.settings.batchSize;
  for (let after: { due: number; id: string } | undefined; ;) {
    const page = await core.store.scan({
      kind: 'integration',
      index: 'due',
      until: now(core),
      limit,
      ...(after && { after }),
    });
    yield* page;
    if (page.length < limit) return;
    const { id, due } = page.at(-1)!;
    after = { id, due: due! };
  }
}

async function gather(core: Core, failed: ReadonlySet<string>): Promise<readonly Told[]> {
  const { batch } = core.settings.integration!;
  const wanted: { readonly of: 'account' | 'person'; readonly id: string }[] = [];
  for await (const { body } of rows(core)) {
    if (body.type !== 'outgoing' || failed.has(nameOf(body)) || !core.members.owns(body.id))
      continue;
    wanted.push(body);
    if (wanted.length === batch) break;
  }
  const records = await core.store.load(wanted.map(({ of, id }) => ({ kind: of, id })));
  return wanted.flatMap(({ of, id }, index) => {
    const { feeds } = (records[index]?.body ?? {}) as { readonly feeds?: Feeds };
    return feeds?.outgoing === undefined ? [] : [toldOf(core, of, id, feeds)];
  });
}

function toldOf(core: Core, of: 'account' | 'person', id: string, feeds: Feeds): Told {
  const { platform } = core.settings.integration!;
  const known = recordAt(feeds, platform.name);
  const attributes: Record<string, StatedValues[string]> = {};
  const numbers: Record<string, number> = {};
  for (const [attribute, { n, value }] of Object.entries(feeds.outgoing!)) {
    attributes[attribute] = value;
    numbers[attribute] = n;
  }
  const last = Math.max(...Object.values(numbers));
  const key = joinIds(core.store.subscription, of, id, last);
  const change = { of, id: known?.id ?? id, key, base: known?.version ?? 0, attributes };
  return { change, of, id, numbers };
}

function nameOf({ of, id }: { readonly of: string; readonly id: string }): string {
  return joinIds(of, id);
}

const OUTCOMES: ReadonlySet<unknown> = new Set<BackReceipt['outcome']>([
  'accepted',
  'overridden',
  'refused',
  'failed',
]);

function checkReceipts(receipts: readonly BackReceipt[], length: number): readonly BackReceipt[] {
  const fits = (receipt: BackReceipt | undefined): boolean =>
    OUTCOMES.has(receipt?.outcome) &&
    (!('version' in receipt!) || (Number.isSafeInteger(receipt.version) && receipt.version >= 1));
  if (Array.isArray(receipts) && receipts.length === length && receipts.every(fits))
    return receipts;
  throw integrationFailed(
    'The platform',
    new Error('write gives one receipt for each change, in their order'),
  );
}

/** What the platform has answered becomes part of the records, in one commit for a batch. */
async function settleReceipts(
  core: Core,
  batch: readonly Told[],
  receipts: readonly BackReceipt[],
): Promise<void> {
  const pending = new Pending();
  batch.forEach((told, index) => {
    const receipt = receipts[index]!;
    if (receipt.outcome === 'failed') return;
    const input = answerTo(core, told, receipt);
    if (told.of === 'account') pending.account(told.id).inputs.push(input);
    else pending.person(told.id).inputs.push(input);
  });
  await settleRounds(core, pending);
}

function answerTo(
  core: Core,
  { change, of, numbers }: Told,
  receipt: Exclude<BackReceipt, { outcome: 'failed' }>,
): FedInput {
  const { platform, rules } = core.settings.integration!;
  const { outcome } = receipt;
  const base = { kind: 'fed', source: platform.name, record: change.id, rules } as const;
  if (receipt.outcome === 'refused') {
    const answer = { outcome, reason: redact(String(receipt.reason)), numbers };
    return { ...base, version: 0, own: false, values: {}, answer };
  }
  const own = receipt.outcome === 'accepted';
  const values = own
    ? { ...change.attributes, [goneField()]: false }
    : known(core, of, (receipt as Extract<BackReceipt, { outcome: 'overridden' }>).attributes);
  return {
    ...base,
    version: receipt.version,
    own,
    values,
    answer: { outcome, reason: null, numbers },
  };
}

/** Of what the platform holds instead, only what the catalogue knows is taken over. */
function known(core: Core, of: 'account' | 'person', attributes: StatedValues): StatedValues {
  const { catalogue, limits } = core.settings;
  const kept: Record<string, StatedValues[string]> = {};
  for (const [name, value] of Object.entries(attributes ?? {})) {
    const records = [{ id: 'any', attributes: { [name]: value } }];
    const read = readIngest(
      catalogue,
      of === 'account' ? { accounts: records } : { people: records },
      limits,
    );
    if (read.ok)
      Object.assign(
        kept,
        (of === 'account' ? read.value.accounts : read.value.people)[0]!.attributes,
      );
  }
  return kept;
}
