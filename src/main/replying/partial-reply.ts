/**
 * An answer in one piece of which a part is sent: the rest comes after a while, or never. Main thread.
 */

import type { Fault } from '../../behavior/faults/fault.js';
import { FOR_EVER_MS, SPLIT_MS } from '../../behavior/plan/faulty-plan.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import { SERVER_SENT_EVENTS, type StreamFormat } from '../../protocols/contract/stream-format.js';
import { bodyOf } from '../reading/altered-reply.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { Headers, Transport } from '../transport/transport.js';
import type { ExchangeContext } from './exchange-context.js';
import { wholeHead } from './reply-format.js';
import { type Next, Sending, type SendingOwner } from './sending.js';

export class PartialReply extends Sending {
  declare protected readonly context: ExchangeContext;
  #isRestDue = false;

  constructor(
    transport: Transport,
    context: ExchangeContext,
    owner: SendingOwner,
    private readonly planned: PlannedRequest,
  ) {
    super(transport, context, owner);
  }

  /** Begins the answer and sends its part; `extra` are headers beside the usual ones. */
  start(route: ApiRoute, id: RequestId, _close: boolean, extra?: Headers): void {
    const fault = this.planned.plan.fault as Fault;
    const { kind, forMs, byReset } = fault;
    const { now, wallClock } = this.context;
    const body = bodyOf(this.planned.encodeReply(route.protocol, id, wallClock.secondsAt(now())));
    // Less than all of it, even at 100 %: an answer that is whole is over, and its response must not be touched any more.
    const length = Math.min(body.length - 1, Math.floor(body.length * shareOf(fault, this.planned)));
    const head = wholeHead(route, this.planned.request);
    this.transport.sendPart(200, head, id, { body, length, ...(extra === undefined ? {} : { extra }) });
    const pauseMs = kind === 'split' ? SPLIT_MS : (forMs ?? FOR_EVER_MS);
    if (kind === 'cut') this.follow(byReset ? 'reset' : 'cut');
    else this.follow(now() + pauseMs);
  }

  protected get format(): StreamFormat {
    return SERVER_SENT_EVENTS;
  }

  protected advance(): Next {
    // Once it was begun the transport sends it by itself.
    if (this.#isRestDue) return 'full';
    this.#isRestDue = true;
    return this.transport.sendRest() ? 'sent' : 'full';
  }

  /** The part of an answer that is too long to be sent at once may be read while it waits. */
  override onDrain(done: boolean): void {
    if (this.#isRestDue) super.onDrain(done);
  }
}

/** How much of the answer is sent; where tokens are counted, by their share of all. */
function shareOf({ share, tokens }: Fault, { plan }: PlannedRequest): number {
  return tokens === null ? share : Math.min(1, tokens / Math.max(1, plan.tokens));
}
