/**
 * What an exchange needs of the connection that it answers on. uWebSockets.js is one implementation, node:http (for
 * HTTP/1.0) another, unit tests bring a third: slots, delays and counters are written once, above this line.
 */

import type { Dialect } from '../../protocols/contract/dialect.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import { StampedBytes } from './stamped-bytes.js';

/** How a request is named. */
type IdDialect = Pick<Dialect, 'requestId' | 'requestIdHeader' | 'otherIdHeader'>;

/** The client has the body that it asks for: this status has none, and no length either. */
export const NOT_MODIFIED = 304;

/** Header names in lower case, with their values. Prepared at start-up wherever they can be. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** What is the same in the head of many replies: prepared at start-up. */
export interface ReplyHead {
  /** At least one. */
  readonly headers: Headers;
  /** Name of the header that carries the request's id, in lower case. */
  readonly requestIdHeader: string;
  /** Another one that carries the same; undefined where there is none. */
  readonly otherIdHeader: string | undefined;
  /** Name of the first header. */
  readonly firstName: string;
  /** From its value to the end of the last name: behind it only the request's id is missing, and `otherIdHeader`. */
  readonly firstValueAndRest: string;
  /** The id as clients see it. */
  requestId(id: RequestId): string;
  /**
   * `firstValueAndRest`, the id of this request, in both headers, and `tail`, which is empty or begins with a line break: what
   * the connection has to say. Valid until the next one is stamped.
   */
  stamp(id: RequestId, tail: string): Buffer;
}

/** `headers` holds at least one. */
export function createReplyHead(headers: Headers, dialect: IdDialect): ReplyHead {
  const { requestIdHeader, otherIdHeader } = dialect;
  const requestId = (id: RequestId): string => dialect.requestId(id);
  const [firstName, firstValue] = headers[0] as Headers[number];
  const rest = headers.slice(1).map(([name, value]) => `\r\n${name}: ${value}`);
  const firstValueAndRest = `${firstValue}${rest.join('')}\r\n${requestIdHeader}: `;
  const made = (tail: string): StampedBytes =>
    StampedBytes.of((one) => {
      const name = requestId(one);
      const other = otherIdHeader === undefined ? '' : `\r\n${otherIdHeader}: ${name}`;
      return firstValueAndRest + name + other + tail;
    }) as StampedBytes;
  let bare: StampedBytes | null = null;
  let tailed: StampedBytes | null = null;
  let lastTail = '';
  const stamp = (id: RequestId, tail: string): Buffer => {
    if (tail === '') {
      bare ??= made(tail);
      return bare.stamp(id, 0);
    }
    if (tailed === null || tail !== lastTail) tailed = made(tail);
    lastTail = tail;
    return tailed.stamp(id, 0);
  };
  return { headers, requestIdHeader, otherIdHeader, firstName, firstValueAndRest, requestId, stamp };
}

export const NO_CONTENT = 204;

/** Whether replies of that status have no body, and so no length (RFC 9110, 8.6 and 15.4.5). */
export function hasNoBody(status: number): boolean {
  return status === NO_CONTENT || status === NOT_MODIFIED;
}

/** Gets what the connection has to tell. */
export interface TransportOwner {
  /** A piece of the request's body; its memory is only valid during the call. A last piece always comes, maybe empty. */
  onBody(piece: Buffer, isLast: boolean): void;
  /** The client left before the reply was complete. Nothing may be written any more; nothing else will be told. */
  onAbort(): void;
  /**
   * The client has read: there is room again. `done` says that the whole reply has gone out, where `send` or `endStream` had
   * to leave that open.
   */
  onDrain(done: boolean): void;
  /** One of the above has thrown, which only a defect of this server can make it do: the request is to be ended. */
  onFault(error: unknown): void;
}

/** The owner of a reply that nobody waits for the end of. */
export const NOBODY: TransportOwner = {
  onBody() {},
  onAbort() {},
  onDrain() {},
  onFault(error) {
    throw error;
  },
};

/** What is written where there is nothing to say; see StreamFormat. */
export interface Fillers {
  readonly filler: string | Buffer;
  readonly fillerBehind?: string;
  readonly padding: string | Buffer;
}

