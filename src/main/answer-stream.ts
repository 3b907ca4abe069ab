/**
 * One answer that is sent piece by piece. Main thread, hot path.
 *
 * Deadlines are absolute: they start with the plan and grow by its gaps, so a piece that is late does not delay the next.
 * Pieces that are due together leave in one write. A client that does not read is not written to: what the kernel did not
 * take stays with the transport, which is two batches at the most, since it may tell of it one write late.
 */
import type { Plan } from '../behavior/plan.js';
import type { StreamEvents } from '../protocols/protocol.js';
import type { SharedState } from '../shared-state.js';
import type { ApiRoute } from './api-routes.js';
import type { PlannedRequest } from './planned-request.js';
import { nextRequestId } from './request-id.js';
import type { Transport } from './transport.js';

/** Two of these are what is held at the most for a client that does not read: 64 KiB of ASCII. */
const BATCH_CHARACTERS_MAX = 32_768;
/** A comment of the event-stream format, which clients skip: it makes the transport send what it still holds. */
const NOTHING_TO_SAY = ':\n\n';

/** What comes next, in place of a deadline: the answer is complete. */
export const ENDED = -1;
/** What comes next, in place of a deadline: nothing before the client has read. */
export const FULL = -2;

export class AnswerStream {
  readonly #id = nextRequestId();
  readonly #plan: Plan;
  readonly #events: StreamEvents;
  readonly #limitAtMs: number;
  #dueAtMs: number;
  #taken = 0;

  /** `firstDueAtMs`: when the first piece is due, on the wheel's clock. */
  constructor(
    private readonly transport: Transport,
    private readonly state: SharedState,
    private readonly route: ApiRoute,
    planned: PlannedRequest,
    firstDueAtMs: number,
  ) {
    const { request, plan } = planned;
    this.#plan = plan;
    this.#events = route.protocol.openStream?.(request, planned.answer(this.#id.uuid)) as StreamEvents;
    this.#dueAtMs = firstDueAtMs;
    this.#limitAtMs = firstDueAtMs - plan.firstMs + plan.limitMs;
  }

  /**
   * Begins the reply with everything that is due. `close` ends the connection behind it. Gives back when to go on: a time
   * on the wheel's clock, ENDED or FULL.
   */
  start(nowMs: number, arrivedAtMs: number, close: boolean): number {
    const { dialect, heads } = this.route;
    const requestId = dialect.requestId(this.#id);
    this.state.firstToken.observe((nowMs - arrivedAtMs) / 1000);
    this.state.changeStreams(1);
    this.state.countStreamEvents(this.#events.headEvents);
    const text = this.#events.head() + this.#take(nowMs);
    if (this.#isComplete) {
      this.transport.send(200, heads.stream, requestId, text + this.#tail(), close);
      return ENDED;
    }
    return this.#next(this.transport.startStream(heads.stream, requestId, text, close), nowMs);
  }

  /** Sends what is due; nothing but a comment when nothing is. Gives back what `start` does. */
  advance(nowMs: number): number {
    const text = this.#take(nowMs);
    if (this.#isComplete) {
      this.transport.endStream(text + this.#tail());
      return ENDED;
    }
    return this.#next(this.transport.write(text === '' ? NOTHING_TO_SAY : text), nowMs);
  }

  get #isComplete(): boolean {
    return this.#taken >= this.#plan.tokens;
  }

  #next(hasRoom: boolean, nowMs: number): number {
    return hasRoom ? Math.max(this.#dueAtMs, nowMs) : FULL;
  }

  #take(nowMs: number): string {
    const { state } = this;
    const events = this.#events;
    const plan = this.#plan;
    const first = this.#taken;
    let text = '';
    while (this.#taken < plan.tokens && this.#dueAtMs <= nowMs && text.length < BATCH_CHARACTERS_MAX) {
      text += events.piece(this.#taken);
      state.tokenLateness.observe((nowMs - this.#dueAtMs) / 1000);
      this.#taken++;
      this.#dueAtMs = Math.min(this.#dueAtMs + plan.pace.nextGapMs(), this.#limitAtMs);
    }
    state.countStreamEvents((this.#taken - first) * events.pieceEvents);
    return text;
  }

  #tail(): string {
    this.state.countStreamEvents(this.#events.tailEvents);
    return this.#events.tail();
  }

  /** The stream has ended, in whatever way. */
  leave(): void {
    this.state.changeStreams(-1);
  }
}
