/**
 * One request in flight, from its headers to its reply: admission, body, plan, delay, reply. Main thread, hot path.
 *
 * It holds a slot from the moment that it is admitted until it is answered or left, and frees it in `#leave` and
 * nowhere else. It awaits nothing, logs nothing and, being reused, allocates next to nothing.
 *
 *   idle ──open──▶ receiving ──whole body──▶ delayed ──due──▶ idle (answered)
 *                     │  │                      └─due──▶ sending ──▶ idle (a stream, or a large reply)
 *                     │  └─ body too large ─▶ lingering ──▶ idle (holds no slot)
 *                     └──── client left, or bad request ──▶ idle
 */
import type { Behavior } from '../behavior/profile.js';
import type { ApiError } from '../errors.js';
import { isReplyBody, wholeBytes } from '../protocols/reply-body.js';
import { AnswerStream } from './answer-stream.js';
import type { ApiRoute } from './api-routes.js';
import { BodyBuffer } from './body-buffer.js';
import { NOT_WAITING, type Waiting } from './delay-wheel.js';
import type { ExchangeContext } from './exchange-context.js';
import type { PlannedRequest } from './planned-request.js';
import { nextRequestId } from './request-id.js';
import { isRefusal } from './request-reader.js';
import { LargeReply, type Sending, type SendingOwner } from './sending.js';
import type { RequestHead, Transport, TransportOwner } from './transport.js';

const IDLE = 0;
const RECEIVING = 1;
const DELAYED = 2;
const SENDING = 3;
const LINGERING = 4;

/** How long a client that was refused may go on uploading before its connection is closed under it. */
const LINGER_MS = 1_000;

export class Exchange<T extends Transport = Transport> implements Waiting, TransportOwner, SendingOwner {
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
  #sending: Sending | null = null;

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
    if (this.#phase === LINGERING) this.#cutOff();
    else if ((this.#planned as PlannedRequest).request.stream) this.#startStream();
    else this.#reply();
  }

  #reply(): void {
    const { admission, state, now } = this.context;
    const { dialect, protocol, heads } = this.#route as ApiRoute;
    const planned = this.#planned as PlannedRequest;
    const id = nextRequestId();
    const reply = protocol.encodeReply(planned.request, planned.answer(id.uuid));
    const body = isReplyBody(reply) ? wholeBytes(reply) : reply;
    const gone = this.transport.send(200, heads.json, dialect.requestId(id), body, admission.draining);
    const nowMs = now();
    state.lateness.observe((nowMs - this.dueAtMs) / 1000);
    if (gone) this.onSent(nowMs);
    else this.#startSending(new LargeReply(this.transport, this.context, this)).start();
  }

  #startStream(): void {
    const planned = this.#planned as PlannedRequest;
    const route = this.#route as ApiRoute;
    const stream = new AnswerStream(this.transport, this.context, this, route, planned, this.dueAtMs);
    this.#startSending(stream).start(this.#arrivedAtMs, this.context.admission.draining);
  }

  #startSending<Kind extends Sending>(sending: Kind): Kind {
    this.#phase = SENDING;
    this.#sending = sending;
    return sending;
  }

  onSent(nowMs: number): void {
    const { endpoint } = this.#route as ApiRoute;
    (this.#planned as PlannedRequest).count(this.context.state, endpoint, (nowMs - this.#arrivedAtMs) / 1000);
    this.#leave();
    this.#rest();
  }

  onDrain(done: boolean): void {
    this.#sending?.onDrain(done);
  }

  onStalled(): void {
    this.context.state.countStalledStream();
    this.#leave();
    this.#cutOff();
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

  /** Ends the connection of a client that had its time: to read its reply, or to end its upload. */
  #cutOff(): void {
    this.#phase = IDLE;
    this.transport.close();
    this.#rest();
  }

  onAbort(): void {
    if (this.#phase === IDLE) return;
    this.context.wheel.cancel(this);
    this.#sending?.cancel();
    if (this.#phase !== LINGERING) {
      this.context.state.countDisconnect();
      this.#leave();
    }
    this.#rest();
  }

  /** Frees the slot: the one place that does. */
  #leave(): void {
    this.#sending?.leave();
    this.context.state.releaseSlot();
  }

  /** Forgets the request; the exchange may carry another from here on. */
  #rest(): void {
    this.#phase = IDLE;
    this.#route = null;
    this.#asked = null;
    this.#body = null;
    this.#planned = null;
    this.#sending = null;
    this.onIdle(this);
  }
}
