import { assignMembers } from '../buying-group/assign.ts';
import type { CompiledGroup } from '../buying-group/compile-group.ts';
import { checkPeople, decideMany } from '../buying-group/decide-many.ts';
import type { BuyingGroupRecord } from '../buying-group/record.ts';
import { AccompanyError, type ErrorCode } from '../kernel/errors.ts';
import { copyGiven } from '../kernel/copy-given.ts';
import { isId } from '../kernel/id.ts';
import { needOnly, needText, needTextList, needTextObject, needTexts } from './argument-checks.ts';
import { formatIssue, type Issue, type Path } from '../kernel/issue.ts';
import type { Held } from '../records/store.ts';
import type { GroupInput, WantedRole } from '../runtime/input.ts';
import { checkStatus } from '../stage/group-status.ts';
import { moveStage } from '../stage/move-stage.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { accountNow } from './account-now.ts';
import { now, type Core } from './core.ts';
import { quarantineId } from './fault.ts';
import { Pending } from './pending.ts';
import { settleRounds } from './rounds.ts';

/**
 * One account's buying group, by the id of its definition or solution interest. An account that was merged is the one that it
 * is now (AM-17).
 */
export interface GroupRef {
  readonly account: string;
  readonly group: string;
}

/** Who does it: the id of a user, for the record. Missing: nobody is named. */
export interface ByUser {
  readonly by?: string;
}

