/**
 * Reads what a request says, and plans what it shall experience. Main thread, hot path.
 */

import type { Overrides } from '../../behavior/latency/profile.js';
import type { ModelCatalog } from '../../behavior/models/model-catalog.js';
import type { Planner } from '../../behavior/plan/planner.js';
import type { ModelRequest, PromptTexts } from '../../protocols/contract/protocol.js';
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';
import type { ParsedBody } from '../../workers/tasks.js';
import type { TokenCounter } from '../../workers/token-counter.js';
import type { Refusals } from '../admission/refusals.js';
import type { RequestHead } from '../transport/transport.js';
import type { ApiRoute } from './api-routes.js';
import type { BodyParser } from './body-parser.js';
import { PlannedRequest } from './planned-request.js';
import type { RequestOverrides } from './request-overrides.js';

/** Gets what a body said that was read in a worker. */
export interface BodyOwner {
  onRead(read: PlannedRequest | ApiError): void;
  /** `onRead` has thrown. */
  onFault(error: unknown): void;
}

export interface RequestReaderOptions {
  readonly overrides: RequestOverrides;
  readonly models: ModelCatalog;
  readonly planner: Planner;
  readonly bodyParser: BodyParser;
  readonly refusals: Refusals;
  readonly state: SharedState;
  /** null where tokens are estimated. */
  readonly tokenCounter: TokenCounter | null;
}

export class RequestReader {
  /** What a load test sends is the same again and again: then one object is held for all. */
  #last: PlannedRequest | null = null;

  constructor(private readonly options: RequestReaderOptions) {}

  /** What the headers ask for, null for nothing, or why they are refused. */
  readHead(head: RequestHead): Overrides | ApiError | null {
    return this.options.overrides.read(head);
  }

  /** `asked` is what `readHead` gave. */
  readBody(route: ApiRoute, asked: Overrides | null, body: Buffer): PlannedRequest | ApiError {
    const parsed = route.protocol.parse(body, route.parseOptions);
    return parsed.ok ? this.#plan(parsed.request, asked, body, parsed.prompt) : parsed.error;
  }

  /**
   * Reads a body above INLINE_BYTES_MAX in a worker. `owner` is told once, in a later turn of the loop, unless what is given
   * back was called, which gives the request up. `body` has its memory for itself and is taken over: whoever looks at it from
   * here on finds nothing.
   */
  readLargeBody(route: ApiRoute, asked: Overrides | null, body: Buffer, owner: BodyOwner): () => void {
    return this.options.bodyParser.parse(route, body, (parsed) => {
      try {
        owner.onRead(this.#readParsed(route, asked, parsed));
      } catch (error) {
        owner.onFault(error);
      }
    });
  }

  /** What a worker gave is not trusted: a thread that breaks gives anything. */
  #readParsed(
    route: ApiRoute,
    asked: Overrides | null,
    parsed: ParsedBody | null,
  ): PlannedRequest | ApiError {
    if (parsed === null) {
      this.options.state.internalErrors++;
      return this.options.refusals.internal;
    }
    if (!parsed.ok) return apiError(ERROR_KINDS[parsed.kind], parsed.message, parsed.param);
    return this.#plan(route.protocol.restore(parsed.request), asked, parsed.hash, parsed.promptTokens);
  }

  /** `body` are its bytes or their hash; `prompt` are its texts or what they were counted to, null where it is estimated. */
  #plan(
    request: ModelRequest,
    asked: Overrides | null,
    body: Buffer | number,
    prompt: PromptTexts | number | null,
  ): PlannedRequest | ApiError {
    const { models, planner, tokenCounter } = this.options;
    const found = models.behaviorOf(request.model, asked);
    if (!found.ok) return apiError(ERROR_KINDS.wrongValue, found.message, 'model');
    const plan = planner.plan(request, found.behavior, body);
    request.forgetTexts();
    if (tokenCounter !== null) {
      return new PlannedRequest(request, plan, tokenCounter.count(request, prompt, plan));
    }
    if (this.#last?.request !== request || this.#last.plan !== plan) {
      this.#last = new PlannedRequest(request, plan, null);
    }
    return this.#last;
  }
}

/** Tells a refusal from what was read. */
export function isRefusal(read: object | null): read is ApiError {
  return read !== null && 'kind' in read;
}
