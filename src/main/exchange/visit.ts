/**
 * A request as one of its caller's: what it takes of the rate limits and gives back, what it is told of them, and how its caller
 * behaves. Main thread. There is one only where callers are looked at (see Admission).
 */

import { modelNameOf } from '../../behavior/models/model-catalog.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { Caller } from '../admission/limits/callers.js';
import type { Grant } from '../admission/limits/rate-limiter.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import { retryAfterHeaders } from '../transport/reply-heads.js';
import type { Headers } from '../transport/transport.js';

const NOTHING: Grant = [];

export class Visit {
  #isIn = false;
  #grant = NOTHING;
  #model: string | null = null;
  readonly #arrivedAtMs: number;

  constructor(
    readonly caller: Caller,
    private readonly route: ApiRoute,
    private readonly context: ExchangeContext,
  ) {
    this.#arrivedAtMs = context.now();
    caller.arrive(this.#arrivedAtMs);
  }

  /** The request was let in, or may wait. */
  enter(): void {
    this.#isIn = true;
    this.caller.enter();
  }

  /** Takes what the request needs of the limits; or gives back why it is refused, and takes nothing. */
  reserve({ request, plan }: PlannedRequest): ApiError | null {
    const { limiter } = this.context;
    if (!limiter.isOn) return null;
    const model = modelNameOf(request.model);
    this.#model = model;
    const outputTokens = plan.tokens * request.choices;
    const taken = limiter.take(
      { caller: this.caller, model },
      { inputTokens: request.promptTokens, outputTokens },
    );
    if (!('waitMs' in taken)) {
      this.#grant = taken;
      return null;
    }
    const { counts } = taken.limit;
    const ofRequests = counts === 'requests' || counts === 'concurrent';
    const kind = ofRequests ? ERROR_KINDS.rateLimitRequests : ERROR_KINDS.rateLimitTokens;
    const error = { ...apiError(kind, this.route.dialect.limits.refuse(taken, model)), model };
    return Number.isFinite(taken.waitMs) ? { ...error, retryAfterMs: taken.waitMs } : error;
  }

  /** The headers that say how much is left. */
  headers(): Headers {
    const { limiter, now } = this.context;
    if (!limiter.isOn) return [];
    const standings = limiter.standings({ caller: this.caller, model: this.#model });
    return this.route.dialect.limits.headers(standings, Math.round(now() - this.#arrivedAtMs));
  }

  /** The request is refused: notes what its caller is told, and gives back the headers that tell it. */
  refused({ kind, retryAfterMs }: ApiError): Headers {
    const { now, unavailableRetryMs } = this.context;
    if (retryAfterMs === undefined) {
      if (kind.status === 503) this.caller.refuse(now(), unavailableRetryMs);
      return this.headers();
    }
    this.caller.refuse(now(), retryAfterMs);
    return [...this.headers(), ...retryAfterHeaders(retryAfterMs)];
  }

  /** The request is over. Called once. */
  end(): void {
    this.context.limiter.release(this.#grant);
    if (this.#isIn) this.caller.leave();
  }
}