/** Who shall be in a group and who not; up to 50 people in all. */
export interface MembersChange extends GroupRef, ByUser {
  /** New members and changes of roles: a role of the group by person. */
  readonly assign?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

/** What users do with buying groups. What they decide stands above journeys and the system rule (BG-30). */
export interface GroupVerbs {
  /**
   * Assigns people of the account, changes their roles and removes them, all or none (BG-37, BG-122).
   * @throws AccompanyError `NOT_FOUND` for an account, a group or a person that is not there, `NOT_ALLOWED` for a role
   *   that the group does not have, `INVALID_INPUT` for too many people, one that is named twice, and what is no role
   */
  changeMembers(change: MembersChange): Promise<void>;
  /**
   * Leaves people to the system rule again, which decides at once (BG-123). Nothing happens for people on whom nobody
   * decided.
   * @throws AccompanyError `NOT_FOUND` for an account or a group that is not there; `INVALID_INPUT`, also for too many
   *   people and one that is named twice
   */
  releaseMembers(of: GroupRef & { readonly people: readonly string[] }): Promise<void>;
  /**
   * Moves a group to a stage (BG-124). A move that the stage model refuses leaves a fact.
   * @throws AccompanyError `NOT_FOUND`; `INVALID_INPUT`; `NOT_ALLOWED` with `details.reason` for a move that the stage model refuses
   */
  moveStage(to: GroupRef & ByUser & { readonly stage: string }): Promise<void>;
  /**
   * Gives a group a status of 1 to 50 characters (BG-124).
   * @throws AccompanyError `NOT_FOUND`; `INVALID_INPUT` for a text that is blank or too long
   */
  setStatus(to: GroupRef & ByUser & { readonly status: string }): Promise<void>;
  /**
   * Deletes a group that nothing gives its account any more, with its members, decisions, stage and status (BG-129).
   * @throws AccompanyError `NOT_FOUND` for an account or a group that is not there; `INVALID_INPUT`; `NOT_ALLOWED` while
   *   the account would be given the group again
   */
  delete(of: GroupRef & ByUser): Promise<void>;
}

/** The verbs of one engine; `live` gives each its turn. */
export function groupVerbs(core: Core, live: <T>(run: () => Promise<T>) => Promise<T>): GroupVerbs {
  const verb =
    <Given>(run: (core: Core, given: Given) => Promise<void>) =>
    async (given: Given): Promise<void> => {
      const asked = copyGiven(given);
      return live(() => run(core, asked));
    };
  return {
    changeMembers: verb(changeMembers),
    releaseMembers: verb(releaseMembers),
    moveStage: verb(moveTo),
    setStatus: verb(mark),
    delete: verb(remove),
  };
}

async function releaseMembers(
  core: Core,
  of: GroupRef & { readonly people: readonly string[] },
): Promise<void> {
  needOnly(of, ['account', 'group', 'people']);
  const { group, people } = of;
  needTextList((people as unknown) ?? null, 'people');
  const issues = checkPeople(people, core.settings.limits);
  if (issues.length > 0) throw refusal(issues);
  const found = await find(core, of);
  await carryOut(core, found, { kind: 'releaseMembers', group, people });
}

async function changeMembers(core: Core, change: MembersChange): Promise<void> {
  needOnly(change, ['account', 'group', 'assign', 'remove', 'by']);
  const { assign = {}, remove = [], by = null, group } = change;
  needTextObject(assign, 'assign', 'Give assign as an object: the name of a role by person.');
  needTextList(remove, 'remove');
  const found = await find(core, change);
  const members: readonly WantedRole[] = [
    ...Object.entries(assign).map(([person, role]) => ({ person, role })),
    ...remove.map((person) => ({ person, role: null })),
  ];
  const decisions = members.map((member) => ({
    ...member,
    source: 'manual' as const,
    at: now(core),
  }));
  const { definition, account, record } = found;
  const { limits } = core.settings;
  const decided = decideMany(definition, account.body, record, decisions, limits);
  if (!decided.ok) {
    const places = [
      ...Object.keys(assign).map((person): Path => ['assign', person]),
      ...remove.map((_, index): Path => ['remove', index]),
    ];
    throw refusal(decided.issues.map((issue) => ({ ...issue, path: placeOf(issue, places) })));
  }
  if (members.length === 0) return;
  await carryOut(core, found, { kind: 'members', group, members, by });
  await confirm(core, change, ({ members: held, exclusions = [] }) =>
    members.every(({ person, role }) => {
      const isManual = (one: { readonly person: string; readonly source: string }): boolean =>
        one.person === person && one.source === 'manual';
      const member = held.find(isManual);
      if (member === undefined) return role === null && exclusions.some(isManual);
      return role === null ? member.removed : member.role === role && !member.removed;
    }),
  );
}

async function moveTo(
  core: Core,
  to: GroupRef & ByUser & { readonly stage: string },
): Promise<void> {
  needOnly(to, ['account', 'group', 'stage', 'by']);
  const { account, group, stage, by = null } = to;
  needText(stage, 'stage');
  const found = await find(core, to);
  const { stageModel } = found.definition;
  const model =
    stageModel === null ? null : (core.registry.world().stageModels.get(stageModel) ?? null);
  const move = moveStage(model, found.record.stage ?? null, stage);
  if (move.outcome === 'unchanged') return;
  await carryOut(core, found, { kind: 'groupStage', group, stage, by });
  if (move.outcome === 'rejected') {
    const { reason } = move;
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The buying group ${group} of account ${account} cannot move to stage ${JSON.stringify(stage)} (${reason}). ${adviceFor(model, found.record.stage)}`,
      { details: { reason } },
    );
  }
  await confirm(core, to, (record) => record.stage === stage);
}

/** What to do instead of a move that is refused. */
function adviceFor(model: StageModel | null, stage: string | undefined): string {
  if (model === null)
    return 'Its definition or solution interest names no live stage model: give it one.';
  const ways = model.stages
    .filter(({ id, entry }) =>
      stage === undefined
        ? entry === true
        : model.stages.find((one) => one.id === stage)?.to?.includes(id),
    )
    .map(({ id }) => id);
  return ways.length === 0
    ? `From ${stage} no way leads on.`
    : `${stage === undefined ? 'It has no stage yet, and begins with' : `From ${stage} it goes to`} ${ways.join(' or ')}.`;
}

async function mark(
  core: Core,
  to: GroupRef & ByUser & { readonly status: string },
): Promise<void> {
  needOnly(to, ['account', 'group', 'status', 'by']);
  const { group, status, by = null } = to;
  needText(status, 'status');
  const found = await find(core, to);
  const issues = checkStatus(status, core.settings.limits);
  if (issues.length > 0) throw refusal(issues);
  await carryOut(core, found, { kind: 'groupStatus', group, status, by });
  await confirm(core, to, (record) => record.status === status);
}

async function remove(core: Core, of: GroupRef & ByUser): Promise<void> {
  needOnly(of, ['account', 'group', 'by']);
  const { group, by = null } = of;
  const found = await findAny(core, of);
  const { definition, account } = found;
  if (definition !== undefined) {
    const { record } = assignMembers(definition, account.body, null, now(core));
    if (record !== null)
      throw new AccompanyError(
        'NOT_ALLOWED',
        `The account ${account.id} would be given the buying group ${JSON.stringify(group)} again. Take the account out of what gives it the group, or delete the definition first.`,
      );
  }
  await carryOut(core, found, { kind: 'deleteGroup', group, by });
  if (!core.members.several) return;
  const body = (await accountNow(core, of.account))?.body;
  if (body?.groups.some((one) => one.definition === group) === true) throw conflict(of);
}

interface Found {
  readonly definition: CompiledGroup;
  readonly account: Held<'account'>;
  readonly record: BuyingGroupRecord;
}

/** A group with the definition that it is kept up by. */
async function find(core: Core, of: GroupRef & ByUser): Promise<Found> {
  const { definition, ...found } = await findAny(core, of);
  if (definition !== undefined) return { ...found, definition };
  throw missing(
    `The definition of the buying group ${JSON.stringify(of.group)} was deleted. Define it again, or delete the group.`,
  );
}

/** A group, also one whose definition was deleted. */
async function findAny(
  core: Core,
  of: GroupRef & ByUser,
): Promise<Omit<Found, 'definition'> & Partial<Found>> {
  needTexts(of, ['account', 'group']);
  const { account, group, by } = of;
  if (by !== undefined && !isId(by, core.settings.limits.idLength))
    throw new AccompanyError('INVALID_INPUT', 'Give by as text: the id of a user.', {
      path: ['by'],
    });
  const definition = core.registry.world().groups.find(({ id }) => id === group);
  const held = await accountNow(core, account);
  const { id } = held ?? { id: account };
  if (core.registry.quarantined.has(quarantineId('account', id))) {
    throw new AccompanyError(
      'NOT_ALLOWED',
      `The account ${id} stands still because of a fault. Release it first.`,
    );
  }
  if (held === undefined) throw missing(`There is no account ${JSON.stringify(account)}.`);
  const record = held.body.groups.find((one) => one.definition === group);
  if (record !== undefined)
    return { account: held, record, ...(definition !== undefined && { definition }) };
  if (definition === undefined) throw missing(`There is no buying group ${JSON.stringify(group)}.`);
  const known = id === account ? id : `${id}, which ${account} was merged into,`;
  throw missing(`The account ${known} has no buying group ${JSON.stringify(group)}.`);
}

async function carryOut(
  core: Core,
  { account }: Pick<Found, 'account'>,
  input: GroupInput,
): Promise<void> {
  const pending = new Pending();
  const waiting = pending.account(account.id);
  waiting.inputs.push(input);
  waiting.at = { account };
  await settleRounds(core, new Pending(), pending);
}

/** Another engine may have written between the check and the commit; what cannot be done then is not done. */
async function confirm(
  core: Core,
  { account, group }: GroupRef,
  isDone: (record: BuyingGroupRecord) => boolean,
): Promise<void> {
  if (!core.members.several) return;
  const body = (await accountNow(core, account))?.body;
  const record = body?.groups.find((one) => one.definition === group);
  if (record === undefined || !isDone(record)) throw conflict({ account, group });
}

function conflict({ account, group }: GroupRef): AccompanyError {
  return new AccompanyError(
    'WRITE_CONFLICT',
    `The buying group ${group} of account ${account} was changed by somebody else meanwhile. Look at it and try again.`,
  );
}

/** Where the caller wrote what an issue about one of the decisions is about. */
function placeOf({ path }: Issue, places: readonly Path[]): Path {
  return typeof path[0] === 'number' ? places[path[0]]! : path;
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  UNKNOWN_PERSON: 'NOT_FOUND',
  UNKNOWN_ROLE: 'NOT_ALLOWED',
};

function refusal(issues: readonly Issue[]): AccompanyError {
  const code = CODES[issues[0]!.code] ?? 'INVALID_INPUT';
  return new AccompanyError(code, `Nothing was changed: ${issues.map(formatIssue).join('; ')}`, {
    path: issues[0]!.path,
    details: { issues },
  });
}

function missing(message: string): AccompanyError {
  return new AccompanyError('NOT_FOUND', message);
}
