/**
 * Whether a request is of a page of this server's own, as far as its browser says so. Pure; any thread.
 */
import { HeaderName, type RequestHead } from '../transport.js';

export const ORIGIN = new HeaderName('origin');
export const HOST = new HeaderName('host');
const FORWARDED_HOST = new HeaderName('x-forwarded-host');
const FETCH_SITE = new HeaderName('sec-fetch-site');
/** `none`: whoever uses the browser asked for it. */
const OWN_SITES = ['same-origin', 'none'];

type Headers = Pick<RequestHead, 'header'>;

/** The host and port of an origin; null where there is none, as for `null` and for files. */
export function hostOfOrigin(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host || null : null;
}

/**
 * Whether the origin is that under which the request came. A proxy may have put its own name for us into `host`; a browser lets a
 * page of another origin set `x-forwarded-host` only after it has asked whether it may, and never with a WebSocket.
 */
export function isOwnOrigin(origin: string, head: Headers): boolean {
  const host = hostOfOrigin(origin);
  return host !== null && [head.header(HOST), head.header(FORWARDED_HOST)].includes(host);
}

/**
 * Whether a page of another origin has sent it. Browsers say so themselves, but only where the connection is safe from others
 * (HTTPS, localhost); of the rest they name the origin, with all but GET and HEAD. Programs say neither.
 */
export function isOfOtherPage(head: Headers): boolean {
  const site = head.header(FETCH_SITE);
  if (site !== '') return !OWN_SITES.includes(site);
  const origin = head.header(ORIGIN);
  return origin !== '' && !isOwnOrigin(origin, head);
}
