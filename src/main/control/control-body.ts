/**
 * Gathers the body of one request to the control API, up to a bound. Main thread. What is longer is dropped to its end, so that
 * its sender gets to read why; and a sender that does not end is cut off.
 */
import type { Defects } from '../../shared/defects.js';
import type { Transport, TransportOwner } from '../transport/transport.js';

const BODY_BYTES_MAX = 65_536;
/** Of what is dropped. */
const DROPPED_BYTES_MAX = 16_777_216;

export class ControlBody implements TransportOwner {
  #pieces: Buffer[] = [];
  #bytes = 0;

  /** `done` gets the whole body, null for one that was too long; it is told once, unless the client leaves before. */
  constructor(
    private readonly done: (bytes: Buffer | null) => void,
    private readonly transport: Transport,
    private readonly defects: Defects,
  ) {}

  onBody(piece: Buffer, isLast: boolean): void {
    this.#bytes += piece.length;
    const isTooLong = this.#bytes > BODY_BYTES_MAX;
    if (isTooLong) this.#pieces = [];
    // The memory of a piece is only lent.
    else if (piece.length > 0) this.#pieces.push(Buffer.from(piece));
    if (isLast) this.done(isTooLong ? null : Buffer.concat(this.#pieces));
    else if (this.#bytes > DROPPED_BYTES_MAX) this.transport.close();
  }

  onAbort(): void {
    this.#pieces = [];
  }

  onDrain(): void {}

  onFault(error: unknown): void {
    this.defects.report(error, 'page');
    this.transport.close();
  }
}
