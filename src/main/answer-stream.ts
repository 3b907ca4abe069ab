/**
 * One answer that is sent piece by piece. Main thread, hot path.
 *
 * Deadlines are absolute: they start with the plan and grow by its gaps, so a piece that is late does not delay the next.
 * Pieces that are due together leave in one write. A client that does not read is not written to: what the kernel did not
 * take stays with the transport, which is two batches at the most, since it may tell of it one write late.
 */
import type { Plan } from '../behavior/plan.js';
import type { StreamEvents } from '../protocols/protocol.js';
import { type ReplyBody, wholeBytes } from '../protocols/reply-body.js';
import type { ApiRoute } from './api-routes.js';
import type { ExchangeContext } from './exchange-context.js';
import type { PlannedRequest } from './planned-request.js';
import { nextRequestId } from './request-id.js';
import { ENDED, FULL, Sending, type SendingOwner } from './sending.js';
import { COMMENT, type Transport } from './transport.js';

/** Two of these are what is held at the most for a client that does not read: 64 KiB of ASCII. */
const BATCH_CHARACTERS_MAX = 32_768;

function wholeText(text: string | ReplyBody): string {
  return typeof text === 'string' ? text : wholeBytes(text).toString();
}

export class AnswerStream extends Sending {
  readonly #id = nextRequestId();
  readonly #plan: Plan;
  readonly #events: StreamEvents;
  readonly #limitAtMs: number;
  #pieceDueAtMs: number;
  #taken = 0;
  #isTailSent = false;

  /** `firstDueAtMs`: when the first piece is due, on the wheel's clock. */
  constructor(
    transport: Transport,
    context: ExchangeContext,
    owner: SendingOwner,
    private readonly route: ApiRoute,
    planned: PlannedRequest,
    firstDueAtMs: number,
  ) {
    super(transport, context, owner);
    const { request, plan } = planned;
    this.#plan = plan;
    this.#events = route.protocol.openStream?.(request, planned.answer(this.#id.uuid)) as StreamEvents;
    this.#pieceDueAtMs = firstDueAtMs;
    this.#limitAtMs = firstDueAtMs - plan.firstMs + plan.limitMs;
  }

  /** Begins the reply with everything that is due. `close` ends the connection behind it. */
  start(arrivedAtMs: number, close: boolean): void {
    const { state, now } = this.context;
    const nowMs = now();
    state.firstToken.observe((nowMs - arrivedAtMs) / 1000);
    state.changeStreams(1);
    state.countStreamEvents(this.#events.headEvents);
    this.follow(this.#begin(wholeText(this.#events.head()) + this.#take(nowMs), nowMs, close));
  }

  #begin(text: string, nowMs: number, close: boolean): number {
    const { dialect, heads } = this.route;
    const requestId = dialect.requestId(this.#id);
    if (this.#isComplete) {
      return this.transport.send(200, heads.stream, requestId, text + this.#tail(), close) ? ENDED : FULL;
    }
    return this.#next(this.transport.startStream(heads.stream, requestId, text, close), nowMs);
  }

  /** Sends what is due. When nothing is, a comment, which makes the transport send what it still holds. */
  protected advance(nowMs: number): number {
    const text = this.#take(nowMs);
    if (this.#isComplete) return this.transport.endStream(text + this.#tail(), this.isBehind) ? ENDED : FULL;
    return this.#next(this.transport.write(text === '' ? COMMENT : text), nowMs);
  }

  get #isComplete(): boolean {
    return this.#taken >= this.#plan.tokens;
  }

  #next(hasRoom: boolean, nowMs: number): number {
    return hasRoom ? Math.max(this.#pieceDueAtMs, nowMs) : FULL;
  }

  #take(nowMs: number): string {
    const { state } = this.context;
    const events = this.#events;
    const plan = this.#plan;
    const first = this.#taken;
    let text = '';
    while (this.#taken < plan.tokens && this.#pieceDueAtMs <= nowMs && text.length < BATCH_CHARACTERS_MAX) {
      for (let left = events.pieceEvents; left > 0; left--) text += events.event();
      state.tokenLateness.observe((nowMs - this.#pieceDueAtMs) / 1000);
      this.#taken++;
      this.#pieceDueAtMs = Math.min(this.#pieceDueAtMs + plan.pace.nextGapMs(), this.#limitAtMs);
    }
    state.countStreamEvents((this.#taken - first) * events.pieceEvents);
    return text;
  }

  /** Nothing the second time. */
  #tail(): string {
    if (this.#isTailSent) return '';
    this.#isTailSent = true;
    this.context.state.countStreamEvents(this.#events.tailEvents);
    return wholeText(this.#events.tail());
  }

  override leave(): void {
    this.context.state.changeStreams(-1);
  }
}
