/**
 * One answer that is sent piece by piece. Main thread, hot path.
 *
 * Deadlines are absolute: they start with the plan and grow by its gaps, so a piece that is late does not delay the next.
 * Pieces that are due together leave in one write. A client that does not read is not written to: what the kernel did not
 * take stays with the transport, at most two batches of it.
 */
import type { Plan } from '../behavior/plan.js';
import type { StreamEvents } from '../protocols/protocol.js';
import type { SharedState } from '../shared-state.js';
import type { ReplyHead, Transport } from './transport.js';

/** Written at once at the most. */
const BATCH_CHARACTERS_MAX = 32_768;
/** A comment of the event-stream format, which clients skip: it makes the transport send what it still holds. */
const NOTHING_TO_SAY = ':\n\n';

/** What comes next, in place of a deadline: the answer is complete. */
export const ENDED = -1;
/** What comes next, in place of a deadline: nothing before the client has read. */
export const FULL = -2;

export class AnswerStream {
  #taken = 0;
  #dueAtMs: number;
  readonly #limitAtMs: number;

  /** `startedAtMs`: when the plan began, on the wheel's clock. */
  constructor(
    private readonly transport: Transport,
    private readonly events: StreamEvents,
    private readonly plan: Plan,
    private readonly state: SharedState,
    startedAtMs: number,
  ) {
    this.#limitAtMs = startedAtMs + plan.limitMs;
    this.#dueAtMs = startedAtMs + plan.firstMs;
  }

  /** Begins the reply with everything that is due. Gives back when to go on: a time on the wheel's clock, ENDED or FULL. */
  start(nowMs: number, head: ReplyHead, requestId: string, close: boolean): number {
    const text = this.events.head() + this.#take(nowMs);
    const hasRoom = this.transport.startStream(head, requestId, text, close);
    return this.#next(hasRoom, nowMs);
  }

  /** Sends what is due; nothing but a comment when nothing is. Gives back what `start` does. */
  advance(nowMs: number): number {
    const text = this.#take(nowMs);
    if (this.#isComplete) {
      this.transport.endStream(text + this.events.tail());
      return ENDED;
    }
    return this.#next(this.transport.write(text === '' ? NOTHING_TO_SAY : text), nowMs);
  }

  get #isComplete(): boolean {
    return this.#taken >= this.plan.tokens;
  }

  #next(hasRoom: boolean, nowMs: number): number {
    if (!hasRoom) return FULL;
    if (!this.#isComplete) return Math.max(this.#dueAtMs, nowMs);
    this.transport.endStream(this.events.tail());
    return ENDED;
  }

  #take(nowMs: number): string {
    const { events, plan, state } = this;
    const first = this.#taken;
    let text = '';
    while (this.#taken < plan.tokens && this.#dueAtMs <= nowMs && text.length < BATCH_CHARACTERS_MAX) {
      text += events.piece(this.#taken);
      state.tokenLateness.observe((nowMs - this.#dueAtMs) / 1000);
      this.#taken++;
      this.#dueAtMs = Math.min(this.#dueAtMs + plan.pace.nextGapMs(), this.#limitAtMs);
    }
    state.countStreamEvents(this.#taken - first);
    return text;
  }
}
