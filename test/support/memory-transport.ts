// Owns: a transport without a connection, in the test process. It records what it is told to send, plays the client, and throws
// wherever a real one would crash or corrupt a connection.

import type {
  Headers,
  ReplyHead,
  ReplyPart,
  Transport,
  TransportOwner,
} from '../../dist/main/transport/transport.js';
import type { ReplyBody } from '../../dist/protocols/contract/reply-body.js';
import type { RequestId } from '../../dist/protocols/contract/request-id.js';

export interface SentReply {
  readonly status: number;
  readonly headers: Headers;
  readonly requestIdHeader: string;
  readonly requestId: string;
  readonly body: string;
  /** Whether the connection ends with it. */
  readonly close: boolean;
  /** Whether it was sent while the client still uploaded. */
  readonly whileReceiving: boolean;
}

/** A reply that was begun, and its pieces so far. */
export interface SentStream {
  readonly headers: Headers;
  readonly requestId: string;
  readonly close: boolean;
  readonly pieces: string[];
  ended: boolean;
}

/** A head as clients see it. */
function named({ headers, requestIdHeader, requestId }: ReplyHead, id: RequestId, extra: Headers) {
  return { headers: [...headers, ...extra], requestIdHeader, requestId: requestId(id) };
}

export class MemoryTransport implements Transport {
  /** Replies to the request that is being carried, or was carried last. */
  sent: SentReply[] = [];
  /** The streamed reply to it, if there is one. */
  stream: SentStream | null = null;
  /** Whether `close` was called. */
  closed = false;
  /** What `send`, `startStream`, `write` and `endStream` give back: whether the client keeps up. */
  hasRoom = true;
  /** Whether the last piece of a stream finds the pieces before it still there when the client has just read. */
  staysBehind = false;
  /** How the connection was ended as if something had broken, if it was. */
  severed: 'by reset' | 'by end' | null = null;
  #rest = '';
  /** How often the connection was held open. */
  heldOpen = 0;
  #owner: TransportOwner | null = null;
  #phase: 'open' | 'replied while receiving' | 'streaming' | 'ended' | 'aborted' = 'open';
  #uploaded = false;

  /** The one reply, or an error: for tests in which there must be exactly one. */
  get reply(): SentReply {
    const [reply, ...more] = this.sent;
    if (reply === undefined || more.length > 0) throw new Error(`${this.sent.length} replies, expected one`);
    return reply;
  }

  /** Whether the request has come to its end, in whatever way. */
  get isOver(): boolean {
    return this.#phase === 'ended' || this.#phase === 'aborted';
  }

  // What an exchange calls.

  attach(owner: TransportOwner): void {
    this.#expect('attach', this.#phase === 'open' || this.#phase === 'streaming');
    this.#owner = owner;
  }

  send(
    status: number,
    head: ReplyHead,
    id: RequestId,
    body: string | Buffer | ReplyBody,
    close: boolean,
    extra: Headers = [],
  ): boolean {
    this.#expect('send', this.#phase === 'open');
    this.#phase = this.hasRoom ? 'ended' : 'streaming';
    this.sent.push({
      status,
      ...named(head, id, extra),
      body: wholeText(body),
      close,
      whileReceiving: false,
    });
    return this.hasRoom;
  }

  sendWhileReceiving(
    status: number,
    head: ReplyHead,
    id: RequestId,
    body: string,
    extra: Headers = [],
  ): void {
    this.#expect('sendWhileReceiving', this.#phase === 'open' && this.#owner !== null);
    this.#phase = 'replied while receiving';
    this.sent.push({ status, ...named(head, id, extra), body, close: true, whileReceiving: true });
  }

  sendPart(status: number, head: ReplyHead, id: RequestId, { body, length, extra = [] }: ReplyPart): void {
    this.#expect('sendPart', this.#phase === 'open' && this.#owner !== null && this.#uploaded);
    this.#phase = 'streaming';
    const whole = wholeText(body);
    this.sent.push({
      status,
      ...named(head, id, extra),
      body: whole.slice(0, length),
      close: false,
      whileReceiving: false,
    });
    this.#rest = whole.slice(length);
  }

