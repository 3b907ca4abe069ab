/**
 * The HTTP/1.1 listener: a uWebSockets.js app and its routes. Main thread.
 */
import type { HttpRequest, HttpResponse, TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import type { Config } from '../../config/config.js';
import { tlsMistake } from '../../config/read/tls-files.js';
import { EXIT, StartError } from '../../shared/errors.js';
import { type ConnectionLimit, MAIN_LISTENER } from '../admission/connection-limit.js';
import { type ConnectionRefusal, endWithRefusal } from '../admission/connection-refusal.js';
import { Exchange } from '../exchange/exchange.js';
import type { LiveSocket } from '../live/socket.js';
import type { ApiRoute, ApiRoutes } from '../reading/api-routes.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { AnswerPacking } from '../transport/packing/answer-packing.js';
import type { SharedTurns } from '../transport/shared-turns.js';
import type { Transport } from '../transport/transport.js';
import { UwsTransport } from '../transport/uws-transport.js';
import type { Arrivals } from './arrivals.js';
import { describeListenFailure, probePort } from './listen-failure.js';
import type { UWebSocketsModule } from './load-uwebsockets.js';
import { TLS_CIPHERS } from './tls-suites.js';
import { UwsHead } from './uws-head.js';

export interface Listener {
  readonly port: number;
  /** Accepts no new connections from here on; the ones that are open go on. */
  stopAccepting(): void;
  /** Closes every connection. */
  close(): void;
}

/** Answers what is no API. */
interface PageRouter {
  route(head: UwsHead, transport: Transport): void;
}

/** What an app serves. */
export interface Routes {
  readonly router: PageRouter;
  readonly routes: ApiRoutes;
  readonly exchanges: ExchangeContext;
  readonly turns: SharedTurns;
  /** null where answers go out as they are. */
  readonly packing: AnswerPacking | null;
}

export interface UwsListenerOptions extends Routes {
  readonly uws: UWebSocketsModule;
  readonly config: Config;
  readonly connections: ConnectionLimit;
  readonly connectionRefusal: ConnectionRefusal;
  readonly arrivals: Arrivals;
  /** The WebSocket of the live page; null where there is no page. */
  readonly live: LiveSocket | null;
  /** Whether other threads of this process listen on the port as well, which must then be known. */
  readonly isShared?: boolean;
}

/** Binds the port and serves. Rejects with a StartError when the port or the certificate cannot be used. */
export async function startUwsListener(options: UwsListenerOptions): Promise<Listener> {
  const { uws, config } = options;
  const app = createApp(uws, config);
  options.live?.register(app);
  registerRoutes(app, options);
  countConnections(app, options);
  const socket = listen(app, uws, config, options.isShared === true);
  if (socket === false) {
    const wanted = { host: config.host, port: config.port, setting: 'PORT' } as const;
    throw new StartError(describeListenFailure(await probePort(wanted), wanted), EXIT.environment);
  }
  return {
    port: uws.us_socket_local_port(socket as never),
    stopAccepting: () => uws.us_listen_socket_close(socket),
    close: () => {
      options.live?.close();
      app.close();
    },
  };
}

function createApp(uws: UWebSocketsModule, { tls }: Config): TemplatedApp {
  if (tls === null) return uws.App();
  try {
    return uws.SSLApp({
      cert_file_name: tls.certFile,
      key_file_name: tls.keyFile,
      ssl_ciphers: TLS_CIPHERS.join(':'),
    });
  } catch {
    throw new StartError(tlsMistake(tls), EXIT.settings);
  }
}

/** Has the app serve the APIs by exchanges, and hand the rest to the router. */
export function registerRoutes(app: TemplatedApp, options: Routes): void {
  const { router, routes, exchanges, turns, packing } = options;
  const head = new UwsHead();
  // As many as were ever in flight at once: the cap bounds it.
  const idle: Exchange[] = [];
  const keep = (exchange: Exchange): void => {
    idle.push(exchange);
  };

  const open = (route: ApiRoute, response: HttpResponse, request: HttpRequest): void => {
    head.bind(request);
    const transport = new UwsTransport(response, false, head.asksToClose, turns);
    const exchange = idle.pop() ?? new Exchange(exchanges, keep);
    try {
      exchange.open(packing?.around(transport, head) ?? transport, routes.forHead(route, head), head);
    } catch (error) {
      exchange.onFault(error);
    }
  };

  const answer = (response: HttpResponse, request: HttpRequest): void => {
    head.bind(request);
    router.route(head, new UwsTransport(response, head.method === 'head', head.asksToClose, turns));
  };

  for (const [path, route] of routes.byPath) {
    app.post(path, (response, request) => open(route, response, request));
  }
  for (const pattern of routes.patterns) {
    app.post(pattern, (response, request) => {
      const route = routes.find(head.bind(request));
      if (route === undefined) answer(response, request);
      else open(route, response, request);
    });
  }
  app.any('/*', answer);
}

/**
 * The filter is told 1 when a connection was accepted, -1 when one has ended; that of one that is closed here is told
 * within the call. It may be closed here in both builds (12,000 plain and 6,000 TLS connections, 2026-11-26).
 *
 * What is no HTTP uWebSockets.js answers itself, and tells nobody. But of a connection that ends before its first request
 * it tells the handler that was set here: a call more for a connection, and none for a request.
 */
function countConnections(app: TemplatedApp, options: UwsListenerOptions): void {
  const { connections, connectionRefusal, config, arrivals, exchanges } = options;
  const { state, polls } = exchanges;
  const onUnasked = (): void => {
    state.unaskedConnections++;
  };
  const onChange = (response: HttpResponse, change: number): void => {
    if (change > 0) {
      arrivals.countConnection();
      polls.noteAccept();
    }
    if (change < 0) connections.close();
    // Each request has a handler of its own, and none is left behind its answer.
    else if (connections.open(MAIN_LISTENER)) response.onAborted(onUnasked);
    else if (config.tls === null) endWithRefusal(response, connectionRefusal);
    else response.close();
  };
  app.filter((response, change) => onChange(response, Number(change)));
}

/** LIBUS_LISTEN_DEFAULT: by SO_REUSEPORT, which uSockets sets unless the port is 0. */
const SHARED_PORT = 0;

/**
 * The types of uWebSockets.js know host or options, its code takes both. Exclusive, because its default shares the port:
 * a second server would start without a word and take half of the requests.
 */
type ListenExclusively = (
  host: string,
  port: number,
  options: number,
  callback: (socket: us_listen_socket | false) => void,
) => void;

/** Gives back false where the port cannot be had. */
function listen(
  app: TemplatedApp,
  uws: UWebSocketsModule,
  { host, port }: Config,
  isShared: boolean,
): us_listen_socket | false {
  let bound: us_listen_socket | false = false;
  const listenExclusively = app.listen.bind(app) as unknown as ListenExclusively;
  const exclusive = uws.ListenOptions?.LIBUS_LISTEN_EXCLUSIVE_PORT ?? 1;
  listenExclusively(host, port, isShared ? SHARED_PORT : exclusive, (socket) => {
    bound = socket;
  });
  return bound;
}
