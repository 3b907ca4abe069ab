/**
 * The HTTP/1.0 listener: node:http on the same thread, with the same routes, slots and delays. uWebSockets.js answers
 * HTTP/1.0 with 505 before any handler runs, and ApacheBench speaks nothing else.
 */
import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
} from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import type { Config } from '../../config/config.js';
import { type ConnectionLimit, HTTP10_LISTENER } from '../admission/connection-limit.js';
import type { ConnectionRefusal } from '../admission/connection-refusal.js';
import { Exchange } from '../exchange/exchange.js';
import type { Router } from '../pages/router.js';
import type { ApiRoutes } from '../reading/api-routes.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import { NodeTransport } from '../transport/node-transport.js';
import type { AnswerPacking } from '../transport/packing/answer-packing.js';
import { Pipelines } from '../transport/pipelines.js';
import type { SharedTurns } from '../transport/shared-turns.js';
import type { HeaderName, RequestHead } from '../transport/transport.js';
import type { Arrivals } from './arrivals.js';
import { waitForFirstByte, waitForNextRequest } from './silent-clients.js';
import { TLS_CIPHERS, TLS_VERSION_MIN, TLS13_CIPHERS } from './tls-suites.js';
import { UploadWatch } from './upload-watch.js';
import type { Listener } from './uws-listener.js';

/** As the other listener: dead peers are found by probes after a minute. */
const KEEP_ALIVE_PROBE_MS = 60_000;
/** How late Node.js may notice that a head is late. */
const CHECK_EVERY_MS = 1_000;
const BACKLOG_CONNECTIONS = 4096;

/** Node makes so much for each request that one object more does not matter. */
function dropExchange(): void {}

const SLASH = '/'.charCodeAt(0);
/** What stands before the path in a target in absolute form, which a server must take (RFC 9112, section 3.2.2). */
const SCHEME_AND_AUTHORITY = /^https?:\/\/[^/?]*/i;

class NodeHead implements RequestHead {
  readonly #target: string;

  constructor(private readonly request: IncomingMessage) {
    const url = request.url as string;
    this.#target = url.charCodeAt(0) === SLASH ? url : url.replace(SCHEME_AND_AUTHORITY, '');
  }

  get method(): string {
    return (this.request.method as string).toLowerCase();
  }

