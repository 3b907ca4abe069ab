/**
 * What a start makes of a listener that it can do without, and of options of sockets that could not be set. Main thread, once.
 */
import type { Config } from '../../config/config.js';
import { inspectTls } from '../../config/read/tls-files.js';
import { EXIT, StartError } from '../../shared/errors.js';
import type { AcceptQueue } from '../admission/connection-limit.js';
import { type AgentOptions, startAgentListener } from '../listeners/agent-listener.js';
import { type Http10ListenerOptions, startHttp10Listener } from '../listeners/http10-listener.js';
import { describeListenFailure, findFreePort } from '../listeners/listen-failure.js';
import { findAcceptQueues, tuneListenSocket } from '../listeners/listen-socket.js';
import type { Listener } from '../listeners/uws-listener.js';
import { setIdleTime } from '../transport/idle/idle-time.js';

/** Throws a StartError where certificate and key will not do. Gives back the notes of the settings, with what clients will say of the two. */
export function checkTls({ tls, notes }: Pick<Config, 'tls' | 'notes'>): readonly string[] {
  if (tls === null) return notes;
  const { problems, warnings } = inspectTls(tls, Date.now());
  if (problems.length > 0) throw new StartError(problems.join('\n'), EXIT.settings);
  return [...notes, ...warnings];
}

/** A taken port is an error only when it was asked for by name; else the server says so and goes on without. */
export async function tryStartHttp10(
  options: Omit<Http10ListenerOptions, 'port'>,
  warnings: string[],
): Promise<Listener | null> {
  const { host, http10Port, http10PortExplicit } = options.config;
  if (http10Port === null) return null;
  try {
    return await startHttp10Listener({ ...options, port: http10Port });
  } catch (error) {
    const { code = null } = error as NodeJS.ErrnoException;
    const sentence = describeListenFailure(code, { host, port: http10Port, setting: 'HTTP10_PORT' });
    if (http10PortExplicit) throw new StartError(sentence, EXIT.environment);
    warnings.push(`${sentence}; going on without it, ApacheBench will not work`);
    return null;
  }
}

/** Has PORT keep idle connections for so long; gives back a warning where it does not. No listener may be open yet. */
export function tuneIdleTime(keepAliveMs: number): readonly string[] {
  const reason = setIdleTime(keepAliveMs);
  if (reason === null) return [];
  return [
    `KEEP_ALIVE_TIMEOUT could not be set on PORT (${reason}): idle connections end there after 8 to 12 seconds`,
  ];
}

/** null where it is not wanted; a port that cannot be had is an error, for somebody asked for it. */
export async function tryStartAgent(
  { host, agentPort }: Config,
  options: Omit<AgentOptions, 'host' | 'port'>,
): Promise<Listener | null> {
  return agentPort === null ? null : startAgentListener({ ...options, host, port: agentPort });
}

export function warnAboutSockets(listeners: readonly Listener[], warnings: string[]): void {
  const reasons = listeners.map(({ port }) => tuneListenSocket(port)).filter((reason) => reason !== null);
  if (reasons.length === 0) return;
  warnings.push(
    `TCP keep-alive, the longer accept queue and the limit on unsent bytes could not be set (${reasons[0]}); ` +
      'the server runs without',
  );
}

/** The port that several threads are to share. Rejects with a StartError where somebody has it. */
export async function portFor({ host, port }: Config): Promise<number> {
  const wanted = { host, port, setting: 'PORT' } as const;
  const found = await findFreePort(wanted);
  if (typeof found === 'number') return found;
  throw new StartError(describeListenFailure(found, wanted), EXIT.environment);
}

/** What the kernel keeps for the listeners: of each the first, in their order, and behind those what other threads have. */
export function findQueues(listeners: readonly Listener[]): readonly AcceptQueue[] {
  const all = listeners.map(({ port }) => findAcceptQueues(port));
  return [...all.flatMap((queues) => queues[0] ?? []), ...all.flatMap((queues) => queues.slice(1))];
}
