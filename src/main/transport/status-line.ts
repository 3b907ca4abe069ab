/**
 * The status lines of replies, without the protocol. Pure; each is made once.
 */
import { STATUS_CODES } from 'node:http';

/** Of statuses that no standard knows: Anthropic's, and those of proxies (nginx, Cloudflare). */
const PHRASES: Readonly<Record<number, string>> = {
  499: 'Client Closed Request',
  520: 'Unknown Error',
  521: 'Web Server Is Down',
  522: 'Connection Timed Out',
  524: 'A Timeout Occurred',
  529: 'Overloaded',
};

const lines = new Map<number, string>();

/** For example `404 Not Found`. */
export function statusLine(status: number): string {
  const known = lines.get(status);
  if (known !== undefined) return known;
  const line = `${status} ${statusPhrase(status)}`;
  lines.set(status, line);
  return line;
}

/** For example `Not Found`. */
export function statusPhrase(status: number): string {
  return PHRASES[status] ?? STATUS_CODES[status] ?? 'Unknown';
}
