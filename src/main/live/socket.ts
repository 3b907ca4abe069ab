/**
 * The WebSocket of the live page, on the uWebSockets.js listener: who may look, how many, and what they are sent. Main thread.
 *
 * Whoever looks only listens. A viewer that sends anything is closed, and so is one that does not read: it answers no ping,
 * which comes behind the rows. Viewers are bounded in number and each in what it may leave unread, so that nothing they do
 * costs a slot or more than a few megabytes.
 */
import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js';
import { ENDPOINTS } from '../../shared/labels.js';
import { LIVE_COLUMNS, LIVE_MODELS_QUERY, LIVE_PATH, LIVE_ROWS_MAX } from '../../shared/live-protocol.js';
import type { SharedState } from '../../shared/state.js';
import type { ConnectionLimit } from '../admission/connection-limit.js';
import { type AllowedHosts, misdirected } from '../transport/browsers/allowed-hosts.js';
import { HOST, hostOfOrigin, isOwnOrigin, ORIGIN } from '../transport/browsers/page-origin.js';
import { NO_SNIFF } from '../transport/reply-heads.js';
import { statusLine } from '../transport/status-line.js';
import type { HeaderName, RequestHead } from '../transport/transport.js';

/** More than look at one load test; each costs a write a second. */
export const VIEWERS_MAX = 64;
/** Whatever comes behind a history while it is read: some rows, what is told of the models, and a list of failures. */
const UNREAD_BEHIND_HISTORY_BYTES_MAX = 131_072;
/** A viewer that has left so much unread is closed: a history fits, and some messages behind it. */
const UNREAD_BYTES_MAX =
  LIVE_ROWS_MAX * LIVE_COLUMNS.length * Float64Array.BYTES_PER_ELEMENT + UNREAD_BEHIND_HISTORY_BYTES_MAX;
/** The page sends nothing; a frame that announces more than this ends its connection before it is read. */
const MESSAGE_BYTES_MAX = 64;
/** From one ping to the next. Who has not answered the last one by then is closed. */
const ROWS_PER_PING = 30;
const ENDPOINT = ENDPOINTS.indexOf('/');
const TOPIC = 'rows';
const MODELS_TOPIC = 'models';

/** Status codes of the WebSocket protocol (RFC 6455, section 7.4.1). */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;

export interface LiveSocketOptions {
  readonly state: SharedState;
  /** Viewers of all threads that serve. */
  readonly viewersOfAll: () => number;
  /** The names under which it may be looked at; null for all. */
  readonly hosts: AllowedHosts | null;
  /** Counts a viewer's connection until it ends. */
  readonly connections: Pick<ConnectionLimit, 'close'>;
  /** What a viewer is told first. */
  readonly hello: () => string;
  /** The rows so far. */
  readonly history: () => Uint8Array;
  /** What it is told besides. */
  readonly news: () => readonly string[];
  /** What is told of the rows of the models file. */
  readonly models: () => string;
  /** Where several threads serve: has what `news` and `models` would give told as soon as it is known; else left out. */
  readonly later?: (wantsModels: boolean, tell: (texts: readonly string[]) => void) => void;
}

interface ViewerData {
  /** Whether it has answered the last ping. */
  hasAnswered: boolean;
  readonly wantsModels: boolean;
}

type Viewer = WebSocket<ViewerData>;

export class LiveSocket {
  readonly #viewers = new Set<Viewer>();
  #app: TemplatedApp | null = null;
  #rowsSincePing = 0;
  #modelViewers = 0;

  constructor(private readonly options: LiveSocketOptions) {}

  /** Mounts the WebSocket on the app. */
  register(app: TemplatedApp): void {
    this.#app = app;
    app.ws<ViewerData>(LIVE_PATH, {
      maxPayloadLength: MESSAGE_BYTES_MAX,
      maxBackpressure: UNREAD_BYTES_MAX,
      // The types say number, the code takes a boolean.
      closeOnBackpressureLimit: true as unknown as number,
      // Its own pings come only where nothing else is written.
      idleTimeout: 0,
      sendPingsAutomatically: false,
      upgrade: (response, request, context) => this.#upgrade(response, request, context),
      open: (viewer) => this.#open(viewer),
      message: (viewer) => viewer.end(POLICY_VIOLATION, 'this connection only listens'),
      pong: (viewer) => {
        viewer.getUserData().hasAnswered = true;
      },
      close: (viewer) => this.#forget(viewer),
    });
  }

  get hasViewers(): boolean {
    return this.#viewers.size > 0;
  }

