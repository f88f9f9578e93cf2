import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

/**
 * Addresses that the ranges do not tell apart from public ones: Azure's platform (metadata, name service), which answers
 * to every virtual machine at an address of the public space.
 */
const PLATFORM_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

/** All that is routed publicly in IPv6 lies in 2000::/3 (RFC 4291); ranges such as ::/96 embed IPv4 addresses. */
const GLOBAL_UNICAST: Range = [ipaddr.parse('2000::'), 3];

/** What a host permits besides public addresses. */
export interface Allowed {
  readonly names: ReadonlySet<string>;
  readonly ranges: readonly Range[];
}

/** Reads a list of host names, addresses and CIDR ranges; `undefined` in `allowed` names the entry that is none of them. */
export function readAllowed(entries: readonly string[]): { allowed: Allowed; fault?: string } {
  const names = new Set<string>();
  const ranges: Range[] = [];
  for (const entry of entries) {
    const range = readRange(entry);
    if (range !== undefined) ranges.push(range);
    else if (isName(entry)) names.add(plainName(entry));
    else return { allowed: { names, ranges }, fault: entry };
  }
  return { allowed: { names, ranges } };
}

/** A host as a URL has it: without brackets, without the dot at the end, in small letters. */
export function plainName(host: string): string {
  return host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** True for a literal address, which no name service is asked about. */
export function isAddress(host: string): boolean {
  return ipaddr.isValid(host);
}

/**
 * Why a literal address must not be connected to, or `undefined` for a public or permitted one (HT-2, HT-4). Whatever is
 * not a plain public address is refused, also forms that only carry another address inside.
 */
export function refusalOf(host: string, { ranges }: Allowed): string | undefined {
  if (!ipaddr.isValid(host)) return 'no address';
  const address = ipaddr.parse(host);
  if (ranges.some((range) => isWithin(address, range))) return undefined;
  const kind = address.range();
  if (kind !== 'unicast') return kind;
  if (PLATFORM_ADDRESSES.has(address.toString())) return 'platform';
  if (address.kind() === 'ipv6' && !isWithin(address, GLOBAL_UNICAST)) return 'reserved';
  return undefined;
}

function isWithin(address: Address, [start, bits]: Range): boolean {
  return address.kind() === start.kind() && address.match(start, bits);
}

function readRange(entry: string): Range | undefined {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry);
  // The short and octal forms of IPv4 are refused here: in a list of permissions nothing may be guessed.
  if (ipaddr.IPv4.isValidFourPartDecimal(entry)) return [ipaddr.parse(entry), 32];
  if (ipaddr.IPv6.isValid(plainName(entry))) return [ipaddr.parse(plainName(entry)), 128];
  return undefined;
}

function isName(entry: string): boolean {
  return (
    /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(entry) &&
    /[a-z]/i.test(entry)
  );
}
