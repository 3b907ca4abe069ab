/**
 * Finds who the peers are now: names are looked up anew each time. Main thread; the resolvers are parameters. Never rejects.
 */
import type { LookupAddress, SrvRecord } from 'node:dns';
import { isIPv6 } from 'node:net';
import { PEERS_MAX, type PeerPlace, peerText } from '../../config/values/peers.js';
import { asError } from '../../shared/thrown.js';

export interface PeerAddress {
  /** Without a slash at its end. */
  readonly url: string;
  /** What it was looked up as, which is how it knows itself: for its certificate and its ALLOWED_HOSTS. null where `url` says it. */
  readonly name: string | null;
}

/** What was not found, by what was looked up. */
export interface Unfound {
  readonly url: string;
  readonly error: string;
}

export interface Resolvers {
  lookup(name: string): Promise<readonly LookupAddress[]>;
  resolveSrv(name: string): Promise<readonly SrvRecord[]>;
}

/** `scheme` is that of peers that are found by name. Gives back each address once, at most PEERS_MAX. */
export async function findPeers(
  places: readonly PeerPlace[],
  resolvers: Resolvers,
  scheme: 'http' | 'https',
  signal: AbortSignal,
): Promise<readonly (PeerAddress | Unfound)[]> {
  const found = await Promise.all(
    places.map(async (place): Promise<readonly (PeerAddress | Unfound)[]> => {
      try {
        const addresses = await before(signal, addressesOf(place, resolvers, scheme));
        return addresses.length === 0 ? [{ url: peerText(place), error: 'nobody has this name' }] : addresses;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        return [
          { url: peerText(place), error: signal.aborted ? TOO_LATE : (code ?? asError(error).message) },
        ];
      }
    }),
  );
  const once = [...new Map(found.flat().map((one) => [one.url, one])).values()];
  if (once.length <= PEERS_MAX) return once;
  const error = `expected at most ${PEERS_MAX} peers, found ${once.length}: those behind them are not asked`;
  return [...once.slice(0, PEERS_MAX), { url: places.map(peerText).join(','), error }];
}

const TOO_LATE = 'no answer of the resolver in time';

async function addressesOf(
  place: PeerPlace,
  { lookup, resolveSrv }: Resolvers,
  scheme: string,
): Promise<readonly PeerAddress[]> {
  if (place.kind === 'url') return [{ url: place.url, name: null }];
  if (place.kind === 'srv') {
    const records = await resolveSrv(place.name);
    return sorted(records.map(({ name, port }) => ({ url: urlOf(scheme, name, port), name: null })));
  }
  const { name, port } = place;
  const addresses = await lookup(name);
  return sorted(addresses.map(({ address }) => ({ url: urlOf(scheme, address, port), name })));
}

function urlOf(scheme: string, host: string, port: number): string {
  return new URL(`${scheme}://${isIPv6(host) ? `[${host}]` : host}:${port}`).origin;
}

/** Resolvers answer in any order. */
function sorted(addresses: readonly PeerAddress[]): readonly PeerAddress[] {
  return [...addresses].sort((one, other) => (one.url < other.url ? -1 : 1));
}

/** A resolver may take as long as it likes, and cannot be stopped. */
async function before<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
