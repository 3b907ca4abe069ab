/**
 * A client that waits for a page, or reads a long one, and may leave meanwhile. Main thread.
 */
import type { TransportOwner } from '../transport/transport.js';

export class PageReader implements TransportOwner {
  gone = false;
  onBody(): void {}
  onDrain(): void {}
  onFault(error: unknown): void {
    throw error;
  }
  onAbort(): void {
    this.gone = true;
  }
}
