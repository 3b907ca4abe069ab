/**
 * One request in flight, from its headers to its reply: admission, body, plan, delay, reply. Main thread, hot path.
 *
 * It awaits nothing and logs nothing. What is thrown in one of its callbacks comes to `onFault`, and ends it alone.
 *
 *   idle ──open──▶ receiving ──whole body──▶ delayed ──due──▶ idle (answered)
 *                     │  │  └─a large one─▶ reading ─▶│ └─due──▶ sending ──▶ idle (a stream, or a large reply)
 *                     └─ client left, or request refused ──▶ idle (a client that still uploads is left to Lingering)
 */
import type { Fault } from '../../behavior/faults/fault.js';
import type { Overrides } from '../../behavior/latency/profile.js';
import type { ApiError } from '../../shared/errors.js';
import { INLINE_BYTES_MAX } from '../admission/memory-budget.js';
import { nextRequestId } from '../admission/request-id.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import { type BodyOwner, isRefusal } from '../reading/request-reader.js';
import type { Ending } from '../records/journal.js';
import type { RequestRecord } from '../records/recorder.js';
import { actOf } from '../replying/act.js';
import { openSending, sendWhole } from '../replying/answering.js';
import { sendInjectedError } from '../replying/error-reply.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { Sending, SendingOwner } from '../replying/sending.js';
import { Waiting } from '../replying/waiting.js';
import type { RequestHead, Transport, TransportOwner } from '../transport/transport.js';
import { BodyBuffer } from './body-buffer.js';
import { endFaulty } from './fault-reply.js';
import { Lingering } from './lingering.js';

type Phase = 'idle' | 'receiving' | 'reading' | 'delayed' | 'sending';

export class Exchange extends Waiting implements TransportOwner, BodyOwner, SendingOwner {
  private transport!: Transport;
  #phase: Phase = 'idle';
  #holdsSlot = false;
  #route: ApiRoute | null = null;
  #arrivedAtMs = 0;
  /** null where no journal is kept. */
  #record: RequestRecord | null = null;
  #asked: Overrides | null = null;
  #body: BodyBuffer | null = null;
  #giveUp: (() => void) | null = null;
  #planned: PlannedRequest | null = null;
  #sending: Sending | null = null;

  constructor(
    private readonly context: ExchangeContext,
    private readonly onIdle: (exchange: Exchange) => void,
  ) {
    super();
  }

  /** A request's head has arrived on the transport, which is this request's alone. */
  open(transport: Transport, route: ApiRoute, head: RequestHead): void {
    this.transport = transport;
    const { admission, refusals, reader, recorder, now } = this.context;
    this.#route = route;
    this.#arrivedAtMs = now();
    if (recorder !== null) this.#record = recorder.begin(route, head, this.#arrivedAtMs);
    const refused = admission.check(head);
    const asked = refused === null ? reader.readHead(head) : null;
    const refusal = refused ?? (isRefusal(asked) ? asked : admission.takeSlot());
    if (refusal === refusals.bodyTooLarge || refusal === refusals.memoryFull) {
      this.#refuseWhileReceiving(refusal);
    } else if (refusal !== null) {
      this.#refuse(refusal);
    } else {
      this.#holdsSlot = true;
      this.#asked = asked as Overrides | null;
      this.#phase = 'receiving';
      this.transport.attach(this);
    }
  }

