/**
 * A stored response that is streamed again, to whoever asks for it by its id. Main thread. It takes no slot and is none of the
 * answers that are measured: what was said is said again at once, and what a response in the background is still to say, when it would
 * have been said, by its planned times.
 */
import { isReplyBody, type ReplyBody, WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import { SERVER_SENT_EVENTS, type StreamFormat } from '../../protocols/contract/stream-format.js';
import { SkippedEvents } from '../../protocols/openai/responses/skipped-events.js';
import { openStored } from '../../protocols/openai/responses/stored.js';
import { nextRequestId } from '../admission/request-id.js';
import { type Next, Sending, type SendingOwner } from '../replying/sending.js';
import type { StoredResponse } from '../stored/stored-responses.js';
import type { ReplyHead, Transport, TransportOwner } from '../transport/transport.js';
import type { PageContext } from './page.js';

/** As of a stream of an answer: what is held for a client that does not read, and how long the loop is. */
const BATCH_CHARACTERS_MAX = 8_192;
const WRITES_PER_TURN_MAX = 4;
/** Shorter than the idle timeouts of clients and balancers. */
const SIGN_OF_LIFE_EVERY_MS = 5_000;

/** What it needs of the thread that has the response. */
export type StreamContext = Pick<PageContext, 'state' | 'admission' | 'defects' | 'sending'>;

/** Streams a response that is not cancelled, without its first `eventsKnown` events. To be called in the turn of its request. */
export function streamAgain(
  transport: Transport,
  head: ReplyHead,
  stored: StoredResponse,
  eventsKnown: number,
  context: StreamContext,
): void {
  const reader = new Reader(transport, context);
  reader.stream = new ResponseStream(transport, context, reader, stored, eventsKnown);
  transport.attach(reader);
  reader.stream.start(head, context.admission.endsConnections);
}

/** Whoever reads it: holds nothing that would have to be freed. */
class Reader implements SendingOwner, TransportOwner {
  stream: ResponseStream | null = null;

  constructor(
    private readonly transport: Transport,
    private readonly context: StreamContext,
  ) {}

  onBody(): void {}

  onAbort(): void {
    this.stream?.cancel();
  }

  onDrain(done: boolean): void {
    this.stream?.onDrain(done);
  }

  onSent(): void {
    this.stream = null;
  }

  onStalled(): void {
    this.context.state.stalledStreams++;
    this.#close();
  }

  /** A stream that is told again never breaks off on purpose. */
  onBroken(): void {
    this.#close();
  }

  onFault(error: unknown): void {
    this.context.defects.report(error, 'page');
    this.stream?.cancel();
    this.#close();
  }

  #close(): void {
    this.stream = null;
    this.transport.close();
  }
}

class ResponseStream extends Sending {
  readonly #events: ReturnType<typeof openStored>;
  readonly #skipped: SkippedEvents;
  #hasBegun = false;
  /** Pieces that were said. */
  #said = 0;
  /** The end where it is long, and how much of it was said. */
  #tail: ReplyBody | null = null;
  #tailOffset = 0;
  #isOver = false;

  constructor(
    transport: Transport,
    { sending }: StreamContext,
    owner: SendingOwner,
    private readonly stored: StoredResponse,
    eventsKnown: number,
  ) {
    super(transport, sending, owner);
    this.#events = openStored(stored.request, stored.answer);
    this.#skipped = new SkippedEvents(eventsKnown);
  }

  protected get format(): StreamFormat {
    return SERVER_SENT_EVENTS;
  }

  /** Begins the reply, with all that is due. `close` ends the connection behind it. */
  start(head: ReplyHead, close: boolean): void {
    const nowMs = this.context.now();
    const piece = this.#nextPiece(nowMs);
    const id = nextRequestId();
    if (this.#isOver && piece.length <= WHOLE_BYTES_MAX / 2) {
      this.follow(this.transport.send(200, head, id, piece, close) ? 'sent' : 'full');
    } else if (!this.transport.startStream(head, id, this.#orFiller(piece), close)) {
      this.follow('full');
    } else this.follow(this.#isOver || this.#dueAtMs <= nowMs ? this.advance(nowMs) : this.#wakeAtMs(nowMs));
  }

  protected advance(nowMs: number): Next {
    for (let left = WRITES_PER_TURN_MAX; left > 0; left--) {
      const piece = this.#nextPiece(nowMs);
      if (this.#isOver) return this.transport.endStream(piece, this.isBehind, this.format) ? 'sent' : 'full';
      const hasMore = this.#dueAtMs <= nowMs;
      const isSkipped = piece.length === 0 && hasMore;
      if (!isSkipped && !this.transport.write(this.#orFiller(piece))) return 'full';
      if (!hasMore) return this.#wakeAtMs(nowMs);
    }
    return nowMs;
  }

  #orFiller(piece: string | Buffer): string | Buffer {
    return piece.length === 0 ? this.format.filler : piece;
  }

  #wakeAtMs(nowMs: number): number {
    return Math.min(this.#dueAtMs, nowMs + SIGN_OF_LIFE_EVERY_MS);
  }

  /** When there is something to say again, on the wheel's clock. */
  get #dueAtMs(): number {
    const { firstAtMs, doneAtMs, answer } = this.stored;
    if (!this.#hasBegun) return firstAtMs;
    if (this.#said >= answer.tokens) return doneAtMs;
    return firstAtMs + ((doneAtMs - firstAtMs) * this.#said) / Math.max(answer.tokens - 1, 1);
  }

  /** What is due of those events that are wanted. */
  #nextPiece(nowMs: number): string | Buffer {
    const batch = this.#nextBatch(nowMs);
    return typeof batch === 'string' ? this.#skipped.restOf(batch) : this.#skipped.restOfBytes(batch);
  }

  #nextBatch(nowMs: number): string | Buffer {
    if (this.#isOver) return '';
    if (this.#tail !== null) return this.#nextOfTail(this.#tail);
    // Cancelled meanwhile: that was all.
    if (this.stored.isCancelled) {
      this.#isOver = true;
      return '';
    }
    let text = '';
    while (this.#dueAtMs <= nowMs && text.length < BATCH_CHARACTERS_MAX) {
      if (!this.#hasBegun) {
        this.#hasBegun = true;
        text += this.#events.head();
      } else if (this.#said < this.stored.answer.tokens) {
        this.#said++;
        text += this.#events.event();
      } else return this.#end(text);
    }
    return text;
  }

  #end(text: string): string | Buffer {
    const tail = this.#events.tail();
    if (isReplyBody(tail)) {
      this.#tail = tail;
      return text === '' ? this.#nextOfTail(tail) : text;
    }
    this.#isOver = true;
    return text + tail;
  }

  #nextOfTail(tail: ReplyBody): Buffer {
    const slice = tail.slice(this.#tailOffset, BATCH_CHARACTERS_MAX);
    this.#tailOffset += slice.length;
    this.#isOver = this.#tailOffset === tail.length;
    return slice;
  }
}
