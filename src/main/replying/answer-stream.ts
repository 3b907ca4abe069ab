/**
 * One answer that is sent piece by piece. Main thread, hot path.
 *
 * Deadlines are absolute: they start with the plan and grow by its gaps, so a piece that is late does not delay the next.
 * Pieces that are due together leave in one write. A client that does not read is not written to: what the kernel did not
 * take stays with the transport, which is two batches at the most, since it may tell of it one write late.
 */
import { Buffer } from 'node:buffer';
import type { Plan } from '../../behavior/plan/plan.js';
import type { StreamEvents } from '../../protocols/contract/protocol.js';
import {
  isReplyBody,
  type ReplyBody,
  WHOLE_BYTES_MAX,
  wholeBytes,
} from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { StreamFormat } from '../../protocols/contract/stream-format.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { CountedRow } from '../reading/counted-rows.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { AskedTimes, StreamCourse } from '../records/answer-times.js';
import type { Headers, ReplyHead, Transport } from '../transport/transport.js';
import type { ExchangeContext } from './exchange-context.js';
import { streamFormatOf } from './reply-format.js';
import { type Next, Sending, type SendingOwner } from './sending.js';

/** Two of these are what is held at the most for a client that does not read: 16 KiB of ASCII. */
const BATCH_CHARACTERS_MAX = 8_192;
/** While a stream that has begun waits for its first piece: shorter than the idle timeouts of clients and balancers. */
const SIGN_OF_LIFE_EVERY_MS = 5_000;
/** A client that reads as fast as we write must not hold the loop. */
const WRITES_PER_TURN_MAX = 4;

/** The exchange whose answer it is. */
export interface AnswerOwner extends SendingOwner, AskedTimes {}

export class AnswerStream extends Sending implements StreamCourse {
  declare protected readonly context: ExchangeContext;
  declare protected readonly owner: AnswerOwner;
  protected readonly plan: Plan;
  readonly #row: CountedRow;
  readonly #format: StreamFormat;
  #pieceDueAtMs: number;
  /** When the first piece was written; NaN before. */
  firstAtMs = Number.NaN;
  /** Pieces whose events were all taken, and how many events of the next one were. */
  #taken = 0;
  #eventsOfPiece = 0;
  /** The end of a stream that is long, and how much of it was taken. */
  #tail: ReplyBody | null = null;
  #tailOffset = 0;
  /** Whether the last bytes were taken. */
  #isOver = false;

  constructor(
    transport: Transport,
    context: ExchangeContext,
    owner: AnswerOwner,
    { protocol }: ApiRoute,
    { request, plan, row }: PlannedRequest,
    private readonly events: StreamEvents,
  ) {
    super(transport, context, owner);
    this.plan = plan;
    this.#format = streamFormatOf(protocol, request);
    this.#row = row;
    this.#pieceDueAtMs = owner.dueAtMs;
  }

  /** When the next piece is due; once all are written, when the last one was. */
  get lastDueAtMs(): number {
    return this.#pieceDueAtMs;
  }

  override get course(): StreamCourse {
    return this;
  }

  protected get format(): StreamFormat {
    return this.#format;
  }

  /** Sends all that there is to say at once. */
  protected sendAll(
    head: ReplyHead,
    id: RequestId,
    text: string | Buffer,
    close: boolean,
    extra?: Headers,
  ): Next {
    return this.transport.send(200, head, id, text, close, extra) ? 'sent' : 'full';
  }

  /** Sends the last piece. */
  protected sendLast(piece: string | Buffer): Next {
    return this.transport.endStream(piece, this.isBehind, this.format) ? 'sent' : 'full';
  }