  onBody(piece: Buffer, isLast: boolean): void {
    if (this.#phase !== 'receiving') return;
    const { bodyBytesMax, refusals, budget } = this.context;
    if ((this.#body?.length ?? 0) + piece.length > bodyBytesMax) {
      this.#refuseUpload(refusals.bodyTooLarge, isLast);
    } else if (this.#body === null && isLast && piece.length <= INLINE_BYTES_MAX) {
      this.#accept(piece);
    } else {
      this.#body ??= new BodyBuffer(budget, bodyBytesMax);
      if (!this.#body.append(piece)) this.#refuseUpload(refusals.memoryFull, isLast);
      else if (isLast) this.#accept(this.#body.content());
    }
  }

  #refuseUpload(error: ApiError, isLast: boolean): void {
    this.#leave();
    if (isLast) this.#refuse(error, true);
    else this.#refuseWhileReceiving(error);
  }

  #accept(body: Buffer): void {
    const { reader } = this.context;
    const route = this.#route as ApiRoute;
    if (body.length <= INLINE_BYTES_MAX) {
      this.onRead(reader.readBody(route, this.#asked, body));
    } else {
      this.#phase = 'reading';
      this.#giveUp = reader.readLargeBody(route, this.#asked, body, this);
    }
  }

  onRead(read: PlannedRequest | ApiError): void {
    const { refusals, budget } = this.context;
    this.#asked = null;
    this.#giveUp = null;
    this.#body?.free();
    this.#body = null;
    if (isRefusal(read)) this.#dismiss(read);
    else if (!budget.tryHoldText(read.keptBytes)) this.#dismiss(refusals.memoryFull);
    else this.#wait(read);
  }

  #wait(planned: PlannedRequest): void {
    const { wheel, now, state } = this.context;
    const { fault } = planned.plan;
    this.#planned = planned;
    this.#phase = 'delayed';
    if (fault !== null) state.countFault(fault.kind, (this.#route as ApiRoute).endpoint);
    if (planned.delayMs > 0) {
      wheel.insert(this, now() + planned.delayMs);
    } else {
      this.dueAtMs = now();
      this.onDue();
    }
  }

  onDue(): void {
    if (this.#phase !== 'delayed') throw new Error(`an exchange is due while it is ${this.#phase}`);
    const { transport, context, dueAtMs } = this;
    const route = this.#route as ApiRoute;
    const planned = this.#planned as PlannedRequest;
    const { fault } = planned.plan;
    const { stream } = planned.request;
    const act = fault === null ? 'answer' : actOf(fault.kind, stream);
    if (act === 'refuse') {
      this.#note((fault as Fault).status);
      this.#leave();
      sendInjectedError(transport, route, fault as Fault, context);
      this.#rest();
    } else if (act === 'sever') {
      this.onBroken(fault?.kind === 'reset');
    } else if (act === 'part' || stream) {
      const sending = openSending(transport, context, this, route, planned, dueAtMs);
      this.#phase = 'sending';
      this.#sending = sending;
      sending.start(this.#arrivedAtMs, context.admission.draining);
    } else {
      const id = nextRequestId();
      const body = planned.encodeReply(route.protocol, id);
      this.#phase = 'sending';
      const rest = sendWhole(transport, context, this, route, id, body, dueAtMs);
      if (rest !== null) this.#sending = rest;
    }
  }

  onSent(nowMs: number): void {
    const seconds = (nowMs - this.#arrivedAtMs) / 1000;
    (this.#planned as PlannedRequest).count(this.context.state, (this.#route as ApiRoute).endpoint, seconds);
    this.#note(200);
    this.#leave();
    this.#rest();
  }

  onDrain(done: boolean): void {
    this.#sending?.onDrain(done);
  }

  onStalled(): void {
    this.context.state.stalledStreams++;
    this.#note('aborted');
    this.#leave();
    this.#rest();
    this.transport.close();
  }

  onBroken(byReset: boolean): void {
    this.#note('severed');
    this.#leave();
    this.#rest();
    this.transport.sever(byReset);
  }

  #dismiss(error: ApiError): void {
    this.#leave();
    this.#refuse(error);
  }

  /** Answers a request that holds no slot (any more). */
  #refuse(error: ApiError, close = this.context.admission.endsConnections): void {
    this.context.refuser.send(this.transport, this.#route as ApiRoute, error, close);
    this.#note((this.#route as ApiRoute).dialect.statusOf(error.kind));
    this.#rest();
  }

  /** As `#refuse`, to a client that is still uploading. */
  #refuseWhileReceiving(error: ApiError): void {
    const route = this.#route as ApiRoute;
    this.#note(route.dialect.statusOf(error.kind));
    this.#rest();
    new Lingering(this.transport, this.context).start(route, error);
  }

  onAbort(): void {
    if (this.#phase === 'idle') return;
    if (this.#holdsSlot) this.context.state.disconnects++;
    this.#note('aborted');
    this.#withdraw();
    this.#rest();
  }

  /** A callback of this request has thrown: it is answered with 500, or its connection is closed where a reply was begun. */
  onFault(error: unknown): void {
    const to = this.#phase === 'sending' ? null : this.#route;
    this.context.defects.report(error, 'request');
    this.#note(to === null ? 'aborted' : 500);
    this.#withdraw();
    this.#forget();
    endFaulty(this.transport, to, this.context);
    this.onIdle(this);
  }

  /** Notes what became of the request, before it is let go of. */
  #note(ending: Ending): void {
    this.#record?.end(ending, this.#planned, this.#sending, this.dueAtMs);
  }

  #withdraw(): void {
    this.context.wheel.cancel(this);
    this.#sending?.cancel();
    this.#giveUp?.();
    if (this.#holdsSlot) this.#leave();
  }

  /** Frees the slot and the bytes: the one place that does. */
  #leave(): void {
    this.#sending?.leave();
    this.#body?.free();
    this.#body = null;
    if (this.#planned !== null) this.context.budget.freeText(this.#planned.keptBytes);
    this.#planned = null;
    this.#holdsSlot = false;
    this.context.state.releaseSlot();
  }

  /** The request is over; the exchange may carry another one. */
  #rest(): void {
    this.#forget();
    this.onIdle(this);
  }

  #forget(): void {
    this.#phase = 'idle';
    this.#route = null;
    this.#asked = null;
    this.#giveUp = null;
    this.#sending = null;
    this.#record = null;
  }
}
