/**
 * The transport over a uWebSockets.js response: one for each request, never used again. Main thread, hot path.
 *
 * uWebSockets.js may call an abort handler long after a reply was ended (seen in the build for Node.js 20: a reply that did
 * not fit its cork buffer, to a client that had just sent RST). Such a call finds a transport that has forgotten its owner,
 * and does nothing; were transports used again, it would end the request of another client.
 *
 * Rules of uWebSockets.js that this file keeps for everyone else: handlers are attached in the turn in which the request
 * arrived; a response is never touched after its end or abort; a client that reads nothing is held open on purpose or not
 * at all; what is thrown in a handler ends its request and nothing else; and no connection ends while its bytes are parsed.
 * For of the next request in the same packet the parser hands over the head even when the connection has gone (both builds,
 * 2026-11-26): nothing more would be heard of that request, and its slot would never be free.
 */
import type { HttpResponse } from 'uWebSockets.js';
import { Buffer } from 'node:buffer';
import { BytesBody, bytesIn, type ReplyBody } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import { resetSoon } from './connection-resets.js';
import type { SharedTurns } from './shared-turns.js';
import type { Headers, ReplyHead, Transport, TransportOwner } from './transport.js';
import { hasNoBody, NOBODY } from './transport.js';
import { type LargeReplyOwner, UwsLargeReply } from './uws-large-reply.js';
import * as pieces from './uws-pieces.js';
import * as writes from './uws-writes.js';

export class UwsTransport implements Transport, LargeReplyOwner {
  #response: HttpResponse | null;
  /** null before `attach`, and again when the request is over. */
  #owner: TransportOwner | null = null;
  /** A large reply, while it is sent. */
  #large: UwsLargeReply | null = null;
  /** What uWebSockets.js is handing over, as far as is known; `waits` is for the next turn, with something put off. */
  #parsing: 'head' | 'body' | 'waits' | null = 'head';

  constructor(
    response: HttpResponse,
    /** Whether a whole reply leaves its body out, to HEAD: it tells how long it would be. */
    private readonly headOnly: boolean,
    /** Whether the client asked for the connection to end with the reply. */
    private readonly clientCloses: boolean,
    private readonly turns: SharedTurns,
  ) {
    this.#response = response;
  }

  attach(owner: TransportOwner): void {
    const isFirst = this.#owner === null;
    this.#owner = owner;
    if (!isFirst) return;
    const response = this.#response as HttpResponse;
    response.onAborted(this.#onEvent);
    response.onData(this.#onEvent);
  }

  send(
    status: number,
    head: ReplyHead,
    id: RequestId,
    body: string | Buffer | ReplyBody,
    close: boolean,
    extra?: Headers,
  ): boolean {
    const response = this.#response;
    // Only after a fault: what was being sent when it happened has closed the connection.
    if (response === null) return true;
    if (this.#parsing !== null && (close || this.clientCloses)) {
      const kept = Buffer.isBuffer(body) ? Buffer.from(body) : body;
      this.#inNextTurn((owner) => {
        if (this.send(status, head, id, kept, close, extra)) owner.onDrain(true);
      });
      return false;
    }
    const whole = writes.wholeBody(body);
    writes.prepareReply(response, status, head, id, whole ?? '', close, this.clientCloses, extra);
    const isHeadAlone = this.headOnly || hasNoBody(status);
    if (whole === null && !isHeadAlone) return this.#isOverWith(this.#openLarge(response, body).begin());
    const owner = this.#owner;
    this.#forget();
    try {
      if (isHeadAlone) writes.sendPreparedHead(bytesIn(body));
      else writes.sendPrepared(this.#parsing === 'body');
    } catch (error) {
      this.#response = response;
      this.#owner = owner;
      this.close();
      throw error;
    }
    return true;
  }

  /** For what ends the connection while its bytes are parsed. Not done when the client has left by then. */
  #inNextTurn(what: (owner: TransportOwner) => void): void {
    if (this.#owner === null) this.attach(NOBODY);
    this.#parsing = 'waits';
    setImmediate(() => {
      this.#parsing = null;
      const owner = this.#owner;
      if (owner === null) return;
      try {
        what(owner);
      } catch (error) {
        owner.onFault(error);
      }
    });
  }

  sendPart(...[status, head, id, { body, length, extra }]: Parameters<Transport['sendPart']>): void {
    const response = this.#response as HttpResponse;
    writes.prepareReply(response, status, head, id, '', false, this.clientCloses, extra);
    this.#openLarge(response, body).beginPart(Math.max(1, length));
  }

  sendRest(): boolean {
    return this.#isOverWith(this.#large?.sendRest() === true);
  }

  #openLarge(response: HttpResponse, body: string | Buffer | ReplyBody): UwsLargeReply {
    if (this.#owner === null) this.attach(NOBODY);
    // What is there already must be copied: it needs to be valid during the call only.
    const kept = typeof body === 'string' || Buffer.isBuffer(body) ? new BytesBody(Buffer.from(body)) : body;
    response.onWritable(this.#onEvent as (offset: number) => boolean);
    this.#large = new UwsLargeReply(response, kept, this.turns, this);
    return this.#large;
  }

  /** Goes on with a large reply; gives back whether that was all. */
  #goOn(): boolean {
    return this.#isOverWith(this.#large?.send() === true);
  }

  #isOverWith(done: boolean): boolean {
    if (done) this.#forget();
    return done;
  }

