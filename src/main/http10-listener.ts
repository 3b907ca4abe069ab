/**
 * The HTTP/1.0 listener: node:http on the same thread, with the same routes, slots and delays. uWebSockets.js answers
 * HTTP/1.0 with 505 before any handler runs, and ApacheBench speaks nothing else.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Config } from '../config.js';
import type { ApiRoutes } from './api-routes.js';
import { type ConnectionLimit, HTTP10_LISTENER } from './connection-limit.js';
import type { ConnectionRefusal } from './connection-refusal.js';
import { Exchange } from './exchange.js';
import type { ExchangeContext } from './exchange-context.js';
import { NodeTransport } from './node-transport.js';
import type { Router } from './router.js';
import type { RequestHead } from './transport.js';
import type { Listener } from './uws-listener.js';

/** As the other listener: idle connections end after ten seconds, dead peers are found by probes after sixty. */
const KEEP_ALIVE_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_PROBE_MS = 60_000;
/** An upload that takes longer is ended, and its slot freed. */
const REQUEST_TIMEOUT_MS = 30_000;
const BACKLOG_CONNECTIONS = 4096;

class NodeHead implements RequestHead {
  constructor(private readonly request: IncomingMessage) {}

  get method(): string {
    return (this.request.method as string).toLowerCase();
  }

  get path(): string {
    const url = this.request.url as string;
    const query = url.indexOf('?');
    return query === -1 ? url : url.slice(0, query);
  }

  header(name: string): string {
    const value = this.request.headers[name];
    return typeof value === 'string' ? value : '';
  }
}

export interface Http10ListenerOptions {
  readonly config: Config;
  readonly connections: ConnectionLimit;
  readonly connectionRefusal: ConnectionRefusal;
  readonly router: Router;
  readonly routes: ApiRoutes;
  readonly exchanges: ExchangeContext;
}

/** Binds HTTP10_PORT. Rejects with the error of the socket when that is not possible. */
export async function startHttp10Listener(options: Http10ListenerOptions): Promise<Listener> {
  const { config, router, routes, exchanges } = options;
  const server = createNodeServer(config, (request, response) => {
    const head = new NodeHead(request);
    const transport = new NodeTransport(request, response);
    const route = head.method === 'post' ? routes.find(head.path) : undefined;
    if (route === undefined) router.route(head, transport);
    else new Exchange(transport, exchanges, () => {}).open(route, head);
  });
  server.on('connection', (socket) => countConnection(socket, options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: config.http10Port, host: config.host, backlog: BACKLOG_CONNECTIONS }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => {
      server.close();
    },
    close: () => {
      // Not all callers drain first: a listener that is left open would keep the process alive.
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Ended within the call, as by the other listener: Node writes what the kernel takes, and gives the descriptor back. */
function countConnection(
  socket: Socket,
  { config, connections, connectionRefusal }: Http10ListenerOptions,
): void {
  if (connections.open(HTTP10_LISTENER)) {
    socket.on('close', () => connections.close());
    return;
  }
  if (config.tls === null) socket.write(connectionRefusal.text);
  socket.destroy();
  connections.close();
}

function createNodeServer(config: Config, onRequest: RequestListener): Server {
  const options = {
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 5_000,
  };
  if (config.tls === null) return createServer(options, onRequest);
  const { certFile, keyFile } = config.tls;
  return createTlsServer({ ...options, cert: readFileSync(certFile), key: readFileSync(keyFile) }, onRequest);
}
