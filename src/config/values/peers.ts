/**
 * Owns what PEERS may say: where other instances are, or under which names they are found. Pure. Must never ask a resolver: who is
 * behind a name may change, and is asked anew each time.
 */

/** Peers that are named, and peers that are asked, in all. */
export const PEERS_MAX = 32;

export type PeerPlace =
  /** `url` has no slash at its end. */
  | { readonly kind: 'url'; readonly url: string }
  /** All addresses of a name, at one port. */
  | { readonly kind: 'dns'; readonly name: string; readonly port: number }
  /** All hosts and ports of a service (RFC 2782). */
  | { readonly kind: 'srv'; readonly name: string };

/** A name for a resolver (RFC 1035, 2.3.4), underscores included. */
const NAME = '[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_.])?';
const DNS = new RegExp(`^dns://(${NAME}):([1-9]\\d{0,4})$`, 'i');
const SRV = new RegExp(`^dns\\+srv://(${NAME})$`, 'i');
/** No path, no query, and nobody's name and password. */
const URL_TEXT = /^https?:\/\/[^\s/?#@\\%*]+\/?$/i;
/** An address in brackets, or a name; the port has to be said. */
const HOST_AND_PORT = /^(?:\[[0-9a-f:.]+\]|[^\s/?#@\\%*:[\]]+):[1-9]\d{0,4}$/i;
const PORT_MAX = 65_535;

/** Places with commas between them; null where one of them is none, or there are too many. */
export function parsePeers(text: string): readonly PeerPlace[] | null {
  const places = text.split(',').map((one) => placeOf(one.trim()));
  return places.length <= PEERS_MAX && places.every((place) => place !== null) ? places : null;
}

function placeOf(text: string): PeerPlace | null {
  const [, service] = SRV.exec(text) ?? [];
  if (service !== undefined) return { kind: 'srv', name: service };
  const [, name, port] = DNS.exec(text) ?? [];
  if (name !== undefined) return Number(port) > PORT_MAX ? null : { kind: 'dns', name, port: Number(port) };
  const url = HOST_AND_PORT.test(text) ? `http://${text}` : text;
  return URL_TEXT.test(url) && URL.canParse(url) ? { kind: 'url', url: new URL(url).origin } : null;
}

/** As it can be given. */
export function peerText(place: PeerPlace): string {
  if (place.kind === 'url') return place.url;
  return place.kind === 'dns' ? `dns://${place.name}:${place.port}` : `dns+srv://${place.name}`;
}
