/**
 * Reads what a request says, and plans what it shall experience. Main thread, hot path.
 */
import type { ModelCatalog } from '../behavior/model-catalog.js';
import type { Planner } from '../behavior/planner.js';
import type { Behavior } from '../behavior/profile.js';
import { type ApiError, apiError, ERROR_KINDS } from '../errors.js';
import type { ApiRoute } from './api-routes.js';
import { PlannedRequest } from './planned-request.js';
import type { RequestKnobs } from './request-knobs.js';
import type { TokenCounter } from './token-counter.js';
import type { RequestHead } from './transport.js';

export interface RequestReaderOptions {
  readonly knobs: RequestKnobs;
  readonly models: ModelCatalog;
  readonly planner: Planner;
  /** null where tokens are estimated. */
  readonly tokenCounter: TokenCounter | null;
}

export class RequestReader {
  /** What a load test sends is the same again and again: then one object is held for all. */
  #last: PlannedRequest | null = null;

  constructor(private readonly options: RequestReaderOptions) {}

  /** What the headers ask for, null for nothing, or why they are refused. */
  readHead(head: RequestHead): Behavior | ApiError | null {
    return this.options.knobs.read(head);
  }

  /** `asked` is what `readHead` gave. */
  readBody(route: ApiRoute, asked: Behavior | null, body: Buffer): PlannedRequest | ApiError {
    const { models, planner, tokenCounter } = this.options;
    const parsed = route.protocol.parse(body, route.parseOptions);
    if (!parsed.ok) return parsed.error;
    const { request, prompt } = parsed;
    const found = models.behaviorOf(request.model, asked);
    if (!found.ok) return apiError(ERROR_KINDS.wrongValue, found.message, 'model');
    const plan = planner.plan(request, found.behavior, body);
    request.forgetTexts();
    if (tokenCounter !== null && prompt !== null) {
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