  /** A large reply has had its turn. */
  onTurn(done: boolean, hasBeenRead: boolean): void {
    const owner = this.#owner;
    this.#isOverWith(done);
    try {
      // A client that has read nothing meanwhile is not told of: its time runs.
      if (hasBeenRead) owner?.onDrain(done);
    } catch (error) {
      owner?.onFault(error);
    }
  }

  onTurnFault(error: unknown): void {
    this.#owner?.onFault(error);
  }

  sendWhileReceiving(status: number, head: ReplyHead, id: RequestId, body: string, extra?: Headers): void {
    const response = this.#response as HttpResponse;
    writes.prepareReply(response, status, head, id, body, true, this.clientCloses, extra);
    writes.sendPreparedFramed();
  }

  startStream(...[head, id, piece, close, extra]: Parameters<Transport['startStream']>): boolean {
    const response = this.#response as HttpResponse;
    response.onWritable(this.#onEvent as (offset: number) => boolean);
    writes.prepareReply(response, 200, head, id, pieces.wireBody(piece), close, this.clientCloses, extra);
    return writes.beginPreparedStream();
  }

  write(piece: string | Buffer): boolean {
    return pieces.sendPiece(this.#response as HttpResponse, piece);
  }

  endStream(...[piece, isBehind, format]: Parameters<Transport['endStream']>): boolean {
    const response = this.#response as HttpResponse;
    if (this.#parsing !== null && this.clientCloses) {
      if (piece.length > 0) pieces.sendPiece(response, piece);
      this.#inNextTurn((owner) => owner.onDrain(false));
      return false;
    }
    if (piece.length === 0 || (!isBehind && piece.length <= pieces.LARGE_PIECE_CHARACTERS)) {
      this.#forget();
      pieces.endStream(response, piece);
      return true;
    }
    pieces.sendPiece(response, piece);
    const done = pieces.endStreamIfRead(response, format.fillerBehind ?? format.filler);
    if (done) this.#forget();
    return done;
  }

  holdOpen(...[format]: Parameters<Transport['holdOpen']>): void {
    if (this.#parsing === 'waits') return;
    const owner = this.#owner;
    if (this.#large === null) pieces.failToWrite(this.#response as HttpResponse, format);
    else if (this.#goOn()) owner?.onDrain(true);
  }

  close(): void {
    const response = this.#response;
    if (response !== null && this.#parsing !== null) {
      this.attach(NOBODY);
      this.#endLarge();
      this.#inNextTurn(() => this.close());
      return;
    }
    this.#forget();
    response?.close();
  }

  sever(byReset: boolean): void {
    if (byReset && this.#response !== null) {
      // The client may leave before the connection is reset.
      this.attach(NOBODY);
      this.#endLarge();
      resetSoon(() => this.close());
    } else this.close();
  }

  /** The request is over: the response must not be touched any more, and whatever is still called finds nobody. */
  #forget(): void {
    this.#response = null;
    this.#owner = null;
    this.#endLarge();
  }

  #endLarge(): void {
    this.#large?.end();
    this.#large = null;
  }

  /**
   * One closure for all three events, for there are as many of it as requests are held: a piece of the body (whose memory
   * uWebSockets.js takes back after the call), room to write again (an offset), and, without arguments, the abort.
   */
  readonly #onEvent = (event?: ArrayBuffer | number, isLast?: boolean): boolean => {
    const owner = this.#owner;
    if (owner === null) return true;
    try {
      if (event === undefined) {
        this.#forget();
        owner.onAbort();
      } else if (typeof event === 'number') {
        owner.onDrain(this.#goOn());
      } else {
        if (this.#parsing !== 'waits') this.#parsing = 'body';
        owner.onBody(Buffer.from(event), isLast as boolean);
      }
    } catch (error) {
      owner.onFault(error);
    }
    if (this.#parsing === 'body') this.#parsing = null;
    return true;
  };
}
