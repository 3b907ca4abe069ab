/**
 * One request in flight, from its headers to its reply: admission, body, plan, delay, reply. Main thread, hot path.
 *
 * It awaits nothing and logs nothing; while it is queued a QueuePlace has its transport. What is thrown in one of its callbacks
 * comes to `onFault`, and ends it alone.
 *
 *   idle ──open──▶ receiving ──whole body, read──▶ delayed ──due──▶ idle (answered)
 *             │     ▲     │                                └─due──▶ sending ──▶ idle (a stream, or a large reply)
 *             │    slot   │
 *             └▶ queued ──┴─ client left, or refused ──▶ idle (a client that still uploads is left to Lingering)
 */
import type { Fault } from '../../behavior/faults/fault.js';
import type { Overrides } from '../../behavior/profile/profile.js';
import type { Ending } from '../../shared/answers/control-answers.js';
import { type ApiError, ERROR_KINDS, isApiError } from '../../shared/errors.js';
import { nextRequestId } from '../admission/request-id.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import { countAnswer } from '../records/answer-times.js';
import { actOf } from '../replying/act.js';
import type { AnswerOwner } from '../replying/answer-stream.js';
import { beginsAhead, encodeWhole, openSending, sendWhole } from '../replying/answering.js';
import { sendInjectedError } from '../replying/error-reply.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { Sending } from '../replying/sending.js';
import { Waiting } from '../replying/timing/waiting.js';
import type { RequestHead, Transport, TransportOwner } from '../transport/transport.js';
import { admitRead, releaseRead } from './admit-read.js';
import { endFaulty } from './fault-reply.js';
import { Intake, type IntakeOwner } from './intake.js';
import { Lingering } from './lingering.js';
import { type QueueOwner, QueuePlace } from './queue-place.js';
import { extraHeaders, noteEnding, Witness } from './witness.js';

type Phase = 'idle' | 'queued' | 'receiving' | 'delayed' | 'sending';

export class Exchange extends Waiting implements TransportOwner, IntakeOwner, AnswerOwner, QueueOwner {
  private transport!: Transport;
  #phase: Phase = 'idle';
  #holdsSlot = false;
  #route: ApiRoute | null = null;
  arrivedAtMs = 0;
  /** How long it waited for its slot; 0 where it did not. */
  #queuedMs = 0;
  #witness: Witness | null = null;
  #intake: Intake | null = null;
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
    const { admission, refusals, reader, line, polls } = this.context;
    this.#route = route;
    this.arrivedAtMs = polls.note();
    this.#witness = Witness.of(this.context, route, head, this.arrivedAtMs);
    const refused = admission.check(head);
    const asked = refused === null ? reader.readHead(head, this.arrivedAtMs) : null;
    const refusal = refused ?? (isApiError(asked) ? asked : admission.takeSlot());
    if (refusal === null || (refusal === refusals.full && line.takePlace())) {
      this.#intake = Intake.of(this.context, this, route, head, asked as Overrides | null, this.#witness);
      this.#witness?.enter();
    }
    if (refusal === null) {
      this.#holdsSlot = true;
      this.#phase = 'receiving';
      this.transport.attach(this);
    } else if (this.#intake !== null) {
      this.#phase = 'queued';
      new QueuePlace(transport, this.context, this.#intake, this);
    } else if (refusal.kind === ERROR_KINDS.bodyTooLarge || refusal === refusals.memoryFull) {
      this.#refuseWhileReceiving(refusal);
    } else {
      this.#refuse(refusal, refusal === refusals.lengthUnclear || admission.endsConnections);
    }
  }

  onSlot(isWhole: boolean, waitedMs: number): void {
    this.#holdsSlot = true;
    this.#queuedMs = waitedMs;
    this.#intake?.leaveQueue(waitedMs);
    this.#phase = 'receiving';
    this.transport.attach(this);
    if (isWhole) this.#intake?.acceptGathered();
  }

