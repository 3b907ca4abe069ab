/**
 * The transport over a node:http response, for HTTP/1.0 clients. Main thread.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BytesBody, type ReplyBody, WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { Pipelined } from './pipelines.js';
import type { LargeSender, SharedTurns } from './shared-turns.js';
import { statusPhrase } from './status-line.js';
import {
  type Headers,
  hasNoBody,
  NOBODY,
  type ReplyHead,
  type ReplyPart,
  type Transport,
  type TransportOwner,
} from './transport.js';

const NO_BYTES = Buffer.alloc(0);
/** Node keeps what the kernel did not take, and says so when it is as much as this. */
const SLICE_BYTES_MAX = 16_384;
const SLICES_PER_TURN_MAX = 16;

export class NodeTransport implements Transport, Pipelined, LargeSender {
  /** That a HEAD gets no body Node knows by itself. */
  #owner: TransportOwner | null = null;
  /** An abort is told once, and never after the reply. */
  #answered = false;
  /** Whether a reply was begun that the client may not be reading. */
  #isSending = false;
  /** A large reply, while it is sent, and how much of it Node has. */
  #body: ReplyBody | null = null;
  #offset = 0;
  /** A large reply of which only a part is to be sent for now. */
  #held: ReplyBody | null = null;
  /** Whether it waits for its turn to write. */
  #waitsForTurn = false;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    /** A large reply of which nothing is read for so long is given up; 0 leaves that to the owner. */
    private readonly unreadMs: number,
    private readonly turns: SharedTurns,
  ) {}

  attach(owner: TransportOwner): void {
    const isFirst = this.#owner === null;
    this.#owner = owner;
    if (!isFirst) return;
    this.request.on('data', (piece: Buffer) => this.#tell((to) => to.onBody(piece, false)));
    this.request.on('end', () => this.#tell((to) => to.onBody(NO_BYTES, true)));
    this.response.on('drain', () =>
      this.#tell((to) => to.onDrain(this.#body !== null && this.#sendSlices())),
    );
    this.response.on('close', () => this.onConnectionClosed());
  }

  onConnectionClosed(): void {
    this.#body = null;
    if (!this.#answered) this.#tell((to) => to.onAbort());
    this.#answered = true;
    this.#owner = null;
  }

  /** Tells the owner, if there is still one. What it throws ends its request and nothing else. */
  #tell(what: (owner: TransportOwner) => void): void {
    const owner = this.#owner;
    if (owner === null) return;
    try {
      what(owner);
    } catch (error) {
      owner.onFault(error);
    }
  }

  send(
    status: number,
    head: ReplyHead,
    id: RequestId,
    body: string | Buffer | ReplyBody,
    close: boolean,
    extra?: Headers,
  ): boolean {
    // Bytes that are lent are copied: Node may keep what it is given until the kernel takes it.
    const whole = typeof body === 'string' || Buffer.isBuffer(body) ? Buffer.from(body as string) : null;
    this.#setHead(status, head, id, close, extra);
    if (!hasNoBody(status)) {
      this.response.setHeader('content-length', whole?.length ?? body.length);
    }
    if (whole !== null && whole.length <= WHOLE_BYTES_MAX) return this.#end(whole);
    if (this.#owner === null) this.attach(NOBODY);
    // Node ends the connection then, and sets another limit when the reply has ended.
    if (this.unreadMs > 0) this.request.socket.setTimeout(this.unreadMs);
    this.#body = whole === null ? (body as ReplyBody) : new BytesBody(whole);
    this.#isSending = true;
    return this.#sendSlices();
  }

  goOn(): void {
    this.#waitsForTurn = false;
    if (this.#body !== null) this.#tell((to) => to.onDrain(this.#writeSlices()));
  }

  /** Goes on when its turn has come; gives back whether that was all. */
  #sendSlices(): boolean {
    if (this.#waitsForTurn) return false;
    this.#waitsForTurn = !this.turns.ask(this);
    return this.#waitsForTurn ? false : this.#writeSlices();
  }

  /** Hands over slices until Node would keep them, or this turn has had its share; gives back whether that was all. */
  #writeSlices(): boolean {
    const { response } = this;
    const body = this.#body as ReplyBody;
    for (let left = SLICES_PER_TURN_MAX; left > 0 && this.#offset < body.length; left--) {
      const slice = Buffer.from(body.slice(this.#offset, SLICE_BYTES_MAX));
      this.#offset += slice.length;
      if (!response.write(slice)) return false;
    }
    if (this.#offset < body.length) {
      this.#waitsForTurn = true;
      this.turns.wait(this);
      return false;
    }
    this.#body = null;
    return this.#end(NO_BYTES);
  }

  sendPart(status: number, head: ReplyHead, id: RequestId, { body, length, extra }: ReplyPart): void {
    this.#setHead(status, head, id, false, extra);
    this.response.setHeader('content-length', body.length);
    this.#isSending = true;
    const part = Buffer.from(body.slice(0, Math.max(1, length)));
    this.#offset = part.length;
    this.#held = body;
    this.response.write(part);
  }

  sendRest(): boolean {
    this.#body = this.#held;
    this.#held = null;
    return this.#sendSlices();
  }

  /** Node closes a connection as soon as its reply has ended; so the end is kept back until `close`. */
  sendWhileReceiving(status: number, head: ReplyHead, id: RequestId, body: string, extra?: Headers): void {
    this.#setHead(status, head, id, true, extra);
    this.response.setHeader('content-length', Buffer.byteLength(body));
    this.response.write(body);
  }

  startStream(...[head, id, piece, close, extra]: Parameters<Transport['startStream']>): boolean {
    this.#setHead(200, head, id, close, extra);
    this.#isSending = true;
    return this.write(piece);
  }

  write(piece: string | Buffer): boolean {
    // Node may keep what it is given, which is lent.
    return this.response.write(typeof piece === 'string' ? piece : Buffer.from(piece));
  }

  endStream(piece: string | Buffer): boolean {
    if (piece.length > 0 && !this.write(piece)) return false;
    return this.#end(NO_BYTES);
  }

  /** Node has no such limit. */
  holdOpen(): void {}

  #end(bytes: Buffer): boolean {
    this.#answered = true;
    this.#owner = null;
    this.response.end(bytes);
    return true;
  }

  close(): void {
    this.#answered = true;
    this.#owner = null;
    this.response.end();
    // What a client has not read in all its time, it will not read now.
    if (this.#isSending) this.request.socket.destroy();
    else this.request.socket.destroySoon();
  }

  sever(byReset: boolean): void {
    if (this.#answered) return;
    this.#answered = true;
    this.#owner = null;
    const { socket } = this.request;
    if (byReset) socket.resetAndDestroy();
    else socket.destroySoon();
  }

  #setHead(status: number, head: ReplyHead, id: RequestId, close: boolean, extra: Headers = []): void {
    const { response } = this;
    response.statusCode = status;
    response.statusMessage = statusPhrase(status);
    for (const [name, value] of head.headers) response.setHeader(name, value);
    for (const [name, value] of extra) response.setHeader(name, value);
    response.setHeader(head.requestIdHeader, head.requestId(id));
    if (head.otherIdHeader !== undefined) response.setHeader(head.otherIdHeader, head.requestId(id));
    if (close) response.setHeader('connection', 'close');
  }
}