/** A whole reply of which a part is sent at first. */
export interface ReplyPart {
  readonly body: ReplyBody;
  /** Bytes of the part. */
  readonly length: number;
  /** Headers beside those of the head. */
  readonly extra?: Headers;
}

export interface Transport {
  /**
   * Names who gets the body and hears of an abort. Must be called in the turn in which the request arrived; called again, it
   * hands the request over to another owner.
   */
  attach(owner: TransportOwner): void;
  /**
   * Sends a whole reply, the last word on this request. Bytes need to be valid during the call only; a ReplyBody until the
   * reply has gone out. `close` ends the connection after it, and says so. `extra` are headers beside those of the head. False when there is more to send: a large reply of
   * which the client has not yet read enough, or one that has to wait for the next turn. The transport sends the rest by and
   * by, and tells `onDrain`.
   */
  send(
    status: number,
    head: ReplyHead,
    id: RequestId,
    body: string | Buffer | ReplyBody,
    close: boolean,
    extra?: Headers,
  ): boolean;
  /**
   * Sends a whole reply while the client still uploads, announces the end of the connection, and goes on handing over
   * the body until `close`. Closing at once would reset the connection and could take the reply away from a client
   * that is still sending (RFC 9112, section 9.6). The transport must have been attached.
   */
  sendWhileReceiving(status: number, head: ReplyHead, id: RequestId, body: string, extra?: Headers): void;
  /**
   * Begins a reply that is sent piece by piece, with its first piece. The transport must have been attached. `close`
   * tells the client that the connection ends with the reply. Gives back what `write` does.
   */
  startStream(
    head: ReplyHead,
    id: RequestId,
    piece: string | Buffer,
    close: boolean,
    extra?: Headers,
  ): boolean;
  /**
   * Sends a piece of a streamed reply; bytes need to be valid during the call only. False when the client reads too slowly: the piece is kept and goes out when it can,
   * `onDrain` is told then, and nothing more should be written before.
   */
  write(piece: string | Buffer): boolean;
  /**
   * Sends the last piece of a streamed reply, the last word on this request. `isBehind`: the client has not read what was
   * sent before. False when it has still not read enough: `onDrain` is told when it has, and unless it says `done`, this is
   * to be called again without a piece.
   */
  endStream(piece: string | Buffer, isBehind: boolean, format: Fillers): boolean;
  /** Keeps a connection open whose client reads nothing: uWebSockets.js would close it after some ten seconds. */
  holdOpen(format: Fillers): void;
  /**
   * Begins a whole reply and sends a part of it, one byte at least, and no more until `sendRest`. The transport must
   * have been attached.
   */
  sendPart(status: number, head: ReplyHead, id: RequestId, part: ReplyPart): void;
  /** Sends what is left of it; as `send`. */
  sendRest(): boolean;
  /** Closes the connection, in the middle of whatever was begun on it; does nothing when the request is over. */
  close(): void;
  /**
   * Ends the connection as if something had broken, behind what was sent: by FIN, or by RST where that can be done (see
   * connection-resets). Does nothing when the request is over.
   */
  sever(byReset: boolean): void;
}

/**
 * The name of a header of requests. Made at start-up: uWebSockets.js measures and copies a text anew at each look, memory it
 * only looks at.
 */
export class HeaderName {
  readonly bytes: ArrayBuffer;

  /** `text` is in lower case. */
  constructor(readonly text: string) {
    this.bytes = new ArrayBuffer(text.length);
    Buffer.from(this.bytes).write(text, 'latin1');
  }
}

/** What is asked of a request's head. Only valid during the call that hands it over. */
export interface RequestHead {
  /** In lower case. */
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Value of a header; the empty string when it is absent. */
  header(name: HeaderName): string;
  readonly contentLength: string;
  readonly contentEncoding: string;
  /** Whether a web page may have sent it. False of most, without a look at any header: programs say no origin. */
  readonly mayBeOfPage: boolean;
  /**
   * The headers whose names begin with `x-`, a name in lower case and its value in turn; null where that would cost more than to
   * look for those that are known. `survey` finds them all the same.
   */
  readonly extensions: readonly string[] | null;
  survey(): readonly string[];
  /** Value of a parameter of the query, decoded; the empty string when it is absent. */
  parameter(name: string): string;
}
