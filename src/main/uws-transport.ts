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

/** Begins a reply that may not go out at once. uWebSockets.js takes no more of it than the kernel does. */
function writeLargeReply(): void {
  writeHead();
  if (corkedClose) corked.writeHeader('connection', 'close');
  corkedRoom = corked.tryEnd(corkedBody, corkedBody.length)[1];
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

function writeMoreOfLargeReply(): void {
  const body = corkedBody as Buffer;
  corkedRoom = corked.tryEnd(body.subarray(corked.getWriteOffset()), body.length)[1];
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

/** Ends the stream if all that was written before has gone out. */
function writeStreamEndIfRoom(): void {
  corkedRoom = corked.write(COMMENT);
  if (corkedRoom) corked.end();
}

/** Of the event-stream format: clients skip it. */
const COMMENT = ':\n\n';
/** A comment too long for the buffer in which a cork gathers: whether the kernel took it is known at once. */
const PADDING = `:${' '.repeat(16_384)}\n\n`;
/** Four are what the kernel holds unsent; the rest is for what the client's side may still take. */
const PADDINGS_MAX = 16;
/** The kernel takes so much of a reply at once, whatever the client reads (see listen-socket); more may have to wait. */
const LARGE_BYTES = 65_536;
/** As above for the last piece of a stream, of which other pieces may be on their way. */
const LARGE_PIECE_CHARACTERS = 16_384;

export class UwsTransport implements Transport {
  #response: HttpResponse | null = null;
  #owner: TransportOwner | null = null;
  #headOnly = false;
  /** A large reply, while it is sent. */
  #large: Buffer | null = null;

  /** Takes on the response of a request that has just arrived. */
  bind(response: HttpResponse, headOnly: boolean): this {
    this.#response = response;
    this.#owner = null;
    this.#headOnly = headOnly;
    return this;
  }

  attach(owner: TransportOwner): void {
    this.#owner = owner;
    const response = this.#response as HttpResponse;
    response.onAborted(this.#onEvent);
    response.onData(this.#onEvent);
  }

  send(status: Status, head: ReplyHead, requestId: string, body: string, close: boolean): boolean {
    const response = this.#cork(status, head, requestId, body);
    corkedBody = wireBody(body);
    corkedClose = close;
    corkedHeadOnly = this.#headOnly;
    if (corkedBody.length > LARGE_BYTES && this.#owner !== null && !corkedHeadOnly) {
      return this.#sendLarge(response);
    }
    this.#forget();
    response.cork(writeReply);
    return true;
  }

  #sendLarge(response: HttpResponse): boolean {
    this.#large = Buffer.from(corkedBody);
    corkedBody = this.#large;
    response.onWritable(() => {
      const done = this.#sendMore();
      (this.#owner as TransportOwner).onDrain(done);
      return true;
    });
    response.cork(writeLargeReply);
    if (corkedRoom) this.#forget();
    return corkedRoom;
  }

  /** Gives back whether that was all. */
  #sendMore(): boolean {
    corked = this.#response as HttpResponse;
    corkedBody = this.#large as Buffer;
    corked.cork(writeMoreOfLargeReply);
    if (corkedRoom) this.#forget();
    return corkedRoom;
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

  endStream(piece: string, isBehind: boolean): boolean {
    const response = this.#response as HttpResponse;
    if (piece !== '' && (isBehind || piece.length > LARGE_PIECE_CHARACTERS)) {
      this.write(piece);
      corked = response;
      response.cork(writeStreamEndIfRoom);
      if (corkedRoom) this.#forget();
      return corkedRoom;
    }
    corked = response;
    corkedBody = wireBody(piece);
    this.#forget();
    response.cork(writeStreamEnd);
    return true;
  }

  holdOpen(): void {
    if (this.#large === null) this.#failToWrite();
    else if (this.#sendMore()) (this.#owner as TransportOwner).onDrain(true);
  }

  /**
   * uWebSockets.js counts its ten seconds from the last write that the kernel did not take, and forgets them when the
   * client has read a good deal. So something is written until the kernel takes no more; it took some since the last time
   * at most, when it had not filled its buffer to the brim.
   */
  #failToWrite(): void {
    let hasRoom = this.write(COMMENT);
    for (let left = PADDINGS_MAX; hasRoom && left > 0; left--) hasRoom = this.write(PADDING);
  }

  close(): void {
    const response = this.#response as HttpResponse;
    this.#forget();
    response.close();
  }

  /** The response must not be touched from here on. */
  #forget(): void {
    this.#response = null;
    this.#large = null;
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
      this.#forget();
      owner.onAbort();
    } else if (typeof event === 'number') {
      owner.onDrain(false);
    } else {
      owner.onBody(Buffer.from(event), isLast as boolean);
    }
    return true;
  };
}