  /** Begins the reply with everything that is due, which may be nothing yet. `close` ends the connection behind it; `extra` are headers beside the usual ones. */
  start({ heads }: ApiRoute, id: RequestId, close: boolean, extra?: Headers): void {
    const { state, now } = this.context;
    const nowMs = now();
    state.activeStreams++;
    state.streamEvents += this.events.headEvents;
    const text = this.#asBytes(asText(this.events.head()) + asText(this.#nextBatch(nowMs)));
    const head = heads.stream(this.format);
    // What is longer goes out as its client reads, and ends behind that.
    const isWhole = this.#isOver && Buffer.byteLength(text) <= WHOLE_BYTES_MAX;
    if (isWhole) this.follow(this.sendAll(head, id, text, close, extra));
    else if (!this.transport.startStream(head, id, text, close, extra)) this.follow('full');
    else if (this.#isOver || this.#hasMore(nowMs)) this.follow(this.advance(nowMs));
    else this.follow(this.#nextAtMs(nowMs));
  }

  /** When there is something to write again. */
  #nextAtMs(nowMs: number): number {
    if (!Number.isNaN(this.firstAtMs)) return this.#pieceDueAtMs;
    return Math.min(this.#pieceDueAtMs, nowMs + SIGN_OF_LIFE_EVERY_MS);
  }

  /** Sends what is due. When nothing is, a filler, which makes the transport send what it still holds. */
  protected advance(nowMs: number): Next {
    for (let left = WRITES_PER_TURN_MAX; left > 0; left--) {
      const taken = this.#taken;
      const batch = this.#asBytes(this.#nextBatch(nowMs));
      if (this.#isOver) return this.sendLast(batch);
      // Thoughts that are not shown take their time, and that is all.
      const isSilent = batch === '' && this.#taken > taken && !this.isBehind;
      if (!isSilent && !this.transport.write(batch === '' ? this.format.filler : batch)) return 'full';
      if (!this.#hasMore(nowMs)) return this.#nextAtMs(nowMs);
    }
    return nowMs;
  }

  /** As the transport is to write it: a text is encoded there, and what stands for bytes must not be. */
  #asBytes(batch: string | Buffer): string | Buffer {
    const isText = this.format.isBinary !== true || typeof batch !== 'string' || batch === '';
    return isText ? batch : Buffer.from(batch, 'latin1');
  }

  /** Whether there is something to send now. */
  #hasMore(nowMs: number): boolean {
    return this.#tail !== null || this.#eventsOfPiece > 0 || this.#pieceDueAtMs <= nowMs;
  }

  /** What is due of the events, and with the last ones or behind them the tail; nothing where nothing is due. */
  #nextBatch(nowMs: number): string | Buffer {
    if (this.#isOver) return '';
    if (this.#tail !== null) return this.#nextOfTail(this.#tail);
    if (this.#pieceDueAtMs <= nowMs && Number.isNaN(this.firstAtMs)) this.#observeFirst(nowMs);
    const text = this.#take(nowMs);
    if (this.#taken < this.plan.tokens || Number.isNaN(this.firstAtMs)) return text;
    this.context.state.streamEvents += this.events.tailEvents;
    const tail = this.events.tail(this.#pieceDueAtMs - this.#plannedFromMs);
    if (typeof tail === 'string') {
      this.#isOver = true;
      return text + tail;
    }
    this.#tail = tail;
    return text === '' ? this.#nextOfTail(tail) : text;
  }

  /** When the request was whole and its plan began, on the wheel's clock. */
  get #plannedFromMs(): number {
    return this.owner.dueAtMs - this.plan.firstMs;
  }

  #observeFirst(nowMs: number): void {
    this.firstAtMs = nowMs;
    const waitedMs = nowMs - this.owner.arrivedAtMs;
    this.context.state.firstToken.observe(waitedMs / 1000);
    this.#row.observeFirstToken(this.plan.firstMs, waitedMs);
  }

  #take(nowMs: number): string {
    const { state } = this.context;
    const { events } = this;
    const plan = this.plan;
    const limitAtMs = this.#plannedFromMs + plan.limitMs;
    let text = '';
    let count = 0;
    while (
      this.#taken < plan.tokens &&
      (this.#pieceDueAtMs <= nowMs || this.#eventsOfPiece > 0) &&
      text.length < BATCH_CHARACTERS_MAX
    ) {
      text += events.event();
      count += events.lastEvents ?? 1;
      this.#eventsOfPiece++;
      if (this.#eventsOfPiece === events.pieceEvents) {
        state.tokenLateness.observe((nowMs - this.#pieceDueAtMs) / 1000);
        this.#eventsOfPiece = 0;
        this.#taken++;
        // Behind the last piece it stays: when the stream should have ended.
        if (this.#taken < plan.tokens)
          this.#pieceDueAtMs = Math.min(this.#pieceDueAtMs + plan.pace.nextGapMs(), limitAtMs);
      }
    }
    state.streamEvents += count;
    return text;
  }

  #nextOfTail(tail: ReplyBody): Buffer {
    const slice = tail.slice(this.#tailOffset, BATCH_CHARACTERS_MAX);
    this.#tailOffset += slice.length;
    this.#isOver = this.#tailOffset === tail.length;
    return slice;
  }

  override leave(): void {
    this.context.state.activeStreams--;
  }
}

/** A stream begins with a text that is short, however it was made. */
function asText(text: string | Buffer | ReplyBody): string {
  if (typeof text === 'string') return text;
  return (isReplyBody(text) ? wholeBytes(text) : text).toString();
}
