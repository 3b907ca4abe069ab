/**
 * One request in flight, from its headers to its reply: admission, body, delay, reply. Main thread, hot path.
 *
 * It holds a slot from the moment that it is admitted until it is answered or left, and frees it in `#leave` and
 * nowhere else. It awaits nothing, logs nothing and, being reused, allocates next to nothing.
 *
 *   idle ──open──▶ receiving ──whole body──▶ delayed ──due──▶ idle (answered)
 *                     │  │                      └──due──▶ streaming ◀──▶ stalled ──▶ idle (answered, or cut off)
 *                     │  └─ body too large ─▶ lingering ─────▶ idle (holds no slot)
 *                     └──── client left, or bad request ─────▶ idle
 */
import { randomUUID } from 'node:crypto';
import type { Plan } from '../behavior/plan.js';
import type { Overrides, Planner } from '../behavior/planner.js';
import type { ApiError } from '../errors.js';
import type { Answer, ModelRequest } from '../protocols/protocol.js';
import type { SharedState } from '../shared-state.js';
import type { Admission } from './admission.js';
import { AnswerStream, ENDED, FULL } from './answer-stream.js';
import type { ApiRoute } from './api-routes.js';
import { BodyBuffer } from './body-buffer.js';
import { type DelayWheel, NOT_WAITING, type Waiting } from './delay-wheel.js';
import type { Refusals } from './refusals.js';
import type { RequestOverrides } from './request-overrides.js';
import type { RequestHead, Transport, TransportOwner } from './transport.js';

/** What all exchanges of a server share. */
export interface ExchangeContext {
  readonly state: SharedState;
  readonly wheel: DelayWheel;
  readonly admission: Admission;
  readonly refusals: Refusals;
  readonly planner: Planner;
  readonly overrides: RequestOverrides;
  readonly bodyBytesMax: number;
  readonly stallTimeoutMs: number;
  /** Monotonic, in milliseconds with fractions; the wheel's clock. */
  readonly now: () => number;
}

const IDLE = 0;
const RECEIVING = 1;
const DELAYED = 2;
const STREAMING = 3;
const STALLED = 4;
const LINGERING = 5;

/** How long a client that was refused may go on uploading before its connection is closed under it. */
const LINGER_MS = 1_000;

export class Exchange<T extends Transport = Transport> implements Waiting, TransportOwner {
  dueAtMs = 0;
  wheelNext: Waiting | null = null;
  wheelPrevious: Waiting | null = null;
  wheelSlot = NOT_WAITING;

  #phase = IDLE;
  #route: ApiRoute | null = null;
  #arrivedAtMs = 0;
  #overrides: Overrides | null = null;
  #body: BodyBuffer | null = null;
  #request: ModelRequest | null = null;
  #plan: Plan | null = null;
  #stream: AnswerStream | null = null;

  /** `onIdle` is told when the exchange may be used again. */
  constructor(
    readonly transport: T,
    private readonly context: ExchangeContext,
    private readonly onIdle: (exchange: Exchange<T>) => void,
  ) {}

