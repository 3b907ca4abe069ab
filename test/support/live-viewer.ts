// Owns: a viewer of /live, as the page is one: what it was told, row by row. Runs on: the test process.
// Must never: outlive the test.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { type Dispatcher, WebSocket } from 'undici';
import type { LiveFailures } from '../../dist/shared/answers/live-failures.js';
import type { LiveColumn, LiveHello, LiveModels } from '../../dist/shared/live-protocol.js';
import { until } from './until.js';

export type LiveRow = Readonly<Record<LiveColumn, number>>;

export interface LiveViewer {
  readonly socket: WebSocket;
  readonly hello: LiveHello;
  /** What it was told again, when settings had changed. */
  readonly hellos: readonly LiveHello[];
  /** Each list of what was refused that it was told. */
  readonly refusals: readonly LiveFailures[];
  /** The rows that were there when it came. */
  readonly history: readonly LiveRow[];
  /** The rows that came since, and the bytes of each. */
  readonly rows: readonly LiveRow[];
  readonly messages: readonly Buffer[];
  /** What was told of the rows of the models file, where that was asked for. */
  readonly models: readonly LiveModels[];
  /** Resolves when the connection has ended. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** Resolves with the first row from here on that fits. */
  row(fits: (row: LiveRow) => boolean, what: string): Promise<LiveRow>;
}

/** The head of a request for the WebSocket, with these lines in it. Whole, but for a Host. */
export function liveUpgrade(...lines: readonly string[]): string {
  const common = [
    'GET /live HTTP/1.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
  ];
  return [...common, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', ...lines, '', ''].join('\r\n');
}

/** Resolves once the history has come; rejects when the server does not let it look. `url` is that of the server. */
export async function openLive(
  url: string,
  options: { readonly dispatcher?: Dispatcher; readonly origin?: string; readonly query?: string } = {},
): Promise<LiveViewer> {
  const { dispatcher, origin, query = '' } = options;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/live${query}`, {
    ...(dispatcher === undefined ? {} : { dispatcher }),
    ...(origin === undefined ? {} : { headers: { origin } }),
  });
  socket.binaryType = 'arraybuffer';
  after(() => socket.close());
  let hello: LiveHello | undefined;
  const hellos: LiveHello[] = [];
  const refusals: LiveFailures[] = [];
  let history: readonly LiveRow[] | undefined;
  const rows: LiveRow[] = [];
  const messages: Buffer[] = [];
  const models: LiveModels[] = [];
  let end: { code: number; reason: string } | undefined;
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') {
      const said = JSON.parse(data) as LiveHello | LiveFailures | LiveModels;
      if ('failures' in said) refusals.push(said);
      else if ('models' in said) {
        assert.notEqual(query, '', 'it wants to know of models');
        models.push(said);
      } else if (hello === undefined) hello = said;
      else hellos.push(said);
      return;
    }
    assert.ok(hello !== undefined, 'rows before the hello');
    const read = decode(hello.columns, data as ArrayBuffer);
    if (history === undefined) {
      history = read;
      return;
    }
    assert.equal(read.length, 1, 'rows come one by one');
    rows.push(...read);
    messages.push(Buffer.from(data as ArrayBuffer));
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      end = { code, reason };
      resolve(end);
    });
  });
  await until(() => history !== undefined || end !== undefined, 'the history comes');
  if (hello === undefined || history === undefined) throw new Error(`not let in: ${JSON.stringify(end)}`);
  return {
    socket,
    hello,
    hellos,
    refusals,
    history,
    rows,
    messages,
    models,
    closed,
    async row(fits, what) {
      const from = rows.length;
      await until(() => rows.slice(from).some(fits), what);
      return rows.slice(from).find(fits) as LiveRow;
    },
  };
}

function decode(columns: readonly string[], data: ArrayBuffer): readonly LiveRow[] {
  const cells = new Float64Array(data);
  assert.equal(cells.length % columns.length, 0, 'whole rows');
  return Array.from({ length: cells.length / columns.length }, (_, row) => {
    const entries = columns.map((column, cell) => [column, cells[row * columns.length + cell]]);
    return Object.fromEntries(entries) as LiveRow;
  });
}
