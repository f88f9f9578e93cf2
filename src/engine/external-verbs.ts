import { AccompanyError } from '../kernel/errors.ts';
import { problem } from '../kernel/issue.ts';
import type { Issue, Path } from '../kernel/issue.ts';
import { needObject } from '../kernel/object-argument.ts';
import type { Catalogue } from '../model/catalogue.ts';
import type { Value } from '../model/value.ts';
import type { ExternalService } from '../model/external-service.ts';
import type {
  ExternalPort,
  OpenRequest,
  RequestPlace,
  ServiceAnswer,
  ServicePersonAnswer,
} from '../ports/external.ts';
import type { AnswerInput, PersonAnswer } from '../runtime/input.ts';
import { joinIds } from '../runtime/effect.ts';
import type { AttributeChanges } from '../model/value.ts';
import { needTexts } from './argument-checks.ts';
import { now, type Core } from './core.ts';
import { openRequest } from './delivery/open-requests.ts';
import { Pending } from './pending.ts';
import { settleRounds } from './rounds.ts';

/** What hosts do with external services (XA-50 to XA-56); services themselves are kept by `define({ service })`. */
export interface ExternalVerbs extends ExternalPort {
  /** All services, by id. */
  services(): Promise<readonly ExternalService[]>;
}

/** The verbs; calls run in the order of all other calls of the engine. */
export function externalVerbs(
  core: Core,
  live: <T>(run: () => Promise<T>) => Promise<T>,
): ExternalVerbs {
  return {
    subscription: core.store.subscription,
    services: () =>
      live(async () =>
        [...core.registry.definitions.values()]
          .flatMap(({ body }) => (body.type === 'service' ? [body.document] : []))
          .sort((left, right) => (left.id < right.id ? -1 : 1)),
      ),
    service: (id) => live(async () => core.registry.definition('service', id)?.document),
    request: (place) => live(() => find(core, place)),
    answer: (answer) => live(() => take(core, answer)),
  };
}

async function find(core: Core, place: RequestPlace): Promise<OpenRequest | undefined> {
  needTexts(place, ['account', 'journey', 'node']);
  const progress = await core.store.get('progress', place.account);
  return progress && openRequest(core, progress.body, place);
}

async function take(core: Core, answer: ServiceAnswer): Promise<'taken' | 'not_waiting'> {
  needTexts(answer, ['account', 'journey', 'node']);
  const input = readAnswer(core, answer);
  const open = await find(core, answer);
  // A timer that is due goes first, even if nobody has looked at it yet (XA-42).
  if (open === undefined || open.due < input.at) return 'not_waiting';
  const asked = new Set<string | null>(open.people ?? [null]);
  if (answer.rest === undefined && !input.answers.some(({ person }) => asked.has(person)))
    return 'not_waiting';
  const pending = new Pending();
  pending.account(answer.account).inputs.push(input);
  await settleRounds(core, new Pending(), pending);
  return 'taken';
}

/** @throws AccompanyError `INVALID_INPUT` with all issues for what the catalogue does not take */
function readAnswer(core: Core, given: ServiceAnswer): AnswerInput {
  const { journey, entry, node, changes = {}, answers, rest } = given;
  if (!Number.isSafeInteger(entry) || !Array.isArray(answers)) {
    const advice = 'An answer needs entry, a whole number, and answers, a list.';
    throw new AccompanyError('INVALID_INPUT', advice, { path: ['answers'] });
  }
  const { catalogue } = core.settings;
  const issues: Issue[] = [];
  const input: AnswerInput = {
    kind: 'answer',
    id: joinIds(journey, entry, node, answers[0]?.person ?? '-'),
    at: now(core),
    journey,
    entry,
    node,
    changes: readChanges(catalogue.account, changes, ['changes'], issues),
    answers: answers.map((one: ServicePersonAnswer, at): PersonAnswer => {
      needObject(one, 'Each of the answers must be an object with person and ok.', ['answers', at]);
      const { person, ok, reason = null, values = {}, attributes = {} } = one;
      const path = ['answers', at, 'attributes'];
      return {
        person,
        ok: ok === true,
        reason,
        values,
        attributes: readChanges(catalogue.person, attributes, path, issues),
      };
    }),
    rest: rest === undefined ? null : { ok: rest.ok, reason: rest.reason ?? null },
  };
  if (issues.length === 0) return input;
  throw new AccompanyError(
    'INVALID_INPUT',
    `Nothing of the answer was taken in: ${issues.map(({ message }) => message).join(' ')}`,
    { details: { issues } },
  );
}

function readChanges(
  attributes: Catalogue['account'],
  changes: AttributeChanges,
  path: Path,
  issues: Issue[],
): AttributeChanges {
  return Object.fromEntries(
    Object.entries(changes).flatMap(([name, value]): (readonly [string, Value | null])[] => {
      const definition = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (definition === undefined || !definition.updatable) {
        const message = `There is no attribute ${JSON.stringify(name)} that may be written.`;
        issues.push(problem('NOT_UPDATABLE', [...path, name], message, 'Name another one.'));
        return [];
      }
      if (value === null) return [[name, null]];
      const parsed = definition.parse(value);
      if (parsed.ok) return [[name, parsed.value]];
      const fix = 'Give a value that the attribute takes.';
      issues.push(problem('WRONG_TYPE', [...path, name], parsed.message, fix));
      return [];
    }),
  );
}