  onTurnedAway(error: ApiError, isWhole: boolean): void {
    const close = this.#holdsSlot || this.context.admission.endsConnections;
    if (this.#holdsSlot) this.#leave();
    if (isWhole) this.#refuse(error, close);
    else this.#refuseWhileReceiving(error);
  }

  onBody(piece: Buffer, isLast: boolean): void {
    if (this.#phase === 'receiving') this.#intake?.onBody(piece, isLast);
  }

  onRead(read: PlannedRequest | ApiError): void {
    const readAtMs = this.context.now();
    this.#intake?.countUnread(readAtMs);
    this.#intake = this.#intake?.end() ?? null;
    const admitted = admitRead(read, this.#route as ApiRoute, this.#witness, this.context);
    if (isApiError(admitted)) {
      this.#leave();
      this.#refuse(admitted);
    } else this.#wait(admitted, readAtMs);
  }

  #wait(planned: PlannedRequest, readAtMs: number): void {
    this.#planned = planned;
    this.#phase = 'delayed';
    this.dueAtMs = readAtMs + planned.delayMs;
    if (planned.delayMs > 0 && !beginsAhead(planned, this.context)) {
      this.context.wheel.insert(this, this.dueAtMs);
    } else {
      this.onDue();
    }
  }

  onDue(): void {
    if (this.#phase !== 'delayed') throw new Error(`an exchange is due while it is ${this.#phase}`);
    const { transport, context, dueAtMs } = this;
    const route = this.#route as ApiRoute;
    const planned = this.#planned as PlannedRequest;
    const { fault } = planned.plan;
    const extra = extraHeaders(this.#witness, this.#queuedMs);
    const act = fault === null ? 'answer' : actOf(fault.kind, planned.request.stream);
    if (act === 'refuse') {
      this.#end((fault as Fault).status);
      sendInjectedError(transport, route, fault as Fault, context, extra);
    } else if (act === 'sever') {
      this.onBroken(fault?.kind === 'reset');
    } else if (act === 'part' || planned.request.stream) {
      const id = nextRequestId();
      const sending = openSending(transport, context, this, route, planned, id);
      this.#phase = 'sending';
      this.#sending = sending;
      sending.start(route, id, context.admission.draining, extra);
    } else {
      const id = nextRequestId();
      const body = encodeWhole(planned, route, id, context, dueAtMs);
      this.#phase = 'sending';
      const rest = sendWhole(transport, context, this, route, planned, id, body, dueAtMs, extra);
      if (rest !== null) this.#sending = rest;
    }
  }

  onSent(nowMs: number): void {
    const { endpoint } = this.#route as ApiRoute;
    const planned = this.#planned as PlannedRequest;
    countAnswer(planned, this.context.state, endpoint, this.#sending, this, nowMs, this.#queuedMs);
    this.#end(200);
  }

  onDrain(done: boolean): void {
    this.#sending?.onDrain(done);
  }

  onStalled(): void {
    this.context.state.stalledStreams++;
    this.#end('aborted');
    this.transport.close();
  }

  onBroken(byReset: boolean): void {
    this.#end('severed');
    this.transport.sever(byReset);
  }

  #end(ending: Ending): void {
    this.#note(ending);
    this.#leave();
    this.#rest();
  }

  /** Answers a request that holds no slot (any more). */
  #refuse(error: ApiError, close = this.context.admission.endsConnections): void {
    const told = this.#witness?.refused(error);
    this.context.refuser.send(this.transport, this.#route as ApiRoute, error, close, undefined, told);
    this.#note((this.#route as ApiRoute).dialect.statusOf(error.kind));
    this.#rest();
  }

  /** As `#refuse`, to a client that is still uploading. */
  #refuseWhileReceiving(error: ApiError): void {
    const route = this.#route as ApiRoute;
    this.#note(route.dialect.statusOf(error.kind));
    const extra = this.#witness?.refused(error);
    this.#rest();
    new Lingering(this.transport, this.context).start(route, error, extra);
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
    this.#rest();
    endFaulty(this.transport, to, this.context);
  }

  #note(ending: Ending): void {
    noteEnding(this.#witness, ending, this.#planned, this.#sending, this.dueAtMs);
  }

  #withdraw(): void {
    this.context.wheel.cancel(this);
    this.#sending?.cancel();
    if (this.#holdsSlot) this.#leave();
  }

  /** Frees the slot and the bytes: the one place that does. */
  #leave(): void {
    this.#sending?.leave();
    this.#intake = this.#intake?.end() ?? null;
    if (this.#planned !== null) releaseRead(this.#planned, this.context);
    this.#planned = null;
    this.#holdsSlot = false;
    this.context.state.releaseSlot();
    if (this.context.line.length > 0) this.context.line.wake();
  }

  /** The request is over; the exchange may carry another one. */
  #rest(): void {
    this.#phase = 'idle';
    this.#route = null;
    this.#intake = this.#intake?.end() ?? null;
    this.#sending = null;
    this.#queuedMs = 0;
    this.#witness?.end();
    this.#witness = null;
    this.onIdle(this);
  }
}
