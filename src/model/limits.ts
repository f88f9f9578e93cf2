import { AccompanyError } from '../kernel/errors.ts';

/**
 * Bounds on what a host may define and on the work of one step. Numbers in brackets are rows of reference section 16;
 * the others are this library's own. Every value is a whole number.
 */
export interface Limits {
  // Journeys
  /** Name of a journey or a list, in characters (9). */
  readonly nameLength: number;
  /** Description of a journey or a list, in characters (10). */
  readonly descriptionLength: number;
  /** Nodes of one journey. */
  readonly nodes: number;
  /** Paths of one split, *other* not counted (1). */
  readonly splitPaths: number;
  /** Paths of one variant split (2). */
  readonly variantPathsLeast: number;
  readonly variantPathsMost: number;
  /** Share of one variant path, in percent (3). */
  readonly variantPercentLeast: number;
  readonly variantPercentMost: number;
  /** Edges that lead to one merge node (5). */
  readonly mergePathsLeast: number;
  /** Events of an event audience or of one listen node (6). */
  readonly listenEvents: number;
  /** Days from now to a start date (8). */
  readonly startLeastDays: number;
  /** Days from the start to the end date (7). */
  readonly endLeastDays: number;
  /** Calendar years from the start to the end date (7). */
  readonly endMostYears: number;
  /** Days of a wait or a timeout that names no duration (14). */
  readonly waitDefaultDays: number;
  /** Hours of a re-entry delay (15). */
  readonly reEntryLeastHours: number;
  /** Minutes that an external action may take, and the minutes it gets when none are named (16). */
  readonly externalTimeoutMinutes: number;
  readonly externalTimeoutDefaultMinutes: number;

  // Actions
  /** Description of an interesting moment, in characters (11). */
  readonly interestingMomentLength: number;
  /** Recipients of a sales alert (13). */
  readonly salesAlertRecipients: number;
  /** Recipients in one outbox row; more are split over several rows (architecture decision 7). */
  readonly recipientsPerEffect: number;

  // Audiences, lists and conditions
  /** Levels of a condition, references resolved (architecture decision 6). */
  readonly conditionDepth: number;
  /** Tests in one condition, references resolved. */
  readonly conditionTests: number;
  /** Operands of one test. */
  readonly operands: number;

  // Buying groups
  /** Roles of one definition (24). */
  readonly groupRoles: number;
  /** Status text of a group, in characters (12). */
  readonly groupStatusLength: number;
  /** Members that one role may require. */
  readonly membersRequired: number;
  /** People of a group on whom one call may decide (buying groups, reference 20). */
  readonly membersAtOnce: number;
  /** Stages of one stage model. */
  readonly stages: number;
  /** Personas of a tenant, attributes of one, and different attributes of all (buying groups, reference 3). */
  readonly personas: number;
  readonly attributesPerPersona: number;
  readonly personaAttributes: number;
  /** Keywords of one product in an intent taxonomy (buying groups, reference 13). */
  readonly keywordsPerProduct: number;
  /** Weighting models of a tenant, archived ones included, and activities of one model. */
  readonly weightingModels: number;
  readonly activitiesPerModel: number;

  // Catalogue
  /** Event types that a host declares (18). */
  readonly events: number;
  /** Fields of one event type (19). */
  readonly fieldsPerEvent: number;
  /** Attributes of accounts, of people and of opportunities, each (20). */
  readonly attributesPerClass: number;
  /** Custom objects (21). */
  readonly objects: number;
  /** Attributes of one custom object (21). */
  readonly attributesPerObject: number;
  /** Actions that a host declares. */
  readonly actions: number;

  // Records
  /** Account name, in characters (37). */
  readonly accountNameLength: number;
  /** Any id from outside, in UTF-16 code units. */
  readonly idLength: number;
  /** People of one account. */
  readonly peoplePerAccount: number;
  /** Issues that one reading of records returns before it gives up. */
  readonly issues: number;

