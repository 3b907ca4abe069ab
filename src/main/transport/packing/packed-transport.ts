/**
 * A transport whose answers go out compressed, around the one of the connection. Main thread; there is one for each request where
 * COMPRESS_ANSWERS is set, and none else.
 *
 * Whole answers are compressed at once, streams piece by piece, so that what is due is seen when it is due. What is broken on purpose
 * in its parts (`sendPart`), and what is said to a client that still uploads, goes out as it is.
 */
import type { ReplyBody } from '../../../protocols/contract/reply-body.js';
import type { RequestId } from '../../../protocols/contract/request-id.js';
import type { Fillers, Headers, ReplyHead, ReplyPart, Transport, TransportOwner } from '../transport.js';
import type { Coding } from './codings.js';
import { EMPTY_BLOCK, GzipPieces } from './gzip-pieces.js';
import { packWhole } from './whole-answers.js';

/** On every answer: caches must not give to one client what was packed for another. */
const VARY: Headers = [['vary', 'accept-encoding']];
/** With which the last piece of a stream may go out in one write with its end; see the transports. */
const LAST_PIECE_BYTES_MAX = 4_000;
const PADDING_BLOCKS = 2_800;
/** What is written to a client that does not read: nothing, in compressed form. */
const PACKED_FILLERS: Fillers = {
  filler: EMPTY_BLOCK,
  padding: Buffer.alloc(PADDING_BLOCKS * EMPTY_BLOCK.length, EMPTY_BLOCK),
};
const NOTHING = Buffer.alloc(0);

/** For what goes out whole, and in a stream; null where the client takes it only as it is. */
export interface Codings {
  readonly whole: Coding | null;
  readonly stream: 'gzip' | null;
}

export class PackedTransport implements Transport {
  #pieces: GzipPieces | null = null;
  #isEnded = false;

  constructor(
    private readonly inner: Transport,
    private readonly codings: Codings,
  ) {}

  attach(owner: TransportOwner): void {
    this.inner.attach(owner);
  }

  send(
    status: number,
    head: ReplyHead,
    id: RequestId,
    body: string | Buffer | ReplyBody,
    close: boolean,
    extra?: Headers,
  ): boolean {
    const { whole } = this.codings;
    const packed = whole === null ? null : packWhole(body, whole);
    const told = packed === null ? VARY : packedHeaders(whole as Coding);
    return this.inner.send(status, head, id, packed ?? body, close, withExtra(told, extra));
  }

  sendWhileReceiving(status: number, head: ReplyHead, id: RequestId, body: string, extra?: Headers): void {
    this.inner.sendWhileReceiving(status, head, id, body, withExtra(VARY, extra));
  }

  startStream(
    head: ReplyHead,
    id: RequestId,
    piece: string | Buffer,
    close: boolean,
    extra?: Headers,
  ): boolean {
    const { stream } = this.codings;
    if (stream === null) return this.inner.startStream(head, id, piece, close, withExtra(VARY, extra));
    this.#pieces = new GzipPieces();
    const told = withExtra(packedHeaders(stream), extra);
    return this.inner.startStream(head, id, this.#pieces.pack(piece), close, told);
  }

  write(piece: string | Buffer): boolean {
    return this.inner.write(this.#pieces === null ? piece : this.#pieces.pack(piece));
  }

  /** The end of the file comes last: behind it nothing may be written, not even a filler. */
  endStream(piece: string | Buffer, isBehind: boolean, format: Fillers): boolean {
    const pieces = this.#pieces;
    if (pieces === null) return this.inner.endStream(piece, isBehind, format);
    if (this.#isEnded) return this.inner.endStream(NOTHING, isBehind, PACKED_FILLERS);
    const packed = piece.length === 0 ? NOTHING : pieces.pack(piece);
    const canEnd = packed.length === 0 || (!isBehind && packed.length <= LAST_PIECE_BYTES_MAX);
    if (!canEnd && !this.inner.write(packed)) return false;
    this.#isEnded = true;
    const end = pieces.end();
    return this.inner.endStream(canEnd ? Buffer.concat([packed, end]) : end, false, PACKED_FILLERS);
  }

  holdOpen(format: Fillers): void {
    this.inner.holdOpen(this.#pieces === null ? format : PACKED_FILLERS);
  }

  sendPart(status: number, head: ReplyHead, id: RequestId, part: ReplyPart): void {
    this.inner.sendPart(status, head, id, { ...part, extra: withExtra(VARY, part.extra) });
  }

  sendRest(): boolean {
    return this.inner.sendRest();
  }

  close(): void {
    this.inner.close();
  }

  sever(byReset: boolean): void {
    this.inner.sever(byReset);
  }
}

const PACKED: Readonly<Record<Coding, Headers>> = {
  br: [['content-encoding', 'br'], ...VARY],
  gzip: [['content-encoding', 'gzip'], ...VARY],
};

function packedHeaders(coding: Coding): Headers {
  return PACKED[coding];
}

function withExtra(headers: Headers, extra: Headers | undefined): Headers {
  return extra === undefined ? headers : [...headers, ...extra];
}
