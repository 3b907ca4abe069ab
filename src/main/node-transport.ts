/**
 * The transport over a node:http response, for HTTP/1.0 clients. Main thread.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Status } from '../labels.js';
import { type ReplyHead, STATUS_LINES, type Transport, type TransportOwner } from './transport.js';

const NO_BYTES = Buffer.alloc(0);

export class NodeTransport implements Transport {
  #owner: TransportOwner | null = null;
  /** An abort is told once, and never after the reply. */
  #answered = false;

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

  send(status: Status, head: ReplyHead, requestId: string, body: string, close: boolean): void {
    this.#answered = true;
    this.#owner = null;
    this.#setHead(status, head, requestId, close);
    this.response.setHeader('content-length', Buffer.byteLength(body));
    this.response.end(body);
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
    response.on('drain', () => this.#owner?.onDrain());
    return response.write(piece);
  }

  write(piece: string): boolean {
    return this.response.write(piece);
  }

  endStream(piece: string): void {
    this.#answered = true;
    this.#owner = null;
    this.response.end(piece);
  }

  close(): void {
    this.#answered = true;
    this.#owner = null;
    this.response.end();
    this.request.socket.destroySoon();
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
