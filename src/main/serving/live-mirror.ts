/**
 * The live page's WebSocket in a thread that is not the main one: shows what the main thread tells it once a second. Viewers come to
 * whichever thread the kernel gives them, and are counted in all threads together.
 */
import { LIVE_COLUMNS, LIVE_ROWS_MAX } from '../../shared/live-protocol.js';
import type { SharedState } from '../../shared/state.js';
import type { ConnectionLimit } from '../admission/connection-limit.js';
import { LiveHistory } from '../live/history.js';
import { LiveSocket } from '../live/socket.js';
import type { AllowedHosts } from '../transport/browsers/allowed-hosts.js';
import type { FromThread, ToThread } from './messages.js';

type LiveNews = Extract<ToThread, { kind: 'live' }>;

export interface LiveMirror {
  readonly socket: LiveSocket;
  /** Settings have changed. */
  hello(text: string): void;
  /** What is new, for a viewer who has come. */
  greet(viewer: number, texts: readonly string[]): void;
  tick(news: LiveNews): void;
}

export function createLiveMirror(
  state: SharedState,
  viewersOfAll: () => number,
  hosts: AllowedHosts | null,
  connections: Pick<ConnectionLimit, 'close'>,
  past: Uint8Array,
  tell: (message: FromThread) => void,
): LiveMirror {
  const history = new LiveHistory(LIVE_COLUMNS.length, LIVE_ROWS_MAX);
  history.load(past);
  let hello = '';
  /** Viewers who have come, until the main thread has said what is new. */
  const coming = new Map<number, (texts: readonly string[]) => void>();
  let viewers = 0;
  const socket = new LiveSocket({
    state,
    connections,
    viewersOfAll,
    hosts,
    hello: () => hello,
    history: () => history.bytes(),
    news: () => [],
    models: () => '',
    later(wantsModels, greet) {
      const viewer = viewers++;
      coming.set(viewer, greet);
      tell({ kind: 'viewer', viewer, wantsModels });
    },
  });
  return {
    socket,
    hello(text) {
      hello = text;
      if (socket.hasViewers) socket.publishText(text);
    },
    greet(viewer, texts) {
      coming.get(viewer)?.(texts);
      coming.delete(viewer);
    },
    tick(news) {
      const row = history.push((cells) => cells.set(rowOf(news.row)));
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
