/**
 * A reply that does not go out in one write: it waits on the wheel for its next piece, or for its client to read. Main
 * thread, hot path: a stream of tokens passes through here once a token.
 *
 * A client that reads nothing for STALL_TIMEOUT is given up. Until then its connection has to be held open, for
 * uWebSockets.js closes one by itself whose client has read nothing for as long as an idle one is kept.
 */

import { SERVER_SENT_EVENTS, type StreamFormat } from '../../protocols/contract/stream-format.js';
import type { SlowReader } from '../admission/memory-budget.js';
import type { StreamCourse } from '../records/answer-times.js';
import type { Transport } from '../transport/transport.js';
import type { ExchangeContext } from './exchange-context.js';
import { Waiting } from './timing/waiting.js';

const NOT_STALLED = 0;

/**
 * What comes next: a deadline on the wheel's clock; the reply has gone out; nothing before the client has read; nothing at all,
 * since the reply was to break off here, by FIN or by RST.
 */
export type Next = number | 'sent' | 'full' | 'cut' | 'reset';

/** Who sends the reply. */
export interface SendingOwner {
  /** The whole reply has gone out. */
  onSent(nowMs: number): void;
  /** The client has had its time to read, or memory is short and it has read nothing for the longest. */
  onStalled(): void;
  /** As much has gone out as was to: the connection is to end, by RST or by FIN. */
  onBroken(byReset: boolean): void;
  /** Sending it has thrown. */
  onFault(error: unknown): void;
}

/** What every one of them needs; an exchange has more. */
export type SendingContext = Pick<
  ExchangeContext,
  'wheel' | 'now' | 'stallTimeoutMs' | 'holdOpenEveryMs' | 'budget'
>;

export abstract class Sending extends Waiting implements SlowReader {
  #stalledUntilMs = NOT_STALLED;

  constructor(
    protected readonly transport: Transport,
    protected readonly context: SendingContext,
    protected readonly owner: SendingOwner,
  ) {
    super();
  }

  /** Of a stream: when it began, and when it should have come as far as it has. On the wheel's clock. */
  get course(): StreamCourse | null {
    return null;
  }

  /** What may be written where there is nothing to say. */
  protected abstract get format(): StreamFormat;

  /** Sends what is due. */
  protected abstract advance(nowMs: number): Next;

  /** The reply was written to: waits for what comes next. */
  protected follow(next: Next): void {
    const { wheel, now, stallTimeoutMs, budget } = this.context;
    if (next === 'sent') {
      this.owner.onSent(now());
    } else if (next === 'cut' || next === 'reset') {
      this.owner.onBroken(next === 'reset');
    } else if (next === 'full') {
      const nowMs = now();
      this.#stalledUntilMs = nowMs + stallTimeoutMs;
      this.#waitForClient(nowMs);
      budget.join(this);
    } else {
      this.#stalledUntilMs = NOT_STALLED;
      wheel.insert(this, next);
    }
  }

  onDue(): void {
    const nowMs = this.context.now();
    if (this.#stalledUntilMs === NOT_STALLED) {
      this.follow(this.advance(nowMs));
    } else if (nowMs < this.#stalledUntilMs) {
      // In this order: holding open may find that the client has read after all.
      this.#waitForClient(nowMs);
      this.transport.holdOpen(this.format);
    } else {
      this.cutOff();
    }
  }

  onFault(error: unknown): void {
    this.owner.onFault(error);
  }

  cutOff(): void {
    this.cancel();
    this.owner.onStalled();
  }

  /** Whether the client has not read what was sent before. */
  protected get isBehind(): boolean {
    return this.#stalledUntilMs !== NOT_STALLED;
  }

  #waitForClient(nowMs: number): void {
    this.context.wheel.insert(this, Math.min(this.#stalledUntilMs, nowMs + this.context.holdOpenEveryMs));
  }

  /** The client has read; see TransportOwner. */
  onDrain(done: boolean): void {
    this.cancel();
    this.follow(done ? 'sent' : this.advance(this.context.now()));
  }

  /** Waits for nothing any more. */
  cancel(): void {
    this.context.wheel.cancel(this);
    this.context.budget.leave(this);
  }

  /** The reply is over, in whatever way. */
  leave(): void {}
}

/** A reply in one piece of which the client has not yet read enough: the transport sends the rest by itself. */
export class LargeReply extends Sending {
  static start(transport: Transport, context: ExchangeContext, owner: SendingOwner): LargeReply {
    const reply = new LargeReply(transport, context, owner);
    reply.follow('full');
    return reply;
  }

  /** Its rest is written in place of anything else. */
  protected get format(): StreamFormat {
    return SERVER_SENT_EVENTS;
  }

  protected advance(): Next {
    return 'full';
  }
}
