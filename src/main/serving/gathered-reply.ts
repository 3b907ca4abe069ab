/**
 * A transport for a reply that goes to another thread: as a whole, a stream as well, which is gathered until its last piece. Any thread
 * that serves; a reply is bounded by the longest answer.
 */
import { isReplyBody, wholeBytes } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { Headers, ReplyHead, Transport, TransportOwner } from '../transport/transport.js';

export interface GatheredReply {
  readonly status: number;
  readonly head: ReplyHead;
  readonly id: RequestId;
  readonly body: string | Uint8Array;
  readonly close: boolean;
  readonly extra: Headers;
}

type Begun = Omit<GatheredReply, 'status' | 'body'>;

const NOT_SENT_SO = 'nothing that goes to another thread is sent in this way';

export class GatheringTransport implements Transport {
  headOnly = false;
  #owner: TransportOwner | null = null;
  #isOver = false;
  #stream: Begun | null = null;
  readonly #pieces: Buffer[] = [];

  constructor(
    private readonly onReply: (reply: GatheredReply) => void,
    private readonly onClose: () => void,
  ) {}

  attach(owner: TransportOwner): void {
    this.#owner = owner;
  }

  onBody(piece: Buffer, isLast: boolean): void {
    const owner = this.#owner;
    try {
      owner?.onBody(piece, isLast);
    } catch (error) {
      owner?.onFault(error);
    }
  }

  onAbort(): void {
    if (this.#isOver && this.#stream === null) return;
    this.#isOver = true;
    this.#owner?.onAbort();
  }

  send(...[status, head, id, body, close, extra = []]: Parameters<Transport['send']>): boolean {
    if (this.#isOver) return true;
    this.#isOver = true;
    const bytes =
      typeof body === 'string' ? body : new Uint8Array(isReplyBody(body) ? wholeBytes(body) : body);
    this.onReply({ status, head, id, body: bytes, close, extra });
    return true;
  }

  startStream(...[head, id, piece, close, extra = []]: Parameters<Transport['startStream']>): boolean {
    this.#stream = { head, id, close, extra };
    return this.write(piece);
  }

  write(piece: string | Buffer): boolean {
    this.#pieces.push(Buffer.from(piece as string));
    return true;
  }

  endStream(piece: string | Buffer): boolean {
    this.write(piece);
    const { head, id, close, extra } = this.#stream as Begun;
    this.#stream = null;
    return this.send(200, head, id, Buffer.concat(this.#pieces), close, extra);
  }

  holdOpen(): void {}

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onClose();
  }

  sever(): void {
    this.close();
  }

  sendWhileReceiving(): void {
    throw new Error(NOT_SENT_SO);
  }

  sendPart(): void {
    throw new Error(NOT_SENT_SO);
  }

  sendRest(): boolean {
    throw new Error(NOT_SENT_SO);
  }
}
