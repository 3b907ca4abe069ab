/**
 * Reads what a request says, and plans what it shall experience. Main thread, hot path.
 */

import { isCounted } from '../../behavior/faults/fault.js';
import type { Overrides } from '../../behavior/profile/profile.js';
import type { ModelRequest } from '../../protocols/contract/protocol.js';
import { type ApiError, apiError, ERROR_KINDS, isApiError } from '../../shared/errors.js';
import type { SharedState } from '../../shared/state.js';
import type { BodyBytes, ParsedBody } from '../../workers/tasks.js';
import type { Refusals } from '../admission/refusals.js';
import { follow } from '../stored/follow.js';
import type { RequestHead } from '../transport/transport.js';
import type { ApiRoute } from './api-routes.js';
import { type BodyParser, NO_ROOM } from './body-parser.js';
import type { RequestOverrides } from './head/request-overrides.js';
import { callerOf } from './head/requester.js';
import { PlannedRequest } from './planned-request.js';
import { type Found, refusalOf, refusalOfSchema } from './reading-refusals.js';
import { type Remembered, RequestMemo } from './request-memo.js';
import { RequestPlanner, type RequestPlannerOptions } from './request-planner.js';
import { SharedReply } from './shared-reply.js';

/** Gets what a body said that was read in a worker. */
export interface BodyOwner {
  onRead(read: PlannedRequest | ApiError): void;
  /** `onRead` has thrown. */
  onFault(error: unknown): void;
}

export interface RequestReaderOptions extends RequestPlannerOptions {
  readonly overrides: RequestOverrides;
  readonly bodyParser: BodyParser;
  readonly refusals: Refusals;
  readonly state: SharedState;
}

export class RequestReader {
  readonly #memo = new RequestMemo();
  #modelsRevision = 0;
  readonly #planner: RequestPlanner;

  constructor(private readonly options: RequestReaderOptions) {
    this.#planner = new RequestPlanner(options);
  }

  /** What the headers ask for, null for nothing, or why they are refused. `nowMs` is monotonic. */
  readHead(head: RequestHead, nowMs: number): Overrides | ApiError | null {
    return this.options.overrides.read(head, nowMs);
  }

  /** Who asks, where faults are counted by it; else the empty string, which costs two comparisons. `asked` is what `readHead` gave. */
  callerOf(head: RequestHead, asked: Overrides | null): string {
    const isWanted = this.options.models.countsFaults || (asked !== null && isCounted(asked.profile.faults));
    return isWanted ? callerOf(head) : '';
  }

  /** `asked` is what `readHead` gave, `caller` what `callerOf` gave. */
  readBody(
    route: ApiRoute,
    asked: Overrides | null,
    caller: string,
    body: Buffer,
  ): PlannedRequest | ApiError {
    try {
      return this.#read(route, asked, caller, body);
    } catch (error) {
      return refusalOfSchema(error);
    }
  }

