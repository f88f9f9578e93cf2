import { lookup } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { Agent, buildConnector } from 'undici';
import { AccompanyError } from '../kernel/errors.ts';
import { isAddress, plainName, refusalOf } from './address.ts';
import type { Allowed } from './address.ts';

/** Finds the addresses of a host name, as text. */
export type ResolveName = (host: string) => Promise<readonly string[]>;

/** Asks the system, as every other program on the machine does. */
export const resolveBySystem: ResolveName = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};

/**
 * Connections that lead to public or permitted addresses only. What is checked is what is connected to: the literal, or
 * the answer of the one name look-up whose addresses the socket gets (HT-2, HT-3). `timeout` is that of a connection, in
 * milliseconds (HT-12).
 */
export function guardedAgent(allowed: Allowed, resolve: ResolveName, timeout: number): Agent {
  const connect = buildConnector({
    timeout,
    lookup: (host, options, answer) => {
      findAddresses(host, allowed, resolve).then(
        (found) => {
          // Node wants every address when it tries several, and otherwise one.
          if (options.all === true) answer(null, [...found]);
          else answer(null, found[0].address, found[0].family);
        },
        (error: unknown) => answer(error as NodeJS.ErrnoException, ''),
      );
    },
  });
  return new Agent({
    connect: (options, callback) => {
      const host = plainName(options.hostname);
      // A literal is connected to without any look-up, so it is checked here.
      if (isAddress(host)) {
        const refusal = refusalOf(host, allowed);
        if (refusal !== undefined) return callback(refusedAddress(host, refusal), null);
      }
      connect(options, callback);
    },
  });
}

/** @throws AccompanyError `HTTP_REFUSED` for an address that must not be connected to */
export function checkLiteral(host: string, allowed: Allowed): void {
  if (!isAddress(host)) return;
  const refusal = refusalOf(host, allowed);
  if (refusal !== undefined) throw refusedAddress(host, refusal);
}

async function findAddresses(
  host: string,
  allowed: Allowed,
  resolve: ResolveName,
): Promise<readonly [LookupAddress, ...LookupAddress[]]> {
  const addresses = await resolve(host);
  const [first, ...rest] = addresses.map((address) => ({ address, family: familyOf(address) }));
  if (first === undefined) {
    throw new AccompanyError('HTTP_FAILED', `The host ${host} has no address. Check its name.`);
  }
  if (!allowed.names.has(plainName(host))) {
    for (const address of addresses) {
      const refusal = refusalOf(address, allowed);
      if (refusal !== undefined) throw refusedAddress(host, refusal);
    }
  }
  return [first, ...rest];
}

function familyOf(address: string): number {
  return address.includes(':') ? 6 : 4;
}

function refusedAddress(host: string, kind: string): AccompanyError {
  return new AccompanyError(
    'HTTP_REFUSED',
    `${host} leads to an address that is not public (${kind}). Name the host or its range in allow if it is meant.`,
    { details: { host, kind } },
  );
}
