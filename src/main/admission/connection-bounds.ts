/**
 * How many connections fit under the limit on open descriptors, and what becomes of a cap that does not. Pure; once, at
 * start-up.
 *
 * The limit itself must never be reached: accept(2) would fail, uSockets try again at once and keep a whole core busy, and
 * /health be as dead as everything else. So some descriptors are the server's own, some are kept for whoever asks for a
 * page or is told that there is no room, and what is left is for requests.
 */
import type { Config } from '../../config/config.js';
import { EXIT, StartError } from '../../shared/errors.js';

/**
 * Descriptors that are not connections: 22 and 4 for each worker thread are open when the server is ready (Node.js 20 and
 * 24, 2026-11-26); the rest is for files that are read while it runs, and for a pool that is being replaced.
 */
const OWN_MIN = 64;
const OWN_PER_THREAD = 4;
const OWN_BESIDE = 24;
/** Connections on which nothing but pages are answered, and refusals. */
const RESERVE_MAX = 64;
/** Where there is little room, so much of it. */
const RESERVE_SHARE = 1 / 3;
/** With less room than this there is no point in starting. */
const CONNECTIONS_MIN = 16;

export interface ConnectionBounds {
  /** The soft limit on descriptors of this process; Infinity where there is none, or where it cannot be told. */
  readonly descriptorsMax: number;
  /** The highest cap that fits: a connection for each slot. */
  readonly connectionsMax: number;
  /** Above so many connections requests to the APIs are refused. Those beyond the slots may be of viewers and scrapes. */
  readonly servedMax: number;
  /** Above so many a connection is ended as soon as it was accepted. */
  readonly acceptedMax: number;
}

export interface Descriptors {
  /** The soft limit; null where it cannot be told. */
  readonly max: number | null;
  /** Those that are open now, before the workers are started; null where it cannot be told. */
  readonly open: number | null;
}

/** Throws a StartError where the limit is too low for a server. */
export function planConnections({ max, open }: Descriptors, workerThreads: number): ConnectionBounds {
  const descriptorsMax = max ?? Number.POSITIVE_INFINITY;
  const own = Math.max(OWN_MIN, (open ?? 0) + OWN_BESIDE + OWN_PER_THREAD * workerThreads);
  const acceptedMax = descriptorsMax - own;
  if (acceptedMax < CONNECTIONS_MIN) {
    throw new StartError(
      `this process may open ${descriptorsMax} descriptors, of which the server itself needs ${own}: that leaves too few ` +
        `connections; raise the limit to ${own + CONNECTIONS_MIN} or more (ulimit -n)`,
      EXIT.environment,
    );
  }
  const reserve = Math.min(RESERVE_MAX, Math.floor(acceptedMax * RESERVE_SHARE));
  const connectionsMax = acceptedMax - reserve;
  return { descriptorsMax, acceptedMax, connectionsMax, servedMax: connectionsMax + Math.ceil(reserve / 2) };
}

/** The settings with a cap that fits. The same object where it did already. */
export function fitCap(config: Config, { connectionsMax }: ConnectionBounds): Config {
  if (config.slotsMax <= connectionsMax) return config;
  const inForce = config.inForce.map((setting) =>
    setting.name === 'MAX_CONCURRENT'
      ? { ...setting, value: setting.value.replace(/^\d+/, `${connectionsMax}`) }
      : setting,
  );
  return Object.freeze({ ...config, slotsMax: connectionsMax, inForce: Object.freeze(inForce) });
}

/** A sentence for a cap that does not fit, or nothing. */
export function descriptorWarnings({ slotsMax }: Config, bounds: ConnectionBounds): readonly string[] {
  const { descriptorsMax, connectionsMax } = bounds;
  if (slotsMax <= connectionsMax) return [];
  const kept = descriptorsMax - connectionsMax;
  return [
    `MAX_CONCURRENT=${slotsMax} needs more descriptors than this process may open (${descriptorsMax}, of which ${kept} are ` +
      `kept for the server itself, its pages and refusals): the cap is ${connectionsMax}; raise the limit to ` +
      `${slotsMax + kept} (ulimit -n) or set MAX_CONCURRENT=${connectionsMax}`,
  ];
}
