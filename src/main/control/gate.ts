/**
 * Whether new requests are taken: a drain by hand can be taken back, a shutdown cannot. Main thread. Nobody else may change
 * what it changes.
 */
import type { SharedState } from '../../shared/state.js';
import type { Admission } from '../admission/admission.js';

export class ServingGate {
  #isShuttingDown = false;

  /** `turnAway` refuses whoever waits for a slot. */
  constructor(
    private readonly admission: Pick<Admission, 'draining' | 'servesWhileDraining'>,
    private readonly state: Pick<SharedState, 'draining'>,
    private readonly turnAway: () => void,
  ) {}

  get isDraining(): boolean {
    return this.admission.draining;
  }

  /** No new requests are taken; those in flight get their answers. */
  drain(): void {
    this.#set(true, false);
    this.turnAway();
  }

  /** A shutdown comes: all are told to go elsewhere, and who comes all the same is served. A drain by hand stays what it is. */
  announceShutdown(): void {
    this.#isShuttingDown = true;
    if (!this.admission.draining) this.#set(true, true);
  }

  /** As `drain`, for good. */
  shutDown(): void {
    this.#isShuttingDown = true;
    this.drain();
  }

  /** Takes a drain back; false where the server is shutting down. */
  reopen(): boolean {
    if (this.#isShuttingDown) return false;
    this.#set(false, false);
    return true;
  }

  #set(draining: boolean, serves: boolean): void {
    this.admission.draining = draining;
    this.admission.servesWhileDraining = serves;
    // Last: whoever hears of it finds the rest said.
    this.state.draining = Number(draining);
  }
}
