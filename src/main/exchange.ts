/**
 * One request in flight, from its headers to its reply: admission, body, plan, delay, reply. Main thread, hot path.
 *
 * It holds a slot from the moment that it is admitted until it is answered or left, and frees it in `#leave` and
 * nowhere else. It awaits nothing, logs nothing and, being reused, allocates next to nothing.
 *
 *   idle ──open──▶ receiving ──whole body──▶ delayed ──due──▶ idle (answered)
 *                     │  │                      └───due──▶ streaming ◀──▶ stalled ──▶ idle (answered, or cut off)
 *                     │  └─ body too large ─▶ lingering ─▶ idle (holds no slot)
 *                     └──── client left, or bad request ─▶ idle
 */
import type { Behavior } from '../behavior/profile.js';
import type { ApiError } from '../errors.js';
import { AnswerStream, ENDED, FULL } from './answer-stream.js';
import type { ApiRoute } from './api-routes.js';
import { BodyBuffer } from './body-buffer.js';
import { NOT_WAITING, type Waiting } from './delay-wheel.js';
import type { ExchangeContext } from './exchange-context.js';
import type { PlannedRequest } from './planned-request.js';
import { nextRequestId } from './request-id.js';
import { isRefusal } from './request-reader.js';
import type { RequestHead, Transport, TransportOwner } from './transport.js';

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
  /** What the headers ask for. */
  #asked: Behavior | null = null;
  #body: BodyBuffer | null = null;
  #planned: PlannedRequest | null = null;
  #stream: AnswerStream | null = null;

  /** `onIdle` is told when the exchange may be used again. */
  constructor(
    readonly transport: T,
    private readonly context: ExchangeContext,
    private readonly onIdle: (exchange: Exchange<T>) => void,
  ) {}

  /** A request's head has arrived on the transport. */
  open(route: ApiRoute, head: RequestHead): void {
    const { admission, refusals, reader, now } = this.context;
    this.#route = route;
    this.#arrivedAtMs = now();
    const refusal = admission.admit(head);
    const asked = refusal === null ? reader.readHead(head) : null;
    if (refusal === refusals.bodyTooLarge) {
      this.transport.attach(this);
      this.#refuseWhileReceiving(refusal);
    } else if (refusal !== null) {
      this.#refuse(refusal);
    } else if (isRefusal(asked)) {
      this.#dismiss(asked);
    } else {
      this.#asked = asked;
      this.#phase = RECEIVING;
      this.transport.attach(this);
    }
  }

  onBody(piece: Buffer, isLast: boolean): void {
    if (this.#phase === RECEIVING) this.#receive(piece, isLast);
    else if (this.#phase === LINGERING && isLast) this.#waitFor(0);
  }

  #receive(piece: Buffer, isLast: boolean): void {
    const { bodyBytesMax, refusals } = this.context;
    if ((this.#body?.length ?? 0) + piece.length > bodyBytesMax) {
      this.#leave();
      if (isLast) this.#refuse(refusals.bodyTooLarge, true);
      else this.#refuseWhileReceiving(refusals.bodyTooLarge);
    } else if (this.#body === null && isLast) {
      this.#accept(piece);
    } else {
      this.#body ??= new BodyBuffer();
      this.#body.append(piece, bodyBytesMax);
      if (isLast) this.#accept(this.#body.content());
    }
  }

  /** The request is complete: reads it and lets it wait for what is planned for it. */
  #accept(body: Buffer): void {
    const { reader, now } = this.context;
    const planned = reader.readBody(this.#route as ApiRoute, this.#asked, body);
    this.#asked = null;
    this.#body = null;
    if (isRefusal(planned)) {
      this.#dismiss(planned);
      return;
    }
    this.#planned = planned;
    this.#phase = DELAYED;
    if (planned.delayMs > 0) {
      this.#waitFor(planned.delayMs);
    } else {
      this.dueAtMs = now();
      this.onDue();
    }
  }

  onDue(): void {
    switch (this.#phase) {
      case DELAYED:
        if ((this.#planned as PlannedRequest).request.stream) this.#startStream();
        else this.#reply();
        return;
      case STREAMING:
        this.#follow((this.#stream as AnswerStream).advance(this.context.now()));
        return;
      default:
        this.#cutOff();
    }
  }

  #reply(): void {
    const { admission, state, now } = this.context;
    const planned = this.#planned as PlannedRequest;
    const { dialect, protocol, heads } = this.#route as ApiRoute;
    const id = nextRequestId();
    const body = protocol.encodeReply(planned.request, planned.answer(id.uuid));
    this.transport.send(200, heads.json, dialect.requestId(id), body, admission.draining);
    const repliedAtMs = now();
    state.lateness.observe((repliedAtMs - this.dueAtMs) / 1000);
    this.#complete(repliedAtMs);
  }

  #startStream(): void {
    const { admission, state, now } = this.context;
    const route = this.#route as ApiRoute;
    const stream = new AnswerStream(
      this.transport,
      state,
      route,
      this.#planned as PlannedRequest,
      this.dueAtMs,
    );
    this.#stream = stream;
    this.#follow(stream.start(now(), this.#arrivedAtMs, admission.draining));
  }

  /** The stream was written to: waits for its next piece, or for its client to read, or ends. */
  #follow(next: number): void {
    const { wheel, now, stallTimeoutMs } = this.context;
    if (next === ENDED) {
      this.#complete(now());
    } else if (next === FULL) {
      this.#phase = STALLED;
      this.#waitFor(stallTimeoutMs);
    } else {
      this.#phase = STREAMING;
      wheel.insert(this, next);
    }
  }

  /** There is room again: whatever is due goes out, and with it what the transport still holds. */
  onDrain(): void {
    if (this.#stream === null) return;
    this.context.wheel.cancel(this);
    this.#follow(this.#stream.advance(this.context.now()));
  }

  #complete(nowMs: number): void {
    const { endpoint } = this.#route as ApiRoute;
    (this.#planned as PlannedRequest).count(this.context.state, endpoint, (nowMs - this.#arrivedAtMs) / 1000);
    this.#leave();
    this.#rest();
  }

  /** Refuses a request that holds a slot. */
  #dismiss(error: ApiError): void {
    this.#leave();
    this.#refuse(error);
  }

  /** Answers a request that holds no slot (any more). */
  #refuse(error: ApiError, close = this.context.admission.draining): void {
    this.context.refuser.send(this.transport, this.#route as ApiRoute, error, close);
    this.#rest();
  }

  /** As `#refuse`, to a client that is still uploading: what it sends is dropped for a while, then it is cut off. */
  #refuseWhileReceiving(error: ApiError): void {
    this.#body = null;
    this.#phase = LINGERING;
    this.#waitFor(LINGER_MS);
    this.context.refuser.sendWhileReceiving(this.transport, this.#route as ApiRoute, error);
  }

  /** At least until the next turn: what was written in this one may still be corked, and a close would lose it. */
  #waitFor(ms: number): void {
    const { wheel, now } = this.context;
    wheel.cancel(this);
    wheel.insert(this, now() + ms);
  }

  /** Ends the connection of a client that had its time: to read its stream, or to end its upload. */
  #cutOff(): void {
    const wasStalled = this.#phase === STALLED;
    this.#phase = IDLE;
    this.transport.close();
    if (wasStalled) {
      this.context.state.countStalledStream();
      this.#leave();
    }
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
    this.#stream?.leave();
    this.context.state.releaseSlot();
  }

  /** Forgets the request; the exchange may carry another from here on. */
  #rest(): void {
    this.#phase = IDLE;
    this.#route = null;
    this.#asked = null;
    this.#body = null;
    this.#planned = null;
    this.#stream = null;
    this.onIdle(this);
  }
}