  #read(route: ApiRoute, asked: Overrides | null, caller: string, body: Buffer): PlannedRequest | ApiError {
    const memo = this.#memoOfToday();
    const known = memo.find(route, asked, body);
    if (known !== null) return this.#planAgain(known, caller, body);
    const isWorthKeeping = memo.comesAgain;
    const parsed = route.protocol.parse(body, route.parseOptions);
    if (!parsed.ok) return parsed.error;
    const followed = follow(parsed, this.options.stored);
    if (isApiError(followed)) return followed;
    const { request, prompt } = followed;
    const { prefix = null } = parsed;
    const found = this.#find(route, request, asked);
    if (isApiError(found)) return found;
    const { behavior } = found;
    // What it goes on with may be deleted; and a prefix is looked for each time, for what is known of it grows.
    if (!isWorthKeeping || request !== parsed.request || prefix !== null) {
      return this.#planner.plan(request, found, caller, body, prompt, prefix);
    }
    const isCertain = this.options.planner.isCertain(behavior, request.ask);
    const needsTextsAgain = !isCertain && hasTexts(request);
    const planned = this.#planner.plan(request, found, caller, body, prompt, null);
    if (needsTextsAgain) return planned;
    planned.reply ??= new SharedReply();
    memo.keep({ planned, behavior, isCertain, prompt });
    return planned;
  }

  /** What is remembered holds until the models file is read anew. */
  #memoOfToday(): RequestMemo {
    const { revision } = this.options.models;
    if (revision !== this.#modelsRevision) this.#memo.clear();
    this.#modelsRevision = revision;
    return this.#memo;
  }

  /** A request that has come before: what is left to chance is drawn for it, and what could not be counted is counted. */
  #planAgain(known: Remembered, caller: string, body: Buffer): PlannedRequest {
    const { planned, behavior, isCertain } = known;
    if (planned.input !== null) this.options.stored?.inputs.renew(planned.input, body);
    if (isCertain && !planned.counted?.isEstimate) return planned;
    // Its prompt is the same each time, and is handed over no more.
    if (planned.counted?.isEstimate === false) known.prompt = planned.counted.promptTokens;
    const { request, reply, row, input } = planned;
    const plan = isCertain ? planned.plan : this.#planner.draw(request, behavior, row, caller, body, null);
    const counted = this.options.tokenCounter?.count(request, known.prompt, plan) ?? null;
    known.planned = new PlannedRequest(request, plan, counted, reply, row, input);
    return known.planned;
  }

  /**
   * Reads a body in a worker (which ones: exchange/simple-body.ts). `owner` is told once, in a later turn of the loop, unless what is given
   * back was called, which gives the request up. The memory of `body` is taken over: whoever looks at it from here on finds
   * nothing.
   */
  readLargeBody(
    route: ApiRoute,
    asked: Overrides | null,
    caller: string,
    body: BodyBytes,
    owner: BodyOwner,
  ): () => void {
    return this.options.bodyParser.parse(route, body, (parsed) => {
      try {
        owner.onRead(this.#readParsed(route, asked, caller, parsed));
      } catch (error) {
        owner.onFault(error);
      }
    });
  }

  /** What a worker gave is not trusted: a thread that breaks gives anything. */
  #readParsed(
    route: ApiRoute,
    asked: Overrides | null,
    caller: string,
    parsed: ParsedBody | null,
  ): PlannedRequest | ApiError {
    if (parsed === null) {
      this.options.state.internalErrors++;
      return this.options.refusals.internal;
    }
    if (parsed === NO_ROOM) return this.options.refusals.memoryFull;
    if (!parsed.ok && parsed.kind === 'bodyTooLarge') return this.options.refusals.bodyTooLarge;
    if (!parsed.ok) return apiError(ERROR_KINDS[parsed.kind], parsed.message, parsed.param);
    const restored = { request: route.protocol.restore(parsed.request), prompt: parsed.promptTokens };
    const followed = follow(restored, this.options.stored);
    if (isApiError(followed)) return followed;
    const { request, prompt } = followed;
    const found = this.#find(route, request, asked);
    if (isApiError(found)) return found;
    try {
      return this.#planner.plan(request, found, caller, parsed.hash, prompt, parsed.prefix);
    } catch (error) {
      return refusalOfSchema(error);
    }
  }

  /**
   * What holds for a request; or why it is refused, which is counted: its model is unknown, or too small for it, or an override is
   * wrong.
   */
  #find(route: ApiRoute, request: ModelRequest, asked: Overrides | null): Found | ApiError {
    const found = this.options.models.behaviorOf(request.model, asked);
    const refusal = refusalOf(route, request, found);
    if (refusal === null) return found as Found;
    this.options.rows.of(found.row).figures.count('refused');
    return refusal;
  }
}

function hasTexts({ stop, userText, ask }: ModelRequest): boolean {
  return stop.length > 0 || userText !== null || ask !== null;
}
