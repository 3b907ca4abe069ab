/**
 * Begins the reply to a request whose time has come. Main thread, hot path.
 */
import type { StreamEvents } from '../../protocols/contract/protocol.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { Headers, Transport } from '../transport/transport.js';
import { actOf } from './act.js';
import { type AnswerOwner, AnswerStream } from './answer-stream.js';
import { CutStream } from './cut-stream.js';
import type { ExchangeContext } from './exchange-context.js';
import { FaultyEvents } from './faulty-events.js';
import { keepStream, keepWhole } from './keeping.js';
import { PartialReply } from './partial-reply.js';
import { streamFormatOf, wholeHead } from './reply-format.js';
import { LargeReply, type Sending, type SendingOwner } from './sending.js';

/** Whether the reply begins before it has anything to say: a stream, where that is wanted and no fault is in the way. */
export function beginsAhead({ request, plan }: PlannedRequest, { beginsAtOnce }: ExchangeContext): boolean {
  if (!beginsAtOnce || !request.stream) return false;
  return plan.fault === null || actOf(plan.fault.kind, true) === 'answer';
}

/** The bytes of a whole answer, which is kept where it may be asked for again. `dueAtMs`: on the wheel's clock. */
export function encodeWhole(
  planned: PlannedRequest,
  { protocol }: ApiRoute,
  id: RequestId,
  { wallClock, stored }: ExchangeContext,
  dueAtMs: number,
): string | Buffer | ReplyBody {
  const createdSeconds = wallClock.secondsAt(dueAtMs);
  if (planned.input !== null) keepWhole(planned, planned.answer(id.uuid, createdSeconds), stored);
  return planned.encodeReply(protocol, id, createdSeconds);
}

/** Sends an answer in one piece; gives back what is left of it to send, or null. `dueAtMs`: when it was due, on the wheel's clock. */
export function sendWhole(
  transport: Transport,
  context: ExchangeContext,
  owner: SendingOwner,
  route: ApiRoute,
  { request }: PlannedRequest,
  id: RequestId,
  body: string | Buffer | ReplyBody,
  dueAtMs: number,
  extra?: Headers,
): Sending | null {
  const { admission, state, now } = context;
  const gone = transport.send(200, wholeHead(route, request), id, body, admission.draining, extra);
  const nowMs = now();
  state.lateness.observe((nowMs - dueAtMs) / 1000);
  if (!gone) return LargeReply.start(transport, context, owner);
  owner.onSent(nowMs);
  return null;
}

/**
 * Opens a reply that is sent by and by: a stream, with whatever is to go wrong in it, or the part of an answer. It is yet to be
 * started, under the same id.
 */
export function openSending(
  transport: Transport,
  context: ExchangeContext,
  owner: AnswerOwner,
  route: ApiRoute,
  planned: PlannedRequest,
  id: RequestId,
): AnswerStream | PartialReply {
  const { request, plan } = planned;
  const { fault, tokens } = plan;
  if (!request.stream) return new PartialReply(transport, context, owner, planned);
  const answer = planned.answer(id.uuid, context.wallClock.secondsAt(owner.dueAtMs));
  const opened = route.protocol.openStream?.(request, answer) as StreamEvents;
  const events = planned.input === null ? opened : keepStream(planned, answer, opened, context.stored);
  if (fault === null) return new AnswerStream(transport, context, owner, route, planned, events);
  const faulty = new FaultyEvents(
    events,
    fault,
    tokens,
    route,
    route.dialect.requestId(id),
    streamFormatOf(route.protocol, request),
  );
  const Stream = fault.kind === 'cut' ? CutStream : AnswerStream;
  return new Stream(transport, context, owner, route, planned, faulty);
}
