/**
 * Decides by its headers alone whether a request is let in, and takes its slot. Main thread, hot path.
 *
 * The order is the cheapest first and the slot last, so that nothing that is refused ever held one. The slot is taken
 * before the body is read: a slow upload is load, and counts.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';
import { type Packing, packingOf } from '../../workers/packing.js';
import type { BrowserRules } from '../transport/browsers/browser-rules.js';
import type { RequestHead } from '../transport/transport.js';
import { bodyTooLarge } from './body-too-large.js';
import { INLINE_BYTES_MAX, type MemoryBudget } from './memory-budget.js';
import type { Refusals } from './refusals.js';
import { keyOf } from './request-key.js';
import type { WaitingLine } from './waiting-line.js';

export interface AdmissionOptions {
  readonly state: SharedState;
  readonly refusals: Refusals;
  readonly bodyBytesMax: number;
  readonly budget: MemoryBudget;
  readonly line: WaitingLine;
  readonly browsers: BrowserRules;
  /** null lets everyone in. */
  readonly apiKey: string | null;
}

export class Admission {
  /** Told to everybody, and every answer ends its connection. Set when a shutdown begins, and by the control API (ServingGate). */
  draining = false;
  /** While it drains: whether who comes all the same is let in (SHUTDOWN_DELAY). */
  servesWhileDraining = false;
  /** Until STARTUP_DURATION has passed. */
  starting = false;
  /** Whether whoever asks is looked up (see Callers); set by whoever needs to know. */
  needsCallers = false;
  /** Above so many connections no request is let in (see ConnectionLimit). Set once at start-up. */
  connectionsMax = Number.POSITIVE_INFINITY;
  /** How the body of the request that was checked last is packed; null of nearly all. */
  packing: Packing | null = null;
  /** Told of each request to an API before it is looked at; whoever wants to know of the first alone takes it away. */
  onRequest: (() => void) | null = null;
  readonly #keyDigest: Buffer | null;

  constructor(private readonly options: AdmissionOptions) {
    this.#keyDigest = options.apiKey === null ? null : digest(options.apiKey);
  }

  /** Whether a connection ends with the reply that it gets now. */
  get endsConnections(): boolean {
    return this.draining || this.#isShortOfConnections;
  }

  get #isShortOfConnections(): boolean {
    return this.options.state.connections > this.connectionsMax;
  }

  /** Gives back why the request is refused, or null: then it may take a slot. */
  check(head: RequestHead): ApiError | null {
    const { refusals, bodyBytesMax, state, budget, line, browsers } = this.options;
    if (this.onRequest !== null) this.onRequest();
    if (this.draining && !this.servesWhileDraining) return refusals.draining;
    if (this.starting) return refusals.starting;
    if (this.#isShortOfConnections) return refusals.connectionsFull;
    if (head.mayBeOfPage || browsers.looksAtAll) {
      const refusal = browsers.checkPost(head);
      if (refusal !== null) return refusal;
    }
    if (this.#keyDigest !== null) {
      const refusal = this.#compareKey(head, this.#keyDigest);
      if (refusal !== null) return refusal;
    }
    // Absent for a chunked body: Number('') is 0. Two lengths are no number.
    const announced = head.contentLength;
    const length = Number(announced);
    // uWebSockets.js says nothing of such a body when its head came in two packets (seen in both builds, 2026-11-26).
    if (length === 0 && announced !== '') return refusals.bodyEmpty;
    if (!(length <= bodyBytesMax))
      return Number.isNaN(length) ? refusals.lengthUnclear : bodyTooLarge(length, bodyBytesMax);
    const encoding = head.contentEncoding;
    const packing = encoding === '' ? null : packingOf(encoding);
    if (typeof packing === 'string') return apiError(ERROR_KINDS.unsupportedEncoding, packing);
    this.packing = packing;
    if (length > INLINE_BYTES_MAX && !budget.hasRoom(length)) return refusals.memoryFull;
    // What is refused for want of a slot is looked at no further; whoever finds one still has to take it.
    return state.active < state.slotsMax || line.hasRoom ? null : refusals.full;
  }

  /** Takes a slot, which the caller must free once; or gives back that there is none, or none before others have had theirs. */
  takeSlot(): ApiError | null {
    const { state, refusals, line } = this.options;
    return line.length === 0 && state.tryAcquireSlot() ? null : refusals.full;
  }

  /** Why a request may not be answered for want of the right key; null lets it pass. */
  checkKey(head: RequestHead): ApiError | null {
    return this.#keyDigest === null ? null : this.#compareKey(head, this.#keyDigest);
  }

  /** Digests are compared, in constant time: neither the key's content nor its length shows in how long it takes. */
  #compareKey(head: RequestHead, keyDigest: Buffer): ApiError | null {
    const given = keyOf(head);
    if (given === '') return this.options.refusals.keyMissing;
    return timingSafeEqual(digest(given), keyDigest) ? null : this.options.refusals.keyWrong;
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
