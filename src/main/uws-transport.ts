/**
 * The transport over a uWebSockets.js response. Main thread, hot path; reused from request to request.
 *
 * Rules of uWebSockets.js that this file keeps for everyone else: handlers are attached in the turn in which the request
 * arrived; a response is never touched after its end or abort; a client that reads nothing is held open on purpose or not
 * at all.
 */
import type { HttpResponse } from 'uWebSockets.js';
import type { Status } from '../labels.js';
import { COMMENT, type ReplyHead, type Transport, type TransportOwner } from './transport.js';
import * as writes from './uws-writes.js';

/** The kernel takes so much of a reply at once, whatever the client reads (see listen-socket); more may have to wait. */
const LARGE_BYTES = 65_536;
/** As above for the last piece of a stream, of which other pieces may be on their way. */
const LARGE_PIECE_CHARACTERS = 4_096;
/** A comment, too, and nearly as long as a piece may be. */
const PADDING = `:${' '.repeat(14_000)}\n\n`;
/** Five are what the kernel holds unsent; the rest is for what the client's side may still take. */
const PADDINGS_MAX = 16;

export class UwsTransport implements Transport {
  #response: HttpResponse | null = null;
  #owner: TransportOwner | null = null;
  /** A large reply, while it is sent. */
  #large: Buffer | null = null;
  #headOnly = false;
  /** Whether the client asked for the connection to end with the reply. */
  #clientCloses = false;
  /** While a piece of the body is handed over. */
  #isReceiving = false;

  /** Takes on the response of a request that has just arrived. */
  bind(response: HttpResponse, headOnly: boolean, clientCloses: boolean): this {
    this.#response = response;
    this.#owner = null;
    this.#headOnly = headOnly;
    this.#clientCloses = clientCloses;
    return this;
  }

  attach(owner: TransportOwner): void {
    this.#owner = owner;
    const response = this.#response as HttpResponse;
    response.onAborted(this.#onEvent);
    response.onData(this.#onEvent);
  }

  send(status: Status, head: ReplyHead, requestId: string, body: string | Buffer, close: boolean): boolean {
    const response = this.#response as HttpResponse;
    const bytes = writes.wireBody(body);
    if (bytes.length > LARGE_BYTES && this.#owner !== null && !this.#headOnly) {
      this.#large = Buffer.from(bytes);
      writes.prepareReply(response, status, head, requestId, this.#large, close, this.#clientCloses);
      return this.#sendLarge(response);
    }
    writes.prepareReply(response, status, head, requestId, bytes, close, this.#clientCloses);
    this.#forget();
    if (this.#headOnly) writes.sendPreparedHead();
    else if (this.#isReceiving) writes.sendPreparedInCork();
    else writes.sendPrepared();
    return true;
  }

  #sendLarge(response: HttpResponse): boolean {
    response.onWritable(() => {
      (this.#owner as TransportOwner).onDrain(this.#sendRest());
      return true;
    });
    const done = writes.beginPreparedLarge();
    if (done) this.#forget();
    return done;
  }

  /** Gives back whether that was all. */
  #sendRest(): boolean {
    const done = writes.sendRest(this.#response as HttpResponse, this.#large as Buffer);
    if (done) this.#forget();
    return done;
  }

  sendWhileReceiving(status: Status, head: ReplyHead, requestId: string, body: string): void {
    writes.prepareReply(
      this.#response as HttpResponse,
      status,
      head,
      requestId,
      body,
      true,
      this.#clientCloses,
    );
    writes.sendPreparedFramed();
  }

  startStream(head: ReplyHead, requestId: string, piece: string, close: boolean): boolean {
    const response = this.#response as HttpResponse;
    // Only streams need to know: what is left of another reply, uWebSockets.js sends by itself.
    response.onWritable(this.#onEvent as (offset: number) => boolean);
    writes.prepareReply(response, 200, head, requestId, writes.wireBody(piece), close, this.#clientCloses);
    return writes.beginPreparedStream();
  }

  write(piece: string): boolean {
    return writes.sendPiece(this.#response as HttpResponse, piece);
  }

  endStream(piece: string, isBehind: boolean): boolean {
    const response = this.#response as HttpResponse;
    if (piece === '' || (!isBehind && piece.length <= LARGE_PIECE_CHARACTERS)) {
      this.#forget();
      writes.endStream(response, piece);
      return true;
    }
    writes.sendPiece(response, piece);
    const done = writes.endStreamIfRead(response);
    if (done) this.#forget();
    return done;
  }

  holdOpen(): void {
    if (this.#large === null) this.#failToWrite();
    else if (this.#sendRest()) (this.#owner as TransportOwner).onDrain(true);
  }

  /**
   * uWebSockets.js counts its ten seconds from the last write that the kernel did not take, and forgets them when the
   * client has read a good deal. So something is written until the kernel takes no more, which is at once unless it has
   * taken a little since the last time.
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
      this.#isReceiving = true;
      owner.onBody(Buffer.from(event), isLast as boolean);
      this.#isReceiving = false;
    }
    return true;
  };
}
