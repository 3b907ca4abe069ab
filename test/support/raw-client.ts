// Owns: a client that writes the bytes it is told to and reads replies as they lie on the wire.
// Must never: retry, pool, or repair anything; what a real client library would hide is what is tested with it.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after } from 'node:test';

/** For what does not come at all; on a machine that has much else to do all takes its time. */
const DEADLINE_MS = 30_000;

export interface RawReply {
  /** Of the status line, such as `HTTP/1.1`. */
  readonly protocol: string;
  readonly status: number;
  /** By name in lower case; a header that is sent twice is joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  /** When its last byte was read, on the clock of performance.now(). */
  readonly atMs: number;
}

/** Every client that a test opened is closed when its file ends: an open one would keep the process alive. */
const open = new Set<RawClient>();
after(() => {
  for (const client of open) client.leave();
});

export class RawClient {
  /** What has arrived and was not read as a reply yet. */
  #pending = '';
  #ended = false;
  #wake: () => void = () => {};
  /** Resolves when the connection is gone, whoever ended it and however; rejects when it only lies there. */
  readonly closed: Promise<void>;

  constructor(readonly socket: Socket) {
    open.add(this);
    socket.setNoDelay(true).setEncoding('utf8');
    socket.on('data', (text: string) => {
      this.#pending += text;
      this.#wake();
    });
    // A reset is one of the ways in which a connection ends; 'close' follows.
    socket.on('error', () => {});
    this.closed = new Promise((resolve, reject) => {
      socket.setTimeout(DEADLINE_MS, () => {
        reject(new Error(`nothing came, not even the end, for ${DEADLINE_MS} ms`));
        socket.destroy();
      });
      socket.on('close', () => {
        open.delete(this);
        this.#ended = true;
        this.#wake();
        resolve();
      });
    });
    // Most clients are not waited for.
    this.closed.catch(() => {});
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** What has arrived and is not part of a reply that was read. */
  get unread(): string {
    return this.#pending;
  }

  write(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Ends the sending side only. */
  halfClose(): void {
    this.socket.end();
  }

  /** Leaves by a reset, which leaves no port in TIME_WAIT behind. */
  leave(): void {
    // Node takes a handle that is being shut down for closed when a reset of it fails, and then never ends the process
    // (its own clean-up waits for the handle, seen in 20.20).
    if (this.socket.writableEnded) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }

  /** The next reply. `headOnly` is a reply to HEAD: it has no body, whatever length it names. */
  async reply(headOnly = false): Promise<RawReply> {
    const deadline = setTimeout(() => this.socket.destroy(), DEADLINE_MS);
    try {
      for (;;) {
        const reply = this.#take(headOnly);
        if (reply !== null) return reply;
        if (this.#ended) throw new Error(`the connection ended, with this unread: ${this.#pending}`);
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  #take(headOnly: boolean): RawReply | null {
    const headEnd = this.#pending.indexOf('\r\n\r\n');
    if (headEnd === -1) return null;
    const [statusLine = '', ...lines] = this.#pending.slice(0, headEnd).split('\r\n');
    const [protocol = '', status = ''] = statusLine.split(' ');
    const headers = new Map<string, string>();
    for (const line of lines) {
      const name = line.slice(0, line.indexOf(':')).toLowerCase();
      const value = line.slice(line.indexOf(':') + 1).trim();
      headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
    }
    const rest = Buffer.from(this.#pending.slice(headEnd + 4));
    const named = headers.get('content-length');
    const withoutBody = headOnly || status.startsWith('1');
    if (!withoutBody && named === undefined && !this.#ended) return null;
    const length = withoutBody ? 0 : named === undefined ? rest.length : Number(named);
    if (rest.length < length) return null;
    this.#pending = rest.subarray(length).toString();
    const body = rest.subarray(0, length).toString();
    return { protocol, status: Number(status), headers, body, atMs: performance.now() };
  }
}
