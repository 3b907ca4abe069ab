/**
 * The agent that HAProxy asks (its agent-check), and the health check of the image: how many of the slots are free, as a weight.
 * Main thread.
 *
 * Whoever connects gets one line and the end; nothing is read, so that a health check needs no HTTP and no TLS. HAProxy counts its own connections alone, so that an instance
 * which others fill as well looks idle to it; and weights are what its leastconn divides by.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { EXIT, StartError } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';
import { describeListenFailure } from './listen-failure.js';
import type { Listener } from './uws-listener.js';

/** A balancer has one at a time for each of its processes. More are closed without a word. */
const ASKERS_MAX = 32;
const ASKER_MS_MAX = 2_000;

export interface AgentOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly state: Pick<SharedState, 'active' | 'slotsMax'>;
  /** Why the server may not get requests; null where it may. */
  unready(): string | null;
}

/**
 * What the agent says, in the words of HAProxy's manual (agent-check), with the end of the line. Never `0%`, which would keep
 * requests away until the next check, from slots that are free by then.
 */
export function agentLine({ active, slotsMax }: AgentOptions['state'], unready: string | null): string {
  if (unready !== null) return `down#${unready}\n`;
  return `up ${Math.max(1, Math.floor((100 * (slotsMax - active)) / slotsMax))}%\n`;
}

/** Listens; rejects with a StartError where the port cannot be had. */
export async function startAgentListener(options: AgentOptions): Promise<Listener> {
  const { host, port, state, unready } = options;
  const server = createServer((socket) => answer(socket, agentLine(state, unready())));
  server.maxConnections = ASKERS_MAX;
  await listen(server, options);
  const askers = new Set<Socket>();
  server.on('connection', (socket) => {
    askers.add(socket);
    socket.once('close', () => askers.delete(socket));
  });
  return {
    port: port === 0 ? (server.address() as AddressInfo).port : port,
    // It says that the server goes for as long as it is there.
    stopAccepting() {},
    close() {
      server.close();
      for (const socket of askers) socket.destroy();
    },
  };

  async function listen(to: Server, { port: wanted }: AgentOptions): Promise<void> {
    try {
      to.listen({ host, port: wanted });
      await once(to, 'listening');
    } catch (error) {
      const { code = null } = error as NodeJS.ErrnoException;
      const where = { host, port: wanted, setting: 'AGENT_PORT' } as const;
      throw new StartError(describeListenFailure(code, where), EXIT.environment);
    }
  }
}

function answer(socket: Socket, line: string): void {
  // Whoever leaves early, or resets, is nobody's trouble.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(ASKER_MS_MAX, () => socket.destroy());
  socket.resume();
  socket.end(line);
}