  // Running
  /** Inputs that one advance may take, caused ones included; more quarantine the subject (architecture decision 1). */
  readonly inputsPerAdvance: number;
  /** Evidence of one decision, in bytes (architecture decision 9). */
  readonly evidenceBytes: number;
}

/** The limits that hold unless a host changes them with {@link limits}. */
export const LIMITS: Limits = Object.freeze({
  nameLength: 180,
  descriptionLength: 2_000,
  nodes: 1_000,
  splitPaths: 25,
  variantPathsLeast: 2,
  variantPathsMost: 20,
  variantPercentLeast: 1,
  variantPercentMost: 99,
  mergePathsLeast: 2,
  listenEvents: 10,
  startLeastDays: 1,
  endLeastDays: 1,
  endMostYears: 3,
  waitDefaultDays: 5,
  reEntryLeastHours: 1,
  externalTimeoutMinutes: 240,
  externalTimeoutDefaultMinutes: 60,
  interestingMomentLength: 140,
  salesAlertRecipients: 500,
  recipientsPerEffect: 500,
  conditionDepth: 64,
  conditionTests: 10_000,
  operands: 10_000,
  groupRoles: 20,
  groupStatusLength: 50,
  membersRequired: 1_000,
  membersAtOnce: 50,
  stages: 100,
  personas: 20,
  attributesPerPersona: 5,
  personaAttributes: 10,
  keywordsPerProduct: 150,
  weightingModels: 100,
  activitiesPerModel: 1_000,
  events: 50,
  fieldsPerEvent: 100,
  attributesPerClass: 100,
  objects: 20,
  attributesPerObject: 50,
  actions: 100,
  accountNameLength: 255,
  idLength: 255,
  peoplePerAccount: 10_000,
  issues: 1_000,
  inputsPerAdvance: 10_000,
  evidenceBytes: 2_048,
});

/** Recursion has to stay within the stack of every supported engine. */
const DEEPEST = 1_000;
/** Ids of records join up to three ids from outside, and storages take ids of at most 1,024 UTF-16 units. */
const LONGEST_ID = 320;

const ORDERED: readonly (readonly [least: keyof Limits, most: keyof Limits])[] = [
  ['variantPathsLeast', 'variantPathsMost'],
  ['variantPercentLeast', 'variantPercentMost'],
  ['externalTimeoutDefaultMinutes', 'externalTimeoutMinutes'],
];

/**
 * The default limits with some of them changed: `limits({ conditionDepth: 100 })`.
 * @throws AccompanyError `INVALID_INPUT` for an unknown name, a value that is not a whole number of at least 1, a depth
 *   above 1,000, ids longer than 320, or a least value above its greatest.
 */
export function limits(overrides: Partial<Limits> = {}): Limits {
  const merged: Record<keyof Limits, number> = { ...LIMITS };
  for (const [name, value] of Object.entries(overrides)) {
    if (!Object.hasOwn(LIMITS, name)) refuse(name, `There is no limit called ${name}.`);
    if (value === undefined) continue;
    if (!Number.isSafeInteger(value) || value < 1) {
      refuse(name, `The limit ${name} must be a whole number of at least 1.`);
    }
    merged[name as keyof Limits] = value;
  }
  if (merged.conditionDepth > DEEPEST) {
    refuse('conditionDepth', `The limit conditionDepth must be at most ${DEEPEST}.`);
  }
  if (merged.idLength > LONGEST_ID) {
    refuse('idLength', `The limit idLength must be at most ${LONGEST_ID}.`);
  }
  for (const [least, most] of ORDERED) {
    if (merged[least] > merged[most]) refuse(least, `The limit ${least} must not exceed ${most}.`);
  }
  return Object.freeze(merged);
}

function refuse(name: string, message: string): never {
  throw new AccompanyError('INVALID_INPUT', message, { path: [name] });
}
