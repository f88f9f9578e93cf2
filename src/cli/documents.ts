import { parseAccountList, parseAudience } from '../audience/audience-schema.ts';
import type { AccountListDocument, AudienceDocument } from '../audience/definition.ts';
import { parseBuyingGroup } from '../buying-group/buying-group-schema.ts';
import type { BuyingGroupDocument } from '../buying-group/definition.ts';
import type { WeightingModel } from '../engagement/weighting-model.ts';
import { parseWeightingModel } from '../engagement/model-schema.ts';
import { parsePart } from '../engine/definitions/group-parts.ts';
import type { JourneyDocument } from '../journey/document.ts';
import { parseJourney } from '../journey/journey-schema.ts';
import { problem, under } from '../kernel/issue.ts';
import type { Issue, Path, Result } from '../kernel/issue.ts';
import type { JsonValue } from '../kernel/json.ts';
import { isRecord } from '../model/is-record.ts';
import type { GroupPartBody } from '../records/bodies.ts';
import { parseScenario } from '../scenario/schema.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** What a file may hold by itself, or several of in an array. */
export type Document =
  | { readonly type: 'journey'; readonly path: Path; readonly document: JourneyDocument }
  | { readonly type: 'audience'; readonly path: Path; readonly document: AudienceDocument }
  | { readonly type: 'list'; readonly path: Path; readonly document: AccountListDocument }
  | { readonly type: 'group'; readonly path: Path; readonly document: BuyingGroupDocument }
  | { readonly type: 'weighting'; readonly path: Path; readonly document: WeightingModel }
  | (GroupPartBody & { readonly path: Path });

/** What was found in a file. */
export type Contents =
  | { readonly type: 'scenario'; readonly scenario: Scenario }
  | {
      readonly type: 'documents';
      readonly documents: readonly Document[];
      readonly alone: boolean;
    };

/** Finds out by its properties what a JSON value is, and reads it. Never throws. */
export function readContents(json: JsonValue): Result<Contents> {
  if (has(json, 'start', 'end', 'timeline')) {
    const read = parseScenario(json);
    return read.ok
      ? { ok: true, value: { type: 'scenario', scenario: read.value }, issues: [] }
      : read;
  }
  const alone = !Array.isArray(json);
  const parts: readonly JsonValue[] = Array.isArray(json) ? json : [json];
  const documents: Document[] = [];
  const issues: Issue[] = [];
  for (const [index, part] of parts.entries()) {
    const path = alone ? [] : [index];
    const read = readDocument(part, path);
    if (read.ok) documents.push(read.value);
    else issues.push(...under(path, read.issues));
  }
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, value: { type: 'documents', documents, alone }, issues: [] };
}

function readDocument(json: JsonValue, path: Path): Result<Document> {
  const part = isRecord(json) && !has(json, 'nodes') ? partOf(json) : undefined;
  if (part !== undefined) {
    const read = parsePart(part);
    const inside = part === json ? Object.keys(part) : [];
    if (read?.ok === true) return { ...read, value: { ...read.value, path: [...path, ...inside] } };
    if (read !== undefined) return { ...read, issues: under(inside, read.issues) };
  }
  if (has(json, 'nodes')) return typed('journey', path, parseJourney(json));
  if (has(json, 'roles')) return typed('group', path, parseBuyingGroup(json));
  if (has(json, 'bands', 'activities')) return typed('weighting', path, parseWeightingModel(json));
  if (has(json, 'products', 'attributes')) return unknown();
  if (has(json, 'status')) return typed('list', path, parseAccountList(json));
  if (has(json, 'of', 'condition')) return typed('audience', path, parseAudience(json));
  return unknown();
}

/** What buying groups are made of, as `define` takes it: under the name of its type, or bare where its properties tell. */
function partOf(json: Readonly<Record<string, JsonValue>>): object | undefined {
  if (Object.keys(json).length === 1) return json;
  if (has(json, 'stages')) return { stages: json };
  if (has(json, 'roles')) return has(json, 'status') ? { template: json } : undefined;
  if (typeof json['interest'] === 'string') return { job: json };
  return typeof json['template'] === 'string' ? { interest: json } : undefined;
}

function unknown(): Result<never> {
  const message =
    'This is no scenario, journey, audience, account list, buying group, roles template, solution interest, creation job, stage model or weighting model.';
  const fix =
    'See docs/formats.md for what belongs into them; lists stand under their name: { "personas": [] }, { "roles": [] }, { "taxonomy": [] }.';
  return { ok: false, issues: [problem('UNKNOWN_DOCUMENT', [], message, fix)] };
}

function typed<T extends Document['type'], D>(
  type: T,
  path: Path,
  read: Result<D>,
): Result<Document> {
  if (!read.ok) return read;
  return {
    ok: true,
    value: { type, path, document: read.value } as unknown as Document,
    issues: [],
  };
}

function has(json: JsonValue, ...names: readonly string[]): boolean {
  return (
    typeof json === 'object' &&
    json !== null &&
    !Array.isArray(json) &&
    names.some((name) => Object.hasOwn(json, name))
  );
}
