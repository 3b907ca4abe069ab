/**
 * One request in flight, from its headers to its reply: admission, body, plan, delay, reply. Main thread, hot path.
 *
 * It holds a slot from the moment that it is admitted until it is answered or left, and frees it, with the bytes that it
 * holds, in `#leave` and nowhere else. It awaits nothing and logs nothing. What is thrown in any of its callbacks comes to
 * `onFault`, and ends this request alone.
 *
 *   idle ──open──▶ receiving ──whole body──▶ delayed ──due──▶ idle (answered)
 *                     │  │  └─a large one─▶ reading ─▶│ └─due──▶ sending ──▶ idle (a stream, or a large reply)
 *                     │  └─ body too large ─▶ lingering ──▶ idle (holds no slot)
 *                     └──── client left, or bad request ──▶ idle
 */
import type { Behavior } from '../behavior/profile.js';
import type { ApiError } from '../errors.js';
import { AnswerStream } from './answer-stream.js';
import type { ApiRoute } from './api-routes.js';
import { BodyBuffer } from './body-buffer.js';
import { NOT_WAITING, type Waiting } from './delay-wheel.js';
import type { ExchangeContext } from './exchange-context.js';
import type { PlannedRequest } from './planned-request.js';
import { nextRequestId } from './request-id.js';
import { INLINE_BYTES_MAX, isRefusal } from './request-reader.js';
import { LargeReply, type Sending, type SendingOwner } from './sending.js';
import type { RequestHead, Transport, TransportOwner } from './transport.js';

const IDLE = 0;
const RECEIVING = 1;
const READING = 2;
const DELAYED = 3;
const SENDING = 4;
const LINGERING = 5;

/** How long a client that was refused may go on uploading before its connection is closed under it. */
const LINGER_MS = 1_000;

export class Exchange implements Waiting, TransportOwner, SendingOwner {
  dueAtMs = 0;
  wheelNext: Waiting | null = null;
  wheelPrevious: Waiting | null = null;
  wheelSlot = NOT_WAITING;

  #phase = IDLE;
  #holdsSlot = false;
  /** Bytes of this request that the memory budget knows of. */
  #heldBytes = 0;
  #route: ApiRoute | null = null;
  #arrivedAtMs = 0;
  /** What the headers ask for. */
  #asked: Behavior | null = null;
  #body: BodyBuffer | null = null;
  /** Gives up a large body that is being read. */
  #giveUp: (() => void) | null = null;
  #planned: PlannedRequest | null = null;
  #sending: Sending | null = null;

  constructor(
    private readonly transport: Transport,
    private readonly context: ExchangeContext,
  ) {}

  /** A request's head has arrived on the transport. */
  open(route: ApiRoute, head: RequestHead): void {
    const { admission, refusals, reader, now } = this.context;
    this.#route = route;
    this.#arrivedAtMs = now();
    const refusal = admission.admit(head);
    this.#holdsSlot = refusal === null;
    const asked = refusal === null ? reader.readHead(head) : null;
    if (refusal === refusals.bodyTooLarge || refusal === refusals.memoryFull) {
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
      this.#refuseUpload(refusals.bodyTooLarge, isLast);
    } else if (this.#body === null && isLast && piece.length <= INLINE_BYTES_MAX) {
      this.#accept(piece);
    } else {
      this.#body ??= new BodyBuffer();
      if (!this.#hold(this.#body.growthFor(piece, bodyBytesMax))) {
        this.#refuseUpload(refusals.memoryFull, isLast);
        return;
      }
      this.#body.append(piece, bodyBytesMax);
      if (isLast) this.#accept(this.#body.content());
    }
  }

  #refuseUpload(error: ApiError, isLast: boolean): void {
    this.#leave();
    if (isLast) this.#refuse(error, true);
    else this.#refuseWhileReceiving(error);
  }

  /** The request is complete: reads it, a large one in a worker. */
  #accept(body: Buffer): void {
    const { reader } = this.context;
    const route = this.#route as ApiRoute;
    if (body.length <= INLINE_BYTES_MAX) {
      this.#onRead(reader.readBody(route, this.#asked, body));
      return;
    }
    this.#phase = READING;
    this.#giveUp = reader.readLargeBody(route, this.#asked, body, (read) => {
      this.#giveUp = null;
      try {
        this.#onRead(read);
      } catch (error) {
        this.onFault(error);
      }
    });
  }

  /** Lets the request wait for what is planned for it. What lies in memory for it from here on is what the plan keeps. */
  #onRead(read: PlannedRequest | ApiError): void {
    const { refusals, now } = this.context;
    this.#asked = null;
    this.#body = null;
    this.#giveBack();
    if (isRefusal(read)) {
      this.#dismiss(read);
      return;
    }
    if (!this.#hold(read.keptBytes)) {
      this.#dismiss(refusals.memoryFull);
      return;
    }
    this.#planned = read;
    this.#phase = DELAYED;
    if (read.delayMs > 0) {
      this.#waitFor(read.delayMs);
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
    const body = protocol.encodeReply(planned.request, planned.answer(id.uuid));
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
    if (this.#holdsSlot) this.context.state.countDisconnect();
    this.#withdraw();
    this.#rest();
  }

  /** A callback of this request has thrown: it is answered with 500, or its connection is closed where a reply was begun. */
  onFault(error: unknown): void {
    this.context.faults.report(error);
    const isBegun = this.#phase === SENDING || this.#phase === LINGERING;
    this.#withdraw();
    this.#phase = IDLE;
    try {
      if (isBegun || this.#route === null) this.transport.close();
      else this.context.refuser.send(this.transport, this.#route, this.context.refusals.internal, true);
    } catch (again) {
      this.context.faults.report(again);
      this.transport.close();
    }
    this.#rest();
  }

  /** Waits for nothing any more, and holds nothing. */
  #withdraw(): void {
    this.context.wheel.cancel(this);
    this.#sending?.cancel();
    this.#giveUp?.();
    if (this.#holdsSlot) this.#leave();
  }

  /** Frees the slot and the bytes: the one place that does. */
  #leave(): void {
    this.#sending?.leave();
    this.#giveBack();
    this.#holdsSlot = false;
    this.context.state.releaseSlot();
  }

  /** Whether so many bytes more may lie in memory for this request. */
  #hold(bytes: number): boolean {
    if (bytes === 0) return true;
    if (!this.context.budget.tryHold(bytes)) return false;
    this.#heldBytes += bytes;
    return true;
  }

  #giveBack(): void {
    if (this.#heldBytes === 0) return;
    this.context.budget.free(this.#heldBytes);
    this.#heldBytes = 0;
  }

  /** Forgets the request: nothing that is still called finds anything to do. */
  #rest(): void {
    this.#phase = IDLE;
    this.#route = null;
    this.#asked = null;
    this.#body = null;
    this.#giveUp = null;
    this.#planned = null;
    this.#sending = null;
  }
}
