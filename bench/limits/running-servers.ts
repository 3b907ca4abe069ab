// Owns: which servers run within some limits, so that none is left when these are closed, not even one that is just
// being started. Must never: know how a server is started or ended.

import type { LimitedProcess } from './limits.js';

export class RunningServers {
  readonly #starting = new Set<Promise<LimitedProcess>>();
  readonly #running = new Set<LimitedProcess>();
  #closed = false;

  /**
   * Starts a server. Its `stop` becomes idempotent: `begin` may give one that is not. Rejects with what `begin` rejects
   * with, and when the limits are closed meanwhile.
   */
  async start(begin: () => Promise<LimitedProcess>): Promise<LimitedProcess> {
    if (this.#closed) throw new Error('the limits are closed: no server can be started');
    const starting = begin();
    this.#starting.add(starting);
    try {
      const server = this.#withOneStop(await starting);
      this.#running.add(server);
      if (!this.#closed) return server;
      await server.stop();
      throw new Error('the limits were closed while a server was being started');
    } finally {
      this.#starting.delete(starting);
    }
  }

  /** Stops all servers and lets no other start. Rejects, when all were tried, with what one rejected with. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#starting);
    const stops = await Promise.allSettled([...this.#running].map((server) => server.stop()));
    const failed = stops.find((stop) => stop.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  #withOneStop(server: LimitedProcess): LimitedProcess {
    let stopping: Promise<void> | undefined;
    const stopped: LimitedProcess = {
      pid: server.pid,
      ended: server.ended,
      memoryBytes: () => server.memoryBytes(),
      stop: () => {
        stopping ??= server.stop().finally(() => this.#running.delete(stopped));
        return stopping;
      },
    };
    return stopped;
  }
}
