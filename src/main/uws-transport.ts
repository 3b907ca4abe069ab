/**
 * The transport over a uWebSockets.js response. Main thread, hot path; reused from request to request.
 *
 * Rules of uWebSockets.js that this file keeps for everyone else: handlers are attached in the turn in which the request
 * arrived; a response is never touched after its end or abort; status before headers before body; everything that is
 * written outside a handler is corked, so that it leaves in one packet.
 */
import type { HttpResponse } from 'uWebSockets.js';
import type { Status } from '../labels.js';
import { type ReplyHead, STATUS_LINES, type Transport, type TransportOwner } from './transport.js';

/** What the cork callback writes. It runs synchronously, so one set for all saves a closure a reply. */
let corked: HttpResponse;
let corkedStatus: Status;
let corkedHead: ReplyHead;
let corkedRequestId: string;
let corkedBody: string | Buffer;
let corkedClose: boolean;
let corkedHeadOnly: boolean;
/** What the cork callback found: whether the kernel took everything. */
let corkedRoom: boolean;

/**
 * The builds for Node.js 22 and newer write a string as Latin-1 where V8 keeps it so (seen with Node.js 24: an é
 * arrived as one byte). Only ASCII is the same in UTF-8; the rest goes out as bytes.
 */
function wireBody(body: string): string | Buffer {
  return Buffer.byteLength(body) === body.length ? body : Buffer.from(body);
}

function writeHead(): void {
  if (corkedStatus !== 200) corked.writeStatus(STATUS_LINES[corkedStatus]);
  for (const [name, value] of corkedHead.headers) corked.writeHeader(name, value);
  corked.writeHeader(corkedHead.requestIdHeader, corkedRequestId);
}

function writeReply(): void {
  writeHead();
  if (corkedHeadOnly) writeEndOfHead();
  else corked.end(corkedBody, corkedClose);
}

/** Given a length, endWithoutBody waits for a body of that length (seen in both builds); so the length is a header. */
function writeEndOfHead(): void {
  corked.writeHeader('content-length', String(Buffer.byteLength(corkedBody)));
  if (corkedClose) corked.writeHeader('connection', 'close');
  corked.endWithoutBody();
}

/**
 * Writes a whole reply, its framing included, as if it were headers. To uWebSockets.js the reply is not begun, so the
 * response stays valid until `close`; by its own `end` the connection could not be closed later, for `end` gives the
 * response up. The line break that it adds behind a header counts as the last two bytes of the body: white space.
 */
function writeFramedReply(): void {
  writeHead();
  const length = Buffer.byteLength(corkedBody) + 2;
  corked.writeHeader('connection', `close\r\ncontent-length: ${length}\r\n\r\n${corkedBody}`);
}

function writeStreamStart(): void {
  writeHead();
  if (corkedClose) corked.writeHeader('connection', 'close');
  corkedRoom = corked.write(corkedBody);
}

function writePiece(): void {
  corkedRoom = corked.write(corkedBody);
}

function writeStreamEnd(): void {
  corked.end(corkedBody);
}

export class UwsTransport implements Transport {
  #response: HttpResponse | null = null;
  #owner: TransportOwner | null = null;
  #headOnly = false;

  /** Takes on the response of a request that has just arrived. */
  bind(response: HttpResponse, headOnly: boolean): this {
    this.#response = response;
    this.#headOnly = headOnly;
    return this;
  }

  attach(owner: TransportOwner): void {
    this.#owner = owner;
    const response = this.#response as HttpResponse;
    response.onAborted(this.#onEvent);
    response.onData(this.#onEvent);
  }

  send(status: Status, head: ReplyHead, requestId: string, body: string, close: boolean): void {
    const response = this.#cork(status, head, requestId, body);
    corkedClose = close;
    corkedHeadOnly = this.#headOnly;
    this.#response = null;
    response.cork(writeReply);
  }

  sendWhileReceiving(status: Status, head: ReplyHead, requestId: string, body: string): void {
    this.#cork(status, head, requestId, body).cork(writeFramedReply);
  }

  startStream(head: ReplyHead, requestId: string, piece: string, close: boolean): boolean {
    const response = this.#cork(200, head, requestId, piece);
    corkedBody = wireBody(piece);
    corkedClose = close;
    // Only streams need to know: what is left of another reply, uWebSockets.js sends by itself.
    response.onWritable(this.#onEvent as (offset: number) => boolean);
    response.cork(writeStreamStart);
    return corkedRoom;
  }

  write(piece: string): boolean {
    corked = this.#response as HttpResponse;
    corkedBody = wireBody(piece);
    corked.cork(writePiece);
    return corkedRoom;
  }

  endStream(piece: string): void {
    corked = this.#response as HttpResponse;
    corkedBody = wireBody(piece);
    this.#response = null;
    corked.cork(writeStreamEnd);
  }

  close(): void {
    const response = this.#response as HttpResponse;
    this.#response = null;
    response.close();
  }

  #cork(status: Status, head: ReplyHead, requestId: string, body: string): HttpResponse {
    corked = this.#response as HttpResponse;
    corkedStatus = status;
    corkedHead = head;
    corkedRequestId = requestId;
    corkedBody = body;
    return corked;
  }

  /**
   * One closure for all three events, for there are as many of it as requests are held: a piece of the body (whose memory
   * uWebSockets.js takes back after the call), room to write again (an offset), and, without arguments, the abort.
   */
  readonly #onEvent = (event?: ArrayBuffer | number, isLast?: boolean): boolean => {
    const owner = this.#owner as TransportOwner;
    if (event === undefined) {
      this.#response = null;
      owner.onAbort();
    } else if (typeof event === 'number') {
      owner.onDrain();
    } else {
      owner.onBody(Buffer.from(event), isLast as boolean);
    }
    return true;
  };
}
