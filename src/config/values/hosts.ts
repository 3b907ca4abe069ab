/**
 * Owns what ALLOWED_HOSTS may say, and the one form in which names and addresses can be compared. Pure. Must never ask a resolver:
 * what a name leads to is what a rebinding page changes.
 */

/** Names that the server answers under. */
export interface HostPattern {
  /** In the form that `hostnameIn` gives. */
  readonly name: string;
  /** Whether it stands for all names below it, and not for itself: `*.example.com`. */
  readonly isBelow: boolean;
}

/** What may stand in a `Host` (RFC 9110, 7.2): a name or an address, IPv6 in brackets, and a port. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[^\s/?#@\\%*:[\]]+)(?::\d*)?$/i;
const BARE_IPV6 = /^[0-9a-f.]*(?::[0-9a-f.]*){2,}$/i;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;
const ALL_BELOW = '*.';

/**
 * The name or address in a `Host`, as browsers write it: lower case, no port, no dot at its end, other scripts as `xn--`, IPv6 short and
 * in brackets. null where it is none.
 */
export function hostnameIn(host: string): string | null {
  if (!HOST.test(host)) return null;
  const url = `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') || null : null;
}

/** Whether it is an address, as `hostnameIn` gives it, and so no name that could lead elsewhere tomorrow. */
export function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || IPV4.test(hostname);
}

/** Names, addresses, or all names below one, with commas between them; null where one of them is none of these. */
export function parseHosts(text: string): readonly HostPattern[] | null {
  const patterns = text.split(',').map((one) => patternOf(one.trim()));
  return patterns.every((pattern) => pattern !== null) ? patterns : null;
}

function patternOf(text: string): HostPattern | null {
  const isBelow = text.startsWith(ALL_BELOW);
  const bare = isBelow ? text.slice(ALL_BELOW.length) : text;
  const name = hostnameIn(BARE_IPV6.test(bare) ? `[${bare}]` : bare);
  return name === null || (isBelow && isAddress(name)) ? null : { name, isBelow };
}
