import { promises as dns, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Asks the system for the addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;
export const resolveBySystem: Resolve = (hostname) => dns.lookup(hostname, { all: true });

/** Where the machine's cloud hands out credentials: never asked by way of a name. */
const METADATA = ['169.254.169.254', 'fd00:ec2::254'];
/** Loopback, private, link-local, shared, "this network", and what only looks like another kind of address. */
const INSIDE: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];
/** Names that can only mean something near: they have no dot, or an ending that no public registry gives out. */
const NAMES_INSIDE =
  /^[^.]+$|\.(localhost|local|internal|intranet|lan|home|corp|private|test|home\.arpa)\.?$/i;

const inside = new BlockList();
for (const [net, prefix, family] of INSIDE) inside.addSubnet(net, prefix, family);
const metadata = new BlockList();
for (const address of METADATA) metadata.addAddress(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Loopback, private, link-local or the like: an address that no public name should lead to. */
export function isInside(address: string): boolean {
  return inside.check(address, familyOf(address));
}

type Pinned =
  | { ok: true; lookup: LookupFunction; addresses: readonly string[] }
  | { ok: false; reason: string };

const pinned = (found: readonly LookupAddress[]): Pinned => ({
  ok: true,
  lookup: lookupOf(found),
  addresses: found.map(({ address }) => address),
});

/**
 * Resolves the host of the base URL once, for all connections of a run: what the name answers later leads nowhere else.
 * @param allowPrivate whether a public name may lead to an address inside
 * @returns the look-up that sockets are to use, or why the name's addresses are not asked
 * @throws what the system says of a name that it cannot resolve
 */
export async function pinAddress(
  baseUrl: URL,
  { allowPrivate, resolve }: { allowPrivate: boolean; resolve: Resolve },
): Promise<Pinned> {
  const host = baseUrl.hostname.replace(/^\[(.*)\]$/, '$1');
  // An address that somebody wrote down is what they mean; no name is between it and the socket.
  if (isIP(host) !== 0) return pinned([{ address: host, family: isIP(host) }]);
  const found = await resolve(host);
  const others = found.filter(({ address }) => !metadata.check(address, familyOf(address)));
  if (others.length === 0 && found.length > 0) {
    return {
      ok: false,
      reason: `The name ${host} leads to ${found[0]?.address}, where a machine's credentials are handed out: it is not asked.`,
    };
  }
  if (allowPrivate || NAMES_INSIDE.test(host)) return pinned(others);
  const outside = others.filter(({ address }) => !isInside(address));
  if (outside.length > 0) return pinned(outside);
  return {
    ok: false,
    reason: `The public name ${host} leads to ${others[0]?.address ?? 'no address'}, an address inside this network: where that is meant, set --allow-private-address.`,
  };
}

function lookupOf(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    if (options.all === true) return callback(null, [...addresses]);
    const first = addresses[0];
    if (first === undefined) return callback(new Error('The name has no address.'), '');
    callback(null, first.address, first.family);
  };
}
