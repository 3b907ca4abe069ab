/**
 * Has V8 compile what a request passes, before the first ones come: a thread that serves asks itself, while nobody else does. Each
 * such thread, once.
 *
 * Code that has not run yet is interpreted, and of a first burst each request waits for all before it: of 14,000 that come at once
 * the slowest hundredth had its answers twice as late as in the third such burst. What is asked here goes the whole way, by sockets
 * of its own to a port of its own, so that V8 sees the objects that it will see later; but over parts and figures of its own, so that
 * nothing of it is counted, kept or shown.
 */
import type { TemplatedApp, us_listen_socket } from 'uWebSockets.js';
import { connect, type Socket } from 'node:net';
import { constantOf } from '../../behavior/distributions/distribution.js';
import { createProfile } from '../../behavior/profile/profile.js';
import type { Config } from '../../config/config.js';
import { Defects } from '../../shared/defects.js';
import { SharedState } from '../../shared/state.js';
import type { WorkPool } from '../../workers/work-pool.js';
import type { UWebSocketsModule } from '../listeners/load-uwebsockets.js';
import { registerRoutes } from '../listeners/uws-listener.js';
import { createServing } from './request-path.js';

/** Whoever waits for the start asks within that time, and has the thread for itself. And so often it is looked whether nobody asks. */
const QUIET_MS = 250;
/** Looks: who is asked for a minute without a pause is warm by then. */
const LOOKS_MAX = 240;
/** Its port is closed by then, whatever went wrong. */
const OPEN_MS_MAX = 10_000;
/** By then the code is compiled: more only cost more. */
const REQUESTS = 2_000;
/** Few: whoever comes waits for no more than the answers of one turn. */
const CONNECTIONS = 16;
/** Waits in the wheel, as all do. Where all is answered at once nothing does, and code that had seen both would be slower (6 %). */
const DELAY_MS = 1;
const HOST = '127.0.0.1';
const PATH = '/v1/chat/completions';
const GOOD = Buffer.from('HTTP/1.1 200 ');
/** What is asked is shorter. */
const BODY_BYTES = 256;

export interface WarmUpOptions {
  readonly uws: UWebSocketsModule;
  readonly config: Config;
  /** Of the thread: it is looked at, and not counted into. */
  readonly state: Pick<SharedState, 'active'>;
  readonly workPool: WorkPool;
  /** Told what is thrown: it would be with the requests of others as well. */
  readonly defects: Defects;
  /** Told how many were answered as they should, at the end. */
  readonly onEnd?: ((answered: number) => void) | undefined;
}

export class WarmUp {
  #timer: NodeJS.Timeout | null = null;
  #looks = 0;
  readonly #sockets = new Set<Socket>();
  #app: TemplatedApp | null = null;
  #asked = 0;
  #answered = 0;

  /** Begins by and by, unless WARM_UP says not to. */
  constructor(private readonly options: WarmUpOptions) {
    if (options.config.warmsUp) this.#lookSoon();
  }

  /** Ends it, if it has not ended; as often as one likes. */
  stop(): void {
    const wasOn = this.#timer !== null;
    this.#close();
    if (wasOn) this.options.onEnd?.(this.#answered);
  }

  #lookSoon(): void {
    this.#close();
    this.#timer = setTimeout(() => this.#look(), QUIET_MS);
  }

  #look(): void {
    this.#looks++;
    if (this.#looks > LOOKS_MAX) this.stop();
    else if (this.options.state.active > 0) this.#lookSoon();
    else this.#begin();
  }

  #begin(): void {
    const { uws } = this.options;
    this.#timer = setTimeout(() => this.stop(), OPEN_MS_MAX);
    const app = uws.App();
    this.#app = app;
    this.#serve(app);
    app.listen(HOST, 0, (socket: us_listen_socket | false) => {
      // A machine without that address stays as it is.
      if (socket === false) this.stop();
      else this.#connect(uws.us_socket_local_port(socket as never));
    });
  }

  #close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
    this.#app?.close();
    this.#app = null;
  }

  #serve(app: TemplatedApp): void {
    const { workPool, defects } = this.options;
    const config = configOf(this.options.config);
    const state = SharedState.create(CONNECTIONS);
    state.bufferedBytesMax = config.bufferedBytesMax;
    const serving = createServing({
      config,
      state,
      workPool,
      defects: new Defects({
        state,
        onDefect: (error, where) => defects.report(error, where),
        now: () => performance.now(),
      }),
    });
    registerRoutes(app, { ...serving, router: { route: (_, transport) => transport.close() } });
  }

  #connect(port: number): void {
    for (let n = 0; n < CONNECTIONS; n++) {
      const socket = connect(port, HOST, () => this.#ask(socket));
      this.#sockets.add(socket);
      // Short answers come in one piece.
      socket.on('data', (piece) => {
        if (piece.subarray(0, GOOD.length).equals(GOOD)) this.#answered++;
        this.#ask(socket);
      });
      socket.on('error', () => this.stop());
    }
  }

  #ask(socket: Socket): void {
    if (this.options.state.active > 0) {
      // Somebody is to be served; what is left is asked when nobody is.
      this.#lookSoon();
    } else if (this.#asked === REQUESTS) {
      socket.destroy();
      this.#sockets.delete(socket);
      if (this.#sockets.size === 0) this.stop();
    } else {
      this.#asked++;
      socket.write(requestOf(this.#asked));
    }
  }
}

/** What is in force, but for what would let nobody in, write down who came, or have others work. */
function configOf(config: Config): Config {
  const { responseDelay } = config.latency;
  const isAtOnce = responseDelay !== null && constantOf(responseDelay) === 0;
  const delayMs = isAtOnce ? 0 : DELAY_MS;
  return {
    ...config,
    slotsMax: CONNECTIONS,
    socketThreads: 1,
    bodyBytesMax: Math.max(config.bodyBytesMax, BODY_BYTES),
    apiKey: null,
    adminKey: null,
    rateLimits: null,
    modelsFile: null,
    strictModels: false,
    chosenModels: [],
    allowedHosts: null,
    dashboard: false,
    usage: 'estimate',
    latency: createProfile((row) =>
      row.field === 'responseDelay' ? { kind: 'constant', value: delayMs } : null,
    ),
  };
}

/** Every other one is new, for bodies that come again are known. */
function requestOf(n: number): string {
  const content = n % 2 === 0 ? 'Hello' : `Hello ${n}`;
  const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content }] });
  return (
    `POST ${PATH} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${body.length}\r\n\r\n${body}`
  );
}