  sendRest(): boolean {
    this.#expect('sendRest', this.#phase === 'streaming');
    const [part] = this.sent;
    if (part !== undefined) this.sent = [{ ...part, body: part.body + this.#rest }];
    if (this.hasRoom) this.#phase = 'ended';
    return this.hasRoom;
  }

  startStream(
    head: ReplyHead,
    id: RequestId,
    piece: string | Buffer,
    close: boolean,
    extra: Headers = [],
  ): boolean {
    this.#expect('startStream', this.#phase === 'open' && this.#owner !== null && this.#uploaded);
    this.#phase = 'streaming';
    const { headers, requestId } = named(head, id, extra);
    this.stream = { headers, requestId, close, pieces: [piece.toString()], ended: false };
    return this.hasRoom;
  }

  write(piece: string | Buffer): boolean {
    // An empty chunk would end the reply.
    this.#expect('write', this.#phase === 'streaming' && piece.length > 0);
    this.stream?.pieces.push(piece.toString());
    return this.hasRoom;
  }

  endStream(piece: string | Buffer, isBehind: boolean): boolean {
    this.#expect('endStream', this.#phase === 'streaming');
    if (piece.length > 0) this.stream?.pieces.push(piece.toString());
    if (!this.hasRoom || (isBehind && piece.length > 0 && this.staysBehind)) return false;
    this.#phase = 'ended';
    Object.assign(this.stream as SentStream, { ended: true });
    return true;
  }

  holdOpen(): void {
    this.#expect('holdOpen', this.#phase === 'streaming');
    this.heldOpen++;
  }

  sever(byReset: boolean): void {
    if (this.isOver) return;
    this.#phase = 'ended';
    this.severed = byReset ? 'by reset' : 'by end';
  }

  close(): void {
    if (this.isOver) return;
    this.#expect('close', this.#phase === 'replied while receiving' || this.#phase === 'streaming');
    this.#phase = 'ended';
    this.closed = true;
    // uWebSockets.js tells its close handlers within the call; the owner must bear it.
    this.#owner?.onAbort();
  }

  // What a test calls, in the client's place.

  /** Hands over a piece of the body, and wipes its memory after the call as uWebSockets.js may. */
  deliver(piece: string | Buffer, isLast = false): void {
    this.#expect('deliver', !this.isOver && this.#owner !== null && !this.#uploaded);
    this.#uploaded = isLast;
    const lent = Buffer.from(piece);
    this.#tell((owner) => owner.onBody(lent, isLast));
    lent.fill(0);
  }

  /** The client has read: there is room again, or, with `done`, the whole large reply has gone out. */
  drain(done = false): void {
    this.#expect('drain', this.#phase === 'streaming');
    this.hasRoom = true;
    if (done) this.#phase = 'ended';
    this.#tell((owner) => owner.onDrain(done));
  }

  /** The client leaves. */
  abort(): void {
    this.#expect('abort', !this.isOver && this.#owner !== null);
    this.#phase = 'aborted';
    this.#owner?.onAbort();
  }

  /** As the real ones do: what an owner throws comes back to it. */
  #tell(what: (owner: TransportOwner) => void): void {
    const owner = this.#owner as TransportOwner;
    try {
      what(owner);
    } catch (error) {
      owner.onFault(error);
    }
  }

  #expect(action: string, allowed: boolean): void {
    if (allowed) return;
    const attached = this.#owner === null ? 'not attached' : 'attached';
    throw new Error(`${action} on a request that is ${this.#phase}, ${attached}`);
  }
}

/** All of a body, as its client gets it. */
function wholeText(body: string | Buffer | ReplyBody): string {
  if (typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return body.toString();
  const slices: Buffer[] = [];
  for (let offset = 0; offset < body.length; ) {
    const slice = Buffer.from(body.slice(offset, 1_000));
    slices.push(slice);
    offset += slice.length;
  }
  return Buffer.concat(slices).toString();
}
