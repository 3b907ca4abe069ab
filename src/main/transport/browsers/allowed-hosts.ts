/**
 * Under which names this server answers browsers (ALLOWED_HOSTS). Main thread; made at start-up, and only where the setting names some.
 *
 * A page whose own name was made to lead here (DNS rebinding) is of this server's origin to its browser, which lets it read everything.
 * What the browser cannot be made to hide is the name: it stands in `Host`. No other header counts, for such a page may set it.
 */
import { type HostPattern, hostnameIn, isAddress, parseHosts } from '../../../config/values/hosts.js';
import { type ApiError, apiError, ERROR_KINDS, shortened } from '../../../shared/errors.js';

const LOCALHOST = 'localhost';
const ANY = '*';

export class AllowedHosts {
  private constructor(private readonly patterns: readonly HostPattern[]) {}

  /** `setting` was checked; null where every name will do. */
  static of(setting: string | null): AllowedHosts | null {
    const patterns = setting === null || setting === ANY ? null : parseHosts(setting);
    return patterns === null ? null : new AllowedHosts(patterns);
  }

  /** `host` is the value of the header, the empty text where there is none. */
  allows(host: string): boolean {
    const name = hostnameIn(host);
    return name !== null && this.patterns.some((pattern) => fits(pattern, name));
  }

  /**
   * As `allows`, for what is asked by machines: probes and scrapes come by address, or say no host at all, and no page can be rebound
   * to either; `localhost` is the browser's own name for itself (RFC 6761, 6.3).
   */
  allowsMachine(host: string): boolean {
    if (host === '' || this.allows(host)) return true;
    const name = hostnameIn(host);
    return name !== null && (name === LOCALHOST || isAddress(name));
  }
}

function fits({ name, isBelow }: HostPattern, asked: string): boolean {
  return isBelow ? asked.endsWith(`.${name}`) : asked === name;
}

/** Says under which name it was asked, and which setting to change. */
export function misdirected(host: string): ApiError {
  const name = host === '' ? 'without a host' : `as ${JSON.stringify(shortened(host))}`;
  return apiError(
    ERROR_KINDS.misdirected,
    `This mock server does not answer when it is asked for ${name}: ALLOWED_HOSTS names the hosts that it answers as.`,
  );
}
