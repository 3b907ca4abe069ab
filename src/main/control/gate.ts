/**
 * Whether new requests are taken: a drain by hand can be taken back, a shutdown cannot. Main thread.
 */
import type { Admission } from '../admission/admission.js';

export class ServingGate {
  #isShuttingDown = false;

  /** `close` has no new requests taken. */
  constructor(
    private readonly admission: Pick<Admission, 'draining'>,
    private readonly close: () => void,
  ) {}

  get isDraining(): boolean {
    return this.admission.draining;
  }

  /** No new requests are taken; those in flight get their answers. */
  drain(): void {
    this.close();
  }

  /** As `drain`, for good. */
  shutDown(): void {
    this.#isShuttingDown = true;
    this.drain();
  }

  /** Takes a drain back; false where the server is shutting down. */
  reopen(): boolean {
    if (this.#isShuttingDown) return false;
    this.admission.draining = false;
    return true;
  }
}
