/**
 * The live page's WebSocket in a thread that is not the main one: shows what the main thread tells it once a second. Viewers come to
 * whichever thread the kernel gives them, and are counted in all threads together.
 */
import { LIVE_COLUMNS, LIVE_ROWS_MAX } from '../../shared/live-protocol.js';
import type { SharedState } from '../../shared/state.js';
import type { ConnectionLimit } from '../admission/connection-limit.js';
import { LiveHistory } from '../live/history.js';
import { LiveSocket } from '../live/socket.js';
import type { ToThread } from './messages.js';

type LiveNews = Extract<ToThread, { kind: 'live' }>;

export interface LiveMirror {
  readonly socket: LiveSocket;
  /** Settings have changed. */
  hello(text: string): void;
  tick(news: LiveNews): void;
}

export function createLiveMirror(
  state: SharedState,
  viewersOfAll: () => number,
  connections: Pick<ConnectionLimit, 'close'>,
  past: Uint8Array,
): LiveMirror {
  const history = new LiveHistory(LIVE_COLUMNS.length, LIVE_ROWS_MAX);
  history.load(past);
  let hello = '';
  /** What was told last, for who comes in between. */
  let failures: string | null = null;
  let models = '{"models":[]}';
  const socket = new LiveSocket({
    state,
    connections,
    viewersOfAll,
    hello: () => hello,
    history: () => history.bytes(),
    news: () => (failures === null ? [] : [failures]),
    models: () => models,
  });
  return {
    socket,
    hello(text) {
      hello = text;
      if (socket.hasViewers) socket.publishText(text);
    },
    tick(news) {
      const row = history.push((cells) => cells.set(rowOf(news.row)));
      failures = news.texts.at(-1) ?? failures;
      models = news.models ?? models;
      if (socket.hasViewers) {
        for (const text of news.texts) socket.publishText(text);
        socket.publish(row);
      }
      if (socket.hasModelViewers && news.models !== null) socket.publishModels(news.models);
    },
  };
}

function rowOf(bytes: Uint8Array): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Float64Array.BYTES_PER_ELEMENT);
}
