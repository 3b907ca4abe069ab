/**
 * A request that waits for a slot: its body is gathered meanwhile, within the limits of all bodies, and it is turned away when
 * it has waited for QUEUE_TIMEOUT. Holds no slot. Main thread.
 */
import type { ApiError } from '../../shared/errors.js';
import type { Waiter } from '../admission/waiting-line.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import { Waiting } from '../replying/timing/waiting.js';
import type { Transport, TransportOwner } from '../transport/transport.js';
import type { Intake } from './intake.js';

/** The exchange whose request waits. */
export interface QueueOwner {
  /** It has a slot, and the transport is to be its own again. `isWhole`: its whole body was gathered. */
  onSlot(isWhole: boolean, waitedMs: number): void;
  /** It gets no slot, and holds none. `isWhole`: the client does not upload any more. */
  onTurnedAway(error: ApiError, isWhole: boolean): void;
  /** The client has left. */
  onAbort(): void;
  onFault(error: unknown): void;
}

export class QueuePlace extends Waiting implements TransportOwner, Waiter {
  lineNext: Waiter | null = null;
  linePrevious: Waiter | null = null;
  lineTicket = 0;
  #isWhole = false;
  #isWaiting = true;
  readonly #sinceMs: number;

  /** Takes the transport over, and joins the line. */
  constructor(
    transport: Transport,
    private readonly context: ExchangeContext,
    private readonly intake: Intake,
    private readonly owner: QueueOwner,
  ) {
    super();
    const { line, wheel, now } = context;
    this.#sinceMs = now();
    transport.attach(this);
    line.join(this);
    wheel.insert(this, this.#sinceMs + line.timeoutMs);
  }

  onBody(piece: Buffer, isLast: boolean): void {
    if (!this.#isWaiting) return;
    this.#isWhole = isLast;
    const refusal = piece.length === 0 ? null : this.intake.gather(piece);
    if (refusal !== null) this.#giveUp(refusal);
  }

  onSlot(): void {
    this.#isWaiting = false;
    this.context.wheel.cancel(this);
    this.owner.onSlot(this.#isWhole, this.context.now() - this.#sinceMs);
  }

  onTurnedAway(error: ApiError): void {
    this.#isWaiting = false;
    this.context.wheel.cancel(this);
    this.owner.onTurnedAway(error, this.#isWhole);
  }

  /** It has waited for too long. */
  onDue(): void {
    this.#giveUp(this.context.refusals.queueTimeout);
  }

  #giveUp(error: ApiError): void {
    this.context.line.leave(this);
    this.onTurnedAway(error);
  }

  onAbort(): void {
    if (!this.#isWaiting) return;
    this.#leave();
    this.context.state.queueDisconnects++;
    this.owner.onAbort();
  }

  onDrain(): void {}

  onFault(error: unknown): void {
    this.#leave();
    this.owner.onFault(error);
  }

  #leave(): void {
    if (this.#isWaiting) this.context.line.leave(this);
    this.#isWaiting = false;
    this.context.wheel.cancel(this);
  }
}
