import type { CreationJob } from '../../buying-group/creation-job.ts';
import type { CustomRole } from '../../buying-group/role-list.ts';
import { parseCustomRoles } from '../../buying-group/role-list-schema.ts';
import type { RolesTemplate } from '../../buying-group/roles-template.ts';
import type { SolutionInterest } from '../../buying-group/solution-interest.ts';
import {
  parseCreationJob,
  parseRolesTemplate,
  parseSolutionInterest,
} from '../../buying-group/template-schema.ts';
import type { IntentCategory } from '../../intent/taxonomy.ts';
import { parseTaxonomy } from '../../intent/taxonomy-schema.ts';
import type { ExternalService } from '../../model/external-service.ts';
import { parseExternalService } from '../../service/external-service-schema.ts';
import { AccompanyError } from '../../kernel/errors.ts';
import { formatIssue, type Result } from '../../kernel/issue.ts';
import type { Persona } from '../../persona/persona.ts';
import { parsePersonas } from '../../persona/persona-schema.ts';
import type { GroupPartBody } from '../../records/bodies.ts';
import type { StageModel } from '../../stage/stage-model.ts';
import { parseStageModel } from '../../stage/stage-schema.ts';

/**
 * What buying groups are made of, and external services, as `define` takes it: plain documents, each under the name of its type. Personas,
 * custom roles and the taxonomy are lists of which a tenant has one each, and a new list replaces the one before.
 */
export type GroupPart =
  | { readonly template: RolesTemplate }
  | { readonly interest: SolutionInterest }
  | { readonly job: CreationJob }
  | { readonly stages: StageModel }
  | { readonly personas: readonly Persona[] }
  | { readonly roles: readonly CustomRole[] }
  | { readonly taxonomy: readonly IntentCategory[] }
  | { readonly service: ExternalService };

/** What `undefine` takes: the id of a document, or `true` for a list of which a tenant has one. */
export type GroupPartRef =
  | { readonly group: string }
  | { readonly template: string }
  | { readonly interest: string }
  | { readonly job: string }
  | { readonly stages: string }
  | { readonly personas: true }
  | { readonly roles: true }
  | { readonly taxonomy: true }
  | { readonly service: string };

type Readers = {
  readonly [T in GroupPartBody['type']]: (
    json: unknown,
  ) => Result<Extract<GroupPartBody, { type: T }>['document']>;
};

const READERS: Readers = {
  template: parseRolesTemplate,
  interest: parseSolutionInterest,
  job: parseCreationJob,
  stages: parseStageModel,
  service: parseExternalService,
  personas: (json) => listed('personas', parsePersonas(json)),
  roles: (json) => listed('roles', parseCustomRoles(json)),
  taxonomy: (json) => listed('taxonomy', parseTaxonomy(json)),
};

/**
 * Reads a part; `undefined` for what is none.
 * @throws AccompanyError `INVALID_DOCUMENT` with `details.issues`
 */
export function readPart(given: object): GroupPartBody | undefined {
  const read = parsePart(given);
  if (read === undefined || read.ok) return read?.value;
  const { issues } = read;
  throw new AccompanyError(
    'INVALID_DOCUMENT',
    `The ${Object.keys(given)[0]} given to define is not valid: ${issues.map(formatIssue).join('; ')}`,
    { details: { issues } },
  );
}

/** {@link readPart} for those who want issues; their paths begin in the document. */
export function parsePart(given: object): Result<GroupPartBody> | undefined {
  const [[type, json] = []] = Object.entries(given);
  if (type === undefined || !Object.hasOwn(READERS, type) || Object.keys(given).length > 1)
    return undefined;
  const read = READERS[type as GroupPartBody['type']](json);
  if (!read.ok) return read;
  return { ...read, value: { type, document: read.value } as GroupPartBody };
}

function listed<T>(
  id: string,
  read: Result<readonly T[]>,
): Result<{ readonly id: string; readonly items: readonly T[] }> {
  return read.ok ? { ...read, value: { id, items: read.value } } : read;
}
