/**
 * Owns the WebSocket to /live: opening it, opening it again, and noticing that it has gone silent. Browser.
 * Must never give up, and never ask more often than twice a second, however many pages look at a server that is down.
 */
import type { LiveFailures } from '../../shared/answers/live-failures.js';
import { LIVE_MODELS_QUERY, LIVE_PATH, type LiveHello } from '../../shared/live-protocol.js';
import { parseFailures } from './failures-decoder.js';
import { type ModelRow, parseModels } from './model-decoder.js';
import { retryDelayMs } from './retry-delay.js';
import { decodeRows, parseHello, type Row } from './row-decoder.js';

/** How often it is looked at whether the connection still speaks. */
const WATCH_MS = 500;
/** A connection that says nothing for so long is as good as closed: a sleeping laptop's is not told of its end. */
const SILENCE_MOST_MS = 10_000;

export interface LiveListener {
  hello(hello: LiveHello): void;
  /** What the server has refused, all of it that is known. */
  failures(list: LiveFailures): void;
  /** Rows of the server that said hello last. */
  rows(rows: readonly Row[]): void;
  /** What it says of the rows of the models file, once a second. */
  models(rows: readonly ModelRow[]): void;
  /** The connection ended, or could not be made. */
  lost(): void;
}

/** Where /live is, seen from the page: below the same prefix, if a proxy has put us below one. */
export function liveUrl(baseUri: string): string {
  const url = new URL(LIVE_PATH.slice(1), baseUri);
  url.search = `?${LIVE_MODELS_QUERY}=1`;
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

export class LiveConnection {
  #socket: WebSocket | null = null;
  #hello: LiveHello | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #heardAtMs = 0;

  constructor(
    private readonly url: string,
    private readonly listener: LiveListener,
  ) {}

  /** Connects, and from then on stays connected as far as it can. */
  start(): void {
    this.#open();
    const wake = (): void => {
      if (document.visibilityState === 'visible') this.#wake();
    };
    window.addEventListener('online', wake);
    window.addEventListener('pageshow', wake);
    document.addEventListener('visibilitychange', wake);
    setInterval(() => {
      if (this.#socket !== null && performance.now() - this.#heardAtMs > SILENCE_MOST_MS) this.#socketLost();
    }, WATCH_MS);
  }

  /** There is a reason to believe that it works now: does not wait for the next attempt. */
  #wake(): void {
    if (this.#socket !== null) return;
    this.#failures = 0;
    this.#open();
  }

  #open(): void {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#hello = null;
    this.#heardAtMs = performance.now();
    socket.onmessage = ({ data }) => this.#message(data);
    // A failure is always followed by the end, and says nothing of its reason.
    socket.onclose = () => this.#socketLost();
  }

  #message(data: unknown): void {
    this.#heardAtMs = performance.now();
    if (typeof data === 'string') {
      this.#text(data);
    } else if (data instanceof ArrayBuffer && this.#hello !== null) {
      this.#failures = 0;
      this.listener.rows(decodeRows(data, this.#hello.columns));
    }
  }

  /** A hello, which comes again when settings have changed, or a list; what is neither is of a server newer than this page. */
  #text(data: string): void {
    const failures = parseFailures(data);
    const models = this.#hello === null ? null : parseModels(data, this.#hello.modelColumns);
    if (failures !== null) this.listener.failures(failures);
    if (models !== null) this.listener.models(models);
    if (failures !== null || models !== null) return;
    const hello = parseHello(data);
    if (hello !== null) {
      this.#hello = hello;
      this.listener.hello(hello);
    } else if (this.#hello === null) {
      this.#socketLost();
    }
  }

  #socketLost(): void {
    const socket = this.#socket;
    if (socket === null) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
    this.#socket = null;
    this.#failures++;
    this.#retry = setTimeout(() => this.#open(), retryDelayMs(this.#failures, Math.random()));
    this.listener.lost();
  }
}
