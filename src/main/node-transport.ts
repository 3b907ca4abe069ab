/**
 * The transport over a node:http response, for HTTP/1.0 clients. Main thread.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Status } from '../labels.js';
import { type ReplyHead, STATUS_LINES, type Transport, type TransportOwner } from './transport.js';

const NO_BYTES = Buffer.alloc(0);
/** More than this may have to wait until the client reads. */
const LARGE_BYTES = 65_536;

export class NodeTransport implements Transport {
  #owner: TransportOwner | null = null;
  /** An abort is told once, and never after the reply. */
  #answered = false;
  /** Whether a reply was begun that the client may not be reading. */
  #isSending = false;

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
  ) {}

  attach(owner: TransportOwner): void {
    this.#owner = owner;
    this.request.on('data', (piece: Buffer) => this.#owner?.onBody(piece, false));
    this.request.on('end', () => this.#owner?.onBody(NO_BYTES, true));
    this.response.on('close', () => {
      const aborted = this.#owner;
      this.#owner = null;
      if (!this.#answered) aborted?.onAbort();
    });
  }

  send(status: Status, head: ReplyHead, requestId: string, body: string | Buffer, close: boolean): boolean {
    this.#setHead(status, head, requestId, close);
    this.response.setHeader('content-length', Buffer.byteLength(body));
    // Node may keep what it is given until the kernel takes it.
    return this.#end(typeof body === 'string' ? body : Buffer.from(body));
  }

  /** Node closes a connection as soon as its reply has ended; so the end is kept back until `close`. */
  sendWhileReceiving(status: Status, head: ReplyHead, requestId: string, body: string): void {
    this.#setHead(status, head, requestId, true);
    this.response.setHeader('content-length', Buffer.byteLength(body));
    this.response.write(body);
  }

  startStream(head: ReplyHead, requestId: string, piece: string, close: boolean): boolean {
    const { response } = this;
    this.#setHead(200, head, requestId, close);
    this.#isSending = true;
    response.on('drain', () => this.#owner?.onDrain(false));
    return response.write(piece);
  }

  write(piece: string): boolean {
    return this.response.write(piece);
  }

  endStream(piece: string): boolean {
    return this.#end(piece);
  }

  /** Node has no such limit. */
  holdOpen(): void {}

  /** Node tells when the kernel has taken all of a reply; a small one goes at once. */
  #end(text: string | Buffer): boolean {
    const owner = this.#owner;
    if (owner === null || (text.length <= LARGE_BYTES && !this.response.writableNeedDrain)) {
      this.#answered = true;
      this.#owner = null;
      this.response.end(text);
      return true;
    }
    this.#isSending = true;
    this.response.end(text, () => {
      this.#answered = true;
      this.#owner = null;
      owner.onDrain(true);
    });
    return false;
  }

  close(): void {
    this.#answered = true;
    this.#owner = null;
    this.response.end();
    // What a client has not read in all its time, it will not read now.
    if (this.#isSending) this.request.socket.destroy();
    else this.request.socket.destroySoon();
  }

  #setHead(status: Status, head: ReplyHead, requestId: string, close: boolean): void {
    const { response } = this;
    response.statusCode = status;
    response.statusMessage = STATUS_LINES[status].slice(4);
    for (const [name, value] of head.headers) response.setHeader(name, value);
    response.setHeader(head.requestIdHeader, requestId);
    if (close) response.setHeader('connection', 'close');
  }
}
