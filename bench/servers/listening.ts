// Owns: how the servers listen, and for how long they keep connections. Must never: close one between two steps of the
// bench, or cut a request that is held.

import type { Server } from 'node:http';

export const HOST = '127.0.0.1';

/** As the product asks for; the kernel cuts it to net.core.somaxconn. Node's own is 511. */
export const BACKLOG_CONNECTIONS = 4_096;

const KEEP_ALIVE_MS = 120_000;

/** No limit on how long a request takes, and idle connections stay. */
export function keepConnections(server: Server): void {
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
}

export function listen(server: Server, port: number): void {
  keepConnections(server);
  server.listen({ host: HOST, port, backlog: BACKLOG_CONNECTIONS });
}

/** As the first process of a container it would not be ended by SIGTERM otherwise. */
export function endOnTermination(): void {
  process.on('SIGTERM', () => process.exit(0));
}
