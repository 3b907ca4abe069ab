/**
 * One request in flight, from its headers to its reply: admission, body, delay, reply. Main thread, hot path.
 *
 * It holds a slot from the moment that it is admitted until it is answered or left, and frees it in `#leave` and
 * nowhere else. It awaits nothing, logs nothing and, being reused, allocates next to nothing.
 *
 *   idle ──open──▶ receiving ──whole body──▶ delayed ──due──▶ idle (answered)
 *                     │  └─ body too large ─▶ lingering ─────▶ idle (holds no slot)
 *                     └──── client left, or bad request ─────▶ idle
 */
import { randomUUID } from 'node:crypto';
import type { DelayPlan } from '../behavior/delay.js';
import type { ApiError } from '../errors.js';
import type { ChatReplyEncoder } from '../protocols/chat-reply.js';
import { parseChatRequest } from '../protocols/chat-request.js';
import type { Dialect } from '../protocols/dialect.js';
import type { SharedState } from '../shared-state.js';
import type { Admission } from './admission.js';
import { BodyBuffer } from './body-buffer.js';
import { type DelayWheel, NOT_WAITING, type Waiting } from './delay-wheel.js';
import { JSON_HEADERS, type Refusals } from './refusals.js';
import type { RequestHead, Transport, TransportOwner } from './transport.js';

/** Where a chat endpoint is mounted, and how it speaks there. */
export interface ChatRoute {
  readonly path: string;
  /** Index into ENDPOINTS. */
  readonly endpoint: number;
  readonly dialect: Dialect;
}

/** What all exchanges of a server share. */
export interface ExchangeContext {
  readonly state: SharedState;
  readonly wheel: DelayWheel;
  readonly admission: Admission;
  readonly refusals: Refusals;
  readonly planDelay: DelayPlan;
  readonly replies: ChatReplyEncoder;
  readonly bodyBytesMax: number;
  /** Monotonic, in milliseconds with fractions; the wheel's clock. */
  readonly now: () => number;
}

const IDLE = 0;
const RECEIVING = 1;
const DELAYED = 2;
const LINGERING = 3;

/** How long a client that was refused may go on uploading before its connection is closed under it. */
const LINGER_MS = 1_000;

export class Exchange<T extends Transport = Transport> implements Waiting, TransportOwner {
  dueAtMs = 0;
  wheelNext: Waiting | null = null;
  wheelPrevious: Waiting | null = null;
  wheelSlot = NOT_WAITING;

  #phase = IDLE;
  #route: ChatRoute | null = null;
  #arrivedAtMs = 0;
  #body: BodyBuffer | null = null;
  #modelPart = '';
  #promptTokens = 0;

  /** `onIdle` is told when the exchange may be used again. */
  constructor(
    readonly transport: T,
    private readonly context: ExchangeContext,
    private readonly onIdle: (exchange: Exchange<T>) => void,
  ) {}

  /** A request's head has arrived on the transport. */
  open(route: ChatRoute, head: RequestHead): void {
    const { admission, refusals, now } = this.context;
    this.#route = route;
    this.#arrivedAtMs = now();
    const refusal = admission.admit(head);
    if (refusal === null) {
      this.#phase = RECEIVING;
      this.transport.attach(this);
    } else if (refusal === refusals.bodyTooLarge) {
      this.transport.attach(this);
      this.#refuseWhileReceiving(refusal);
    } else {
      this.#refuse(refusal);
    }
  }

