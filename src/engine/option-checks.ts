import { AccompanyError } from '../kernel/errors.ts';
import { needObject } from '../kernel/object-argument.ts';
import { checkStorage } from '../records/storage-check.ts';
import { checkChannel } from './delivery/channel-checks.ts';
import type { EngineOptions } from './options.ts';

const NEEDED = 'Engine.open needs { catalogue, storage }.';

/** Refuses options that cannot be meant, before anything is read (EN-4). @throws AccompanyError `INVALID_INPUT` with its path */
export function checkOptions(options: EngineOptions): void {
  needObject(options, NEEDED);
  const { catalogue, clock, channels, observe } = options;
  needObject(catalogue, 'Give the catalogue that catalogue(…) returns, or defaultCatalogue.', [
    'catalogue',
  ]);
  needObject(catalogue.account, 'The catalogue is none. Give what catalogue(…) returns.', [
    'catalogue',
  ]);
  checkStorage(options.storage);
  if (clock !== undefined && typeof (clock as Partial<typeof clock> | null)?.now !== 'function')
    throw wrong('clock', 'systemClock(), virtualClock(start), or an object with a method now');
  if (observe !== undefined && typeof observe !== 'function') throw wrong('observe', 'a function');
  checkMethods(options.logger, 'logger', ['debug', 'info', 'warn', 'error']);
  checkMethods(options.tracer, 'tracer', ['span']);
  for (const name of ['facts', 'evidence'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'boolean')
      throw wrong(name, 'true or false');
  }
  for (const name of ['batchSize', 'shards', 'lease', 'backlog'] as const) {
    const value = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) continue;
    throw wrong(name, 'a whole number of at least 1');
  }
  for (const name of ['channels', 'limits', 'retention'] as const) {
    if (options[name] !== undefined)
      needObject(options[name], `${name} must be an object.`, [name]);
  }
  if (channels !== undefined) checkChannels(channels, Object.keys(catalogue.actions));
}

function checkMethods(given: unknown, name: string, methods: readonly string[]): void {
  if (given === undefined) return;
  const has = (method: string): boolean =>
    typeof (given as Record<string, unknown> | null)?.[method] === 'function';
  if (!methods.every(has)) throw wrong(name, `an object with the methods ${methods.join(', ')}`);
}

function checkChannels(
  channels: NonNullable<EngineOptions['channels']>,
  known: readonly string[],
): void {
  refuseOthers(channels, ['email', 'actions', 'services', 'elsewhere'], ['channels']);
  const { email, actions, services, elsewhere } = channels;
  if (email !== undefined) checkChannel(email, ['channels', 'email']);
  if (elsewhere !== undefined) checkElsewhere(elsewhere, known);
  for (const [part, by, given] of [
    ['actions', 'name of action', actions],
    ['services', 'id of service', services],
  ] as const) {
    if (given === undefined) continue;
    const path = ['channels', part];
    needObject(given, `channels.${part} must be an object of channels by ${by}.`, path);
    for (const [name, channel] of Object.entries(given)) checkChannel(channel, [...path, name]);
  }
}

function checkElsewhere(
  elsewhere: NonNullable<NonNullable<EngineOptions['channels']>['elsewhere']>,
  known: readonly string[],
): void {
  const path = ['channels', 'elsewhere'];
  needObject(elsewhere, 'channels.elsewhere must be an object with email and actions.', path);
  refuseOthers(elsewhere, ['email', 'actions', 'services'], path);
  const { email = false, actions = [], services = [] } = elsewhere;
  if (typeof email !== 'boolean') {
    const advice = 'channels.elsewhere.email must be true or false.';
    throw new AccompanyError('INVALID_INPUT', advice, { path: [...path, 'email'] });
  }
  if (!Array.isArray(services) || !services.every((id) => typeof id === 'string')) {
    const advice = 'channels.elsewhere.services must be a list of ids of external services.';
    throw new AccompanyError('INVALID_INPUT', advice, { path: [...path, 'services'] });
  }
  if (Array.isArray(actions) && actions.every((name) => known.includes(name))) return;
  const advice = 'channels.elsewhere.actions must be a list of names of actions of the catalogue.';
  throw new AccompanyError('INVALID_INPUT', advice, { path: [...path, 'actions'] });
}

/** A misspelt channel would never be called. */
function refuseOthers(given: object, known: readonly string[], path: readonly string[]): void {
  const other = Object.keys(given).find((name) => !known.includes(name));
  if (other === undefined) return;
  throw new AccompanyError(
    'INVALID_INPUT',
    `${path.join('.')} has no ${JSON.stringify(other)}. Known: ${known.join(', ')}.`,
    { path: [...path, other] },
  );
}

function wrong(name: string, rule: string): AccompanyError {
  return new AccompanyError('INVALID_INPUT', `${name} must be ${rule}.`, { path: [name] });
}