  /** A request's head has arrived on the transport. */
  open(route: ApiRoute, head: RequestHead): void {
    const { admission, refusals, overrides, now } = this.context;
    this.#route = route;
    this.#arrivedAtMs = now();
    const asked = overrides.read(head);
    if (asked !== null && 'kind' in asked) {
      this.#refuse(asked);
      return;
    }
    const refusal = admission.admit(head);
    if (refusal === null) {
      this.#overrides = asked;
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
    else if (this.#phase === LINGERING && isLast) this.#waitFor(0);
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
      this.#accept(piece);
      return;
    }
    this.#body ??= new BodyBuffer();
    this.#body.append(piece, bodyBytesMax);
    if (isLast) this.#accept(this.#body.content());
  }

  /** The request is complete: reads it and lets it wait for what is planned for it. */
  #accept(body: Buffer): void {
    const { planner, wheel, now } = this.context;
    const { protocol, parseOptions } = this.#route as ApiRoute;
    const parsed = protocol.parse(body, parseOptions);
    const planned = parsed.ok ? planner.plan(parsed.request, this.#overrides, body) : parsed.error;
    this.#body = null;
    if ('kind' in planned) {
      this.#leave();
      this.#refuse(planned);
      return;
    }
    this.#request = (parsed as { request: ModelRequest }).request;
    this.#plan = planned;
    this.#phase = DELAYED;
    const delayMs = this.#request.stream ? planned.firstMs : planned.totalMs;
    if (delayMs > 0) {
      wheel.insert(this, now() + delayMs);
    } else {
      this.dueAtMs = now();
      this.onDue();
    }
  }

  onDue(): void {
    switch (this.#phase) {
      case DELAYED:
        if ((this.#request as ModelRequest).stream) this.#startStream();
        else this.#reply();
        return;
      case STREAMING:
        this.#continueStream();
        return;
      case STALLED:
      case LINGERING:
        this.#cutOff();
    }
  }

  #answer(uuid: string): Answer {
    const { text, tokens, finish } = this.#plan as Plan;
    const { promptTokens } = this.#request as ModelRequest;
    return { uuid, createdSeconds: Math.floor(Date.now() / 1000), text, tokens, finish, promptTokens };
  }

  #reply(): void {
    const { admission, state, now } = this.context;
    const { dialect, protocol, jsonHead } = this.#route as ApiRoute;
    const uuid = randomUUID();
    const body = protocol.encodeReply(this.#request as ModelRequest, this.#answer(uuid));
    this.transport.send(200, jsonHead, dialect.requestId(uuid), body, admission.draining);
    state.lateness.observe((now() - this.dueAtMs) / 1000);
    this.#countAnswer();
  }

  #startStream(): void {
    const { admission, state, now } = this.context;
    const { dialect, protocol, streamHead } = this.#route as ApiRoute;
    const uuid = randomUUID();
    const plan = this.#plan as Plan;
    const events = protocol.openStream(this.#request as ModelRequest, this.#answer(uuid));
    this.#stream = new AnswerStream(this.transport, events, plan, state, this.dueAtMs - plan.firstMs);
    const nowMs = now();
    state.firstToken.observe((nowMs - this.#arrivedAtMs) / 1000);
    state.changeStreams(1);
    this.#follow(this.#stream.start(nowMs, streamHead, dialect.requestId(uuid), admission.draining));
  }

  #continueStream(): void {
    this.#follow((this.#stream as AnswerStream).advance(this.context.now()));
  }

  /** The stream was written to: waits for its next piece, or for its client to read, or ends. */
  #follow(next: number): void {
    if (next === ENDED) {
      this.#countAnswer();
    } else if (next === FULL) {
      this.#phase = STALLED;
      this.#waitFor(this.context.stallTimeoutMs);
    } else {
      this.#phase = STREAMING;
      this.context.wheel.insert(this, next);
    }
  }

  /** There is room again: whatever is due goes out, and with it what the transport still holds. */
  onDrain(): void {
    if (this.#phase !== STREAMING && this.#phase !== STALLED) return;
    this.context.wheel.cancel(this);
    this.#continueStream();
  }

  /** The reply is complete. */
  #countAnswer(): void {
    const { state, now } = this.context;
    const { endpoint } = this.#route as ApiRoute;
    const { promptTokens } = this.#request as ModelRequest;
    state.durations[endpoint]?.observe((now() - this.#arrivedAtMs) / 1000);
    state.countReply(endpoint, 200);
    state.countTokens(promptTokens, (this.#plan as Plan).tokens);
    this.#leave();
    this.#rest();
  }

  /** Answers a request that holds no slot (any more). */
  #refuse(error: ApiError, close = this.context.admission.draining): void {
    this.context.refusals.send(this.transport, this.#route as ApiRoute, error, close);
    this.#rest();
  }

  /** As `#refuse`, to a client that is still uploading: what it sends is dropped for a while, then it is cut off. */
  #refuseWhileReceiving(error: ApiError): void {
    this.#body = null;
    this.#phase = LINGERING;
    this.#waitFor(LINGER_MS);
    this.context.refusals.sendWhileReceiving(this.transport, this.#route as ApiRoute, error);
  }

  /** At least until the next turn: what was written in this one may still be corked, and a close would lose it. */
  #waitFor(ms: number): void {
    const { wheel, now } = this.context;
    wheel.cancel(this);
    wheel.insert(this, now() + ms);
  }

  /** Ends a connection whose client had its time. */
  #cutOff(): void {
    const { state } = this.context;
    if (this.#phase === STALLED) {
      state.countStalledStream();
      this.#leave();
    }
    this.transport.close();
    this.#rest();
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
    if (this.#stream !== null) this.context.state.changeStreams(-1);
    this.context.state.releaseSlot();
  }

  /** Forgets the request; the exchange may carry another from here on. */
  #rest(): void {
    this.#phase = IDLE;
    this.#overrides = null;
    this.#body = null;
    this.#request = null;
    this.#plan = null;
    this.#stream = null;
    this.#route = null;
    this.onIdle(this);
  }
}