  /** Whether one of them wants to know of the rows of the models file. */
  get hasModelViewers(): boolean {
    return this.#modelViewers > 0;
  }

  /** Sends the same text to every viewer that wants to know of the rows of the models file. */
  publishModels(text: string): void {
    this.#app?.publish(MODELS_TOPIC, text);
  }

  /** Sends the same bytes to every viewer. */
  publish(row: Uint8Array): void {
    this.#app?.publish(TOPIC, row, true);
    this.#rowsSincePing++;
    if (this.#rowsSincePing >= ROWS_PER_PING) this.#ping();
  }

  /** Says something to every viewer that is no row. */
  publishText(text: string): void {
    this.#app?.publish(TOPIC, text);
  }

  #ping(): void {
    this.#rowsSincePing = 0;
    for (const viewer of this.#viewers) {
      const data = viewer.getUserData();
      if (!data.hasAnswered) {
        viewer.close();
        continue;
      }
      data.hasAnswered = false;
      viewer.ping();
    }
  }

  /** Takes leave of every viewer. */
  close(): void {
    for (const viewer of this.#viewers) viewer.end(GOING_AWAY, 'the server is stopping');
  }

  #upgrade(response: HttpResponse, request: HttpRequest, context: us_socket_context_t): void {
    const { hosts } = this.options;
    const head = { header: (name: HeaderName) => request.getHeader(name.bytes) };
    const host = head.header(HOST);
    if (hosts !== null && !hosts.allows(host)) {
      const { kind, message } = misdirected(host);
      this.#refuse(response, kind.status, message);
    } else if (!isOfOwnPage(head, hosts)) {
      this.#refuse(response, 403, 'A page of another origin may not read this server.');
    } else if (this.options.viewersOfAll() >= VIEWERS_MAX) {
      this.#refuse(response, 503, `${VIEWERS_MAX} viewers are looking already.`);
    } else {
      response.upgrade(
        { hasAnswered: true, wantsModels: request.getQuery(LIVE_MODELS_QUERY) === '1' },
        request.getHeader('sec-websocket-key'),
        request.getHeader('sec-websocket-protocol'),
        request.getHeader('sec-websocket-extensions'),
        context,
      );
    }
  }

  #refuse(response: HttpResponse, status: number, message: string): void {
    this.options.state.countReply(ENDPOINT, status);
    refuse(response, statusLine(status), message);
  }

  #open(viewer: Viewer): void {
    this.#viewers.add(viewer);
    this.options.state.viewers++;
    viewer.subscribe(TOPIC);
    viewer.send(this.options.hello());
    viewer.send(this.options.history(), true);
    const { wantsModels } = viewer.getUserData();
    const { later, news, models } = this.options;
    if (wantsModels) {
      this.#modelViewers++;
      viewer.subscribe(MODELS_TOPIC);
    }
    const tell = (texts: readonly string[]): void => {
      // It may have left meanwhile.
      if (this.#viewers.has(viewer)) for (const text of texts) viewer.send(text);
    };
    if (later === undefined) tell([...news(), ...(wantsModels ? [models()] : [])]);
    else later(wantsModels, tell);
  }

  /** uWebSockets.js tells of the end of a connection to its filters only while it speaks HTTP. */
  #forget(viewer: Viewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.options.state.viewers--;
    if (viewer.getUserData().wantsModels) this.#modelViewers--;
    this.options.connections.close();
  }
}

/**
 * WebSockets know no same-origin policy: a browser lets any page open one, and only says which page it was. Scripts send
 * no origin. Behind a proxy the page has another name than the server: both have to be allowed.
 */
function isOfOwnPage(head: Pick<RequestHead, 'header'>, hosts: AllowedHosts | null): boolean {
  const origin = head.header(ORIGIN);
  if (origin === '') return true;
  return isOwnOrigin(origin, head) && (hosts === null || hosts.allows(hostOfOrigin(origin) ?? ''));
}

/** In the next turn: a connection must not end while its bytes are parsed (uws-transport.ts tells why). */
function refuse(response: HttpResponse, status: string, message: string): void {
  let isOver = false;
  response.onAborted(() => {
    isOver = true;
  });
  const answer = (): void => {
    response
      .writeStatus(status)
      .writeHeader('content-type', 'application/json')
      .writeHeader(...NO_SNIFF)
      .end(JSON.stringify({ error: { message } }), true);
  };
  setImmediate(() => {
    if (!isOver) response.cork(answer);
  });
}