  onBody(piece: Buffer, isLast: boolean): void {
    if (this.#phase === RECEIVING) this.#receive(piece, isLast);
    else if (this.#phase === LINGERING && isLast) this.#lingerFor(0);
  }

  #receive(piece: Buffer, isLast: boolean): void {
    const { bodyBytesMax, refusals } = this.context;
    const gathered = this.#body;
    if ((gathered === null ? 0 : gathered.length) + piece.length > bodyBytesMax) {
      this.#leave();
      if (isLast) this.#refuse(refusals.bodyTooLarge, true);
      else this.#refuseWhileReceiving(refusals.bodyTooLarge);
      return;
    }
    if (gathered === null && isLast) {
      this.#plan(piece);
      return;
    }
    this.#body ??= new BodyBuffer();
    this.#body.append(piece, bodyBytesMax);
    if (isLast) this.#plan(this.#body.content());
  }

  /** The request is complete: reads it and lets it wait for what is planned for it. */
  #plan(body: Buffer): void {
    const { replies, planDelay, wheel, now } = this.context;
    const parsed = parseChatRequest(body);
    this.#body = null;
    if (!parsed.ok) {
      this.#leave();
      this.#refuse(parsed.error);
      return;
    }
    this.#modelPart = replies.modelPart(parsed.request.model);
    this.#promptTokens = parsed.request.promptTokens;
    this.#phase = DELAYED;
    const delayMs = planDelay();
    if (delayMs > 0) {
      wheel.insert(this, now() + delayMs);
    } else {
      this.dueAtMs = now();
      this.#reply();
    }
  }

  onDue(): void {
    if (this.#phase === LINGERING) this.#closeLingering();
    else this.#reply();
  }

  #reply(): void {
    const { admission, replies, state, now } = this.context;
    const { dialect, endpoint } = this.#route as ChatRoute;
    const uuid = randomUUID();
    const createdSeconds = Math.floor(Date.now() / 1000);
    const body = replies.encode(uuid, createdSeconds, this.#modelPart, this.#promptTokens);
    this.transport.send(200, JSON_HEADERS, dialect.requestId(uuid), body, admission.draining);
    const repliedAtMs = now();
    state.lateness.observe((repliedAtMs - this.dueAtMs) / 1000);
    state.durations[endpoint]?.observe((repliedAtMs - this.#arrivedAtMs) / 1000);
    state.countReply(endpoint, 200);
    this.#leave();
    this.#rest();
  }

  /** Answers a request that holds no slot (any more). */
  #refuse(error: ApiError, close = this.context.admission.draining): void {
    const { dialect } = this.#route as ChatRoute;
    const requestId = dialect.requestId(randomUUID());
    const headers = this.context.refusals.headersFor(error.kind);
    this.transport.send(error.kind.status, headers, requestId, dialect.encodeError(error, requestId), close);
    this.#countRefusal(error);
    this.#rest();
  }

  /** As `#refuse`, to a client that is still uploading: what it sends is dropped for a while, then it is cut off. */
  #refuseWhileReceiving(error: ApiError): void {
    const { dialect } = this.#route as ChatRoute;
    const requestId = dialect.requestId(randomUUID());
    const headers = this.context.refusals.headersFor(error.kind);
    const body = dialect.encodeError(error, requestId);
    this.#body = null;
    this.#phase = LINGERING;
    this.#lingerFor(LINGER_MS);
    this.#countRefusal(error);
    this.transport.sendWhileReceiving(error.kind.status, headers, requestId, body);
  }

  /** Never closes in this turn: the refusal may still be corked, and would be lost. */
  #lingerFor(ms: number): void {
    const { wheel, now } = this.context;
    wheel.cancel(this);
    wheel.insert(this, now() + ms);
  }

  #closeLingering(): void {
    this.#phase = IDLE;
    this.transport.close();
    this.#rest();
  }

  #countRefusal({ kind }: ApiError): void {
    this.context.state.countReply((this.#route as ChatRoute).endpoint, kind.status);
    this.context.state.countRejection(kind.reason);
  }

  onAbort(): void {
    if (this.#phase === IDLE) return;
    this.context.wheel.cancel(this);
    if (this.#phase !== LINGERING) {
      this.context.state.countDisconnect();
      this.#leave();
    }
    this.#rest();
  }

  /** Frees the slot: the one place that does. */
  #leave(): void {
    this.context.state.releaseSlot();
  }

  /** Forgets the request; the exchange may carry another from here on. */
  #rest(): void {
    this.#phase = IDLE;
    this.#body = null;
    this.#route = null;
    this.onIdle(this);
  }
}