  get path(): string {
    const query = this.#target.indexOf('?');
    return (query === -1 ? this.#target : this.#target.slice(0, query)) || '/';
  }

  header(name: HeaderName): string {
    const value = this.request.headers[name.text];
    return typeof value === 'string' ? value : '';
  }

  get contentLength(): string {
    return this.request.headers['content-length'] ?? '';
  }

  get contentEncoding(): string {
    return this.request.headers['content-encoding'] ?? '';
  }

  get mayBeOfPage(): boolean {
    const { headers } = this.request;
    return headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  }

  get extensions(): readonly string[] {
    return this.survey();
  }

  survey(): readonly string[] {
    const headers = Object.entries(this.request.headers);
    return headers.flatMap(([name, value]) => (name.startsWith('x-') ? [name, String(value)] : []));
  }

  parameter(name: string): string {
    const query = this.#target.indexOf('?');
    return query === -1 ? '' : (new URLSearchParams(this.#target.slice(query)).get(name) ?? '');
  }
}

export interface Http10ListenerOptions {
  readonly config: Config;
  /** 0 means any free port. */
  readonly port: number;
  readonly connections: ConnectionLimit;
  readonly connectionRefusal: ConnectionRefusal;
  readonly router: Router;
  readonly routes: ApiRoutes;
  readonly exchanges: ExchangeContext;
  readonly turns: SharedTurns;
  /** null where answers go out as they are. */
  readonly packing: AnswerPacking | null;
  readonly arrivals: Arrivals;
}

/** Binds HTTP10_PORT. Rejects with the error of the socket when that is not possible. */
export async function startHttp10Listener(options: Http10ListenerOptions): Promise<Listener> {
  const { config, router, routes, exchanges, turns, packing } = options;
  const uploads = new UploadWatch(config.keepAliveMs);
  const pipelines = new Pipelines();
  const asked = new WeakSet<Socket>();
  const { state } = exchanges;
  const countUnasked = (socket: Socket): void => {
    socket.once('close', () => {
      if (!asked.has(socket)) state.unaskedConnections++;
    });
  };
  const answer: RequestListener = (request, response) => {
    uploads.watch(request);
    asked.add(request.socket);
    const head = new NodeHead(request);
    const route = head.method === 'post' ? routes.find(head) : undefined;
    // An exchange knows by itself when to give up its client.
    const unreadMs = route === undefined ? config.keepAliveMs : 0;
    const transport = new NodeTransport(request, response, unreadMs, turns);
    const { socket } = request;
    if (!pipelines.join(socket, transport)) return;
    response.once('close', () => {
      pipelines.leave(socket, transport);
      waitForNextRequest(request, config.keepAliveMs);
    });
    if (route === undefined) {
      router.route(head, transport);
      return;
    }
    const exchange = new Exchange(exchanges, dropExchange);
    try {
      exchange.open(packing?.around(transport, head) ?? transport, routes.forHead(route, head), head);
    } catch (error) {
      exchange.onFault(error);
    }
  };
  const server = await createNodeServer(config, answer);
  // By itself Node.js would end the connection without a word.
  server.on('connect', (request, socket) => {
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket as Socket);
    response.once('finish', () => socket.end());
    answer(request, response);
  });
  waitForFirstByte(server, config.keepAliveMs);
  server.on('connection', (socket) => {
    if (countConnection(socket, options) && config.tls === null) countUnasked(socket);
  });
  server.on('secureConnection', endWhenHalfClosed);
  server.on('secureConnection', countUnasked);
  server.on('tlsClientError', () => state.unaskedConnections++);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: options.port, host: config.host, backlog: BACKLOG_CONNECTIONS }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stopAccepting: () => {
      // Not that of node:http, which also ends idle connections (whose next request may be on its way) and its timeouts.
      NetServer.prototype.close.call(server);
    },
    close: () => {
      uploads.stop();
      // Not all callers drain first: a listener that is left open would keep the process alive.
      server.close();
      server.closeAllConnections();
    },
  };
}

/**
 * Gives back whether it may stay. Else it is ended within the call, as by the other listener: Node writes what the kernel
 * takes, and gives the descriptor back.
 */
function countConnection(
  socket: Socket,
  { config, connections, connectionRefusal, arrivals, exchanges }: Http10ListenerOptions,
): boolean {
  arrivals.countConnection();
  exchanges.polls.noteAccept();
  if (connections.open(HTTP10_LISTENER)) {
    socket.on('close', () => connections.close());
    return true;
  }
  if (config.tls === null) socket.write(connectionRefusal.text);
  socket.destroy();
  connections.close();
  return false;
}

/**
 * Node.js ends such a connection itself, but behind what it still has to write; and of that TLS writes no more once the client
 * has said that it is done (seen in Node.js 24, of one client in a hundred that left in the middle of an answer).
 */
function endWhenHalfClosed(socket: Socket): void {
  socket.once('end', () => socket.destroy());
}

async function createNodeServer(config: Config, onRequest: RequestListener): Promise<Server> {
  const options = {
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_PROBE_MS,
    keepAliveTimeout: config.keepAliveMs,
    // uWebSockets.js has one time for all that a client may keep it waiting for: so a head takes no longer, nor does a TLS
    // handshake.
    headersTimeout: config.keepAliveMs,
    // Of a whole request, however fast it comes: the uploads are watched instead.
    requestTimeout: 0,
    connectionsCheckingInterval: CHECK_EVERY_MS,
  };
  if (config.tls === null) return createServer(options, onRequest);
  const { certFile, keyFile } = config.tls;
  // Loaded only where it is used: a thirtieth of the start-up time otherwise.
  const https = await import('node:https');
  const files = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
  const suites = {
    ciphers: [...TLS13_CIPHERS, ...TLS_CIPHERS].join(':'),
    minVersion: TLS_VERSION_MIN,
  } as const;
  // A client that says nothing at all says no TLS either: the limits of HTTP begin only behind the handshake.
  return https.createServer(
    { ...options, ...files, ...suites, handshakeTimeout: config.keepAliveMs },
    onRequest,
  );
}
