/**
 * A transport for a reply that goes to another thread: as a whole, a stream as well, which is gathered until its last piece. Any thread
 * that serves. What is gathered counts in MAX_BUFFERED_BYTES; a whole reply is only made where there is room for it, and is on its way at
 * once: whoever it is for holds it.
 */
import { bytesIn, isReplyBody, WHOLE_BYTES_MAX, wholeBytes } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { Holding } from '../pages/held-reply.js';
import {
  type Headers,
  hasNoBody,
  type ReplyHead,
  type Transport,
  type TransportOwner,
} from '../transport/transport.js';

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
  #owner: TransportOwner | null = null;
  #isOver = false;
  #stream: Begun | null = null;
  #pieces: Buffer[] = [];
  /** Of the pieces. */
  #bytes = 0;

  constructor(
    private readonly onReply: (reply: GatheredReply) => void,
    private readonly onClose: () => void,
    /** There is no room for it. */
    private readonly onFull: () => void,
    private readonly budget: Holding,
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
    this.#letGo();
    this.#owner?.onAbort();
  }

  #letGo(): void {
    this.budget.free(this.#bytes);
    this.#bytes = 0;
    this.#pieces = [];
  }

  #overflow(): void {
    this.#isOver = true;
    this.#letGo();
    // When whoever writes has returned, and waits for something.
    queueMicrotask(() => this.#owner?.onAbort());
    this.onFull();
  }

  send(...[status, head, id, given, close, extra = []]: Parameters<Transport['send']>): boolean {
    if (this.#isOver) return true;
    // Of what has no body by its status none goes to another thread.
    const body = hasNoBody(status) ? '' : given;
    const length = bytesIn(body);
    if (length > WHOLE_BYTES_MAX && !this.budget.hasRoom(length)) {
      this.#overflow();
      return true;
    }
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
    if (this.#isOver) return true;
    const bytes = Buffer.from(piece as string);
    if (this.budget.tryHold(bytes.length)) {
      this.#bytes += bytes.length;
      this.#pieces.push(bytes);
    } else this.#overflow();
    return true;
  }

  endStream(piece: string | Buffer): boolean {
    this.write(piece);
    if (this.#isOver) return true;
    const { head, id, close, extra } = this.#stream as Begun;
    this.#stream = null;
    const whole = Buffer.concat(this.#pieces);
    this.#letGo();
    return this.send(200, head, id, whole, close, extra);
  }

  holdOpen(): void {}

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#letGo();
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
