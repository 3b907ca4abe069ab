/**
 * Joins the sum over peers with the network. Main thread, once.
 */
import { lookup, resolveSrv } from 'node:dns/promises';
import type { Config } from '../../../config/config.js';
import { parsePeers } from '../../../config/values/peers.js';
import { openWith } from '../../peers/open-peer.js';
import { PeerSum } from '../../peers/peer-sum.js';

/** null where there are none, or no key to ask them with. */
export function createPeerSum({ peers, adminKey, tls }: Config): PeerSum | null {
  const places = peers === null ? null : parsePeers(peers);
  if (places === null || adminKey === null) return null;
  return new PeerSum({
    places,
    // Whoever is found by name is another of its kind.
    scheme: tls === null ? 'http' : 'https',
    resolvers: { lookup: (name) => lookup(name, { all: true }), resolveSrv },
    open: openWith(adminKey),
    deadline: (ms) => AbortSignal.timeout(ms),
  });
}
