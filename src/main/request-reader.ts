/**
 * Reads what a request says, and plans what it shall experience. Main thread, hot path.
 */
import type { ModelCatalog } from '../behavior/model-catalog.js';
import type { Planner } from '../behavior/planner.js';
import type { Behavior } from '../behavior/profile.js';
import { type ApiError, apiError, ERROR_KINDS } from '../errors.js';
import type { ModelRequest, PromptTexts } from '../protocols/protocol.js';
import type { SharedState } from '../shared-state.js';
import type { ParsedBody } from '../workers/tasks.js';
import type { ApiRoute } from './api-routes.js';
import type { BodyParser } from './body-parser.js';
import type { Defects } from './defects.js';
import { PlannedRequest } from './planned-request.js';
import type { Refusals } from './refusals.js';
import type { RequestKnobs } from './request-knobs.js';
import type { TokenCounter } from './token-counter.js';
import type { RequestHead } from './transport.js';

/**
 * Larger bodies are read by a worker. The dearest of this size holds the loop for some milliseconds, and handing over a
 * smaller one would cost more than it saves.
 */
export const INLINE_BYTES_MAX = 65_536;

export interface RequestReaderOptions {
  readonly knobs: RequestKnobs;
  readonly models: ModelCatalog;
  readonly planner: Planner;
  readonly bodyParser: BodyParser;
  readonly refusals: Refusals;
  readonly state: SharedState;
  readonly defects: Defects;
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
    const parsed = route.protocol.parse(body, route.parseOptions);
    return parsed.ok ? this.#plan(parsed.request, asked, body, parsed.prompt) : parsed.error;
  }

  /**
   * Reads a body above INLINE_BYTES_MAX in a worker. `done` is called once, in a later turn of the loop, unless the returned
   * function was called, which gives the request up. `body` has its memory for itself and is taken over: whoever looks at it
   * from here on finds nothing.
   */
  readLargeBody(
    route: ApiRoute,
    asked: Behavior | null,
    body: Buffer,
    done: (read: PlannedRequest | ApiError) => void,
  ): () => void {
    return this.options.bodyParser.parse(route, body, (parsed) =>
      done(this.#readParsed(route, asked, parsed)),
    );
  }

  /** What a worker gave is not trusted: a thread that breaks gives anything. */
  #readParsed(route: ApiRoute, asked: Behavior | null, parsed: ParsedBody | null): PlannedRequest | ApiError {
    if (parsed === null) {
      this.options.state.countInternalError();
      return this.options.refusals.internal;
    }
    if (!parsed.ok) return apiError(ERROR_KINDS[parsed.kind], parsed.message, parsed.param);
    try {
      const request = route.protocol.restore(parsed.request);
      return this.#plan(request, asked, parsed.hash, parsed.promptTokens);
    } catch (thrown) {
      this.options.defects.report(thrown);
      return this.options.refusals.internal;
    }
  }

  /** `body` are its bytes or their hash; `prompt` are its texts or what they were counted to, null where it is estimated. */
  #plan(
    request: ModelRequest,
    asked: Behavior | null,
    body: Buffer | number,
    prompt: PromptTexts | number | null,
  ): PlannedRequest | ApiError {
    const { models, planner, tokenCounter } = this.options;
    const found = models.behaviorOf(request.model, asked);
    if (!found.ok) return apiError(ERROR_KINDS.wrongValue, found.message, 'model');
    const plan = planner.plan(request, found.behavior, body);
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
