/**
 * A long reply whose bytes are here because another thread has made them: they count in MAX_BUFFERED_BYTES until the client has read
 * them, or has left. Any thread that serves. Must never be made and not sent.
 */
import type { MemoryBudget } from '../admission/memory-budget.js';
import type { Transport, TransportOwner } from '../transport/transport.js';

/** Where bytes are held. */
export type Holding = Pick<MemoryBudget, 'hasRoom' | 'tryHold' | 'free'>;

export class HeldReply implements TransportOwner {
  private constructor(
    private readonly budget: Holding,
    private bytes: number,
  ) {}

  /** Null where there is no room for so many bytes. */
  static of(bytes: number, budget: Holding): HeldReply | null {
    return budget.tryHold(bytes) ? new HeldReply(budget, bytes) : null;
  }

  /** `send` sends the reply on the transport, and gives back what that says. */
  send(transport: Transport, send: () => boolean): void {
    transport.attach(this);
    if (send()) this.#letGo();
  }

  onBody(): void {}

  onAbort(): void {
    this.#letGo();
  }

  onDrain(done: boolean): void {
    if (done) this.#letGo();
  }

  onFault(error: unknown): void {
    throw error;
  }

  #letGo(): void {
    this.budget.free(this.bytes);
    this.bytes = 0;
  }
}
