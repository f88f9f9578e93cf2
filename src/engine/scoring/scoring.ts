import type { WeightingModels } from '../../engagement/model-lifecycle.ts';
import { presetModel } from '../../engagement/presets.ts';
import type { EpochDocument, ScoringDocument } from '../../engagement/scoring.ts';
import { parseScoringChange } from '../../engagement/scoring-schema.ts';
import type { Strategy } from '../../engagement/strategy.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import { formatIssue, problem, type Issue } from '../../kernel/issue.ts';
import { deepEqual, deepFreeze } from '../../kernel/json.ts';
import { checkKept, checkScoring } from './check-scoring.ts';
import type { Core } from '../core.ts';
import { scoreNightly } from './night.ts';
import { writeScoring } from './scoring-record.ts';
import type { CallOptions } from '../rounds.ts';

/** How a tenant scores engagement. */
export interface ScoringOptions {
  /** IANA zone of the tenant's calendar days (EG-2); missing: as it is, first `UTC`. Fixed by the first activity. */
  readonly zone?: string;
  /** Missing: as it is, first `normalized`. */
  readonly strategy?: Strategy;
  /** All weighting models, one of them active; missing: as they are, first the standard preset. */
  readonly models?: WeightingModels;
}

/**
 * Begins to score, or changes how (EG-54); every value is computed again before the call resolves.
 * @throws AccompanyError `INVALID_DOCUMENT` with all issues in `details`; nothing was changed
 */
export async function defineScoring(
  core: Core,
  options: ScoringOptions,
  call: CallOptions,
): Promise<void> {
  const parsed = parseScoringChange(options);
  if (!parsed.ok) throw refused(parsed.issues);
  const known = core.registry.definition('scoring', 'scoring')?.document;
  const before = known ?? FIRST;
  const { zone = before.zone, strategy = before.strategy, models = before.models } = parsed.value;
  const document: ScoringDocument = { ...before, zone, strategy, models };
  const issues = checkScoring(before, document, core.settings.limits);
  if (known !== undefined) issues.push(...checkKept(before.models, models));
  if (zone !== before.zone && issues.length === 0 && (await hasTally(core)))
    issues.push(zoneIsFixed(before.zone));
  if (issues.length > 0) throw refused(issues);
  if (known !== undefined && deepEqual(before, document)) return;
  const next = deepFreeze({ ...document, revision: before.revision + 1 });
  await writeScoring(core, { type: 'scoring', document: next });
  await scoreNightly(core, call);
}

/** The last nightly run; `undefined` before the first. */
export function epochOf(core: Core): EpochDocument | undefined {
  return deepFreeze(core.registry.definition('epoch', 'epoch')?.document);
}

/** All weighting models, frozen (EG-61); none while the tenant scores nothing. */
export function modelsOf(core: Core): WeightingModels {
  return deepFreeze(core.registry.definition('scoring', 'scoring')?.document.models ?? []);
}

const FIRST: ScoringDocument = {
  id: 'scoring',
  zone: 'UTC',
  strategy: 'normalized',
  models: [presetModel()],
  revision: 0,
};

/** Whether somebody's activity is kept by calendar days already. */
async function hasTally({ store, settings }: Core): Promise<boolean> {
  const limit = settings.batchSize;
  for (let after = ''; ;) {
    const page = await store.scan({ kind: 'person', index: 'id', limit, after });
    if (page.some(({ body }) => body.score !== undefined)) return true;
    if (page.length < limit) return false;
    after = page.at(-1)!.id;
  }
}

/** Days of another zone cannot be made of counts, and the events that were counted may be gone (EG-62). */
function zoneIsFixed(zone: string): Issue {
  const message = `Activity was counted by the days of ${zone} already.`;
  const fix = `Keep ${zone}; to count by another zone, begin in a new storage and ingest the events there.`;
  return problem('IMMUTABLE', ['zone'], message, fix);
}

function refused(issues: readonly Issue[]): AccompanyError {
  return new AccompanyError(
    'INVALID_DOCUMENT',
    `The scoring is not valid: ${issues.map(formatIssue).join('; ')}`,
    { details: { issues } },
  );
}
