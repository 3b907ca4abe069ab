/**
 * Makes a request that was read into a planned one: draws its plan, has its tokens counted, and shares one object among those that
 * follow one another and are alike. Main thread, hot path.
 */

import type { ModelCatalog } from '../../behavior/models/model-catalog.js';
import type { Plan } from '../../behavior/plan/plan.js';
import type { Planner } from '../../behavior/plan/planner.js';
import type { Wish } from '../../behavior/plan/wish.js';
import type { Behavior } from '../../behavior/profile/profile.js';
import { SchemaProblem } from '../../behavior/schema/basis/problem.js';
import type { CachedTokens, PromptPrefix } from '../../protocols/contract/prompt-prefix.js';
import type { ModelRequest, PromptTexts } from '../../protocols/contract/protocol.js';
import { CountedUsage, type TokenCounter } from '../../workers/token-counter.js';
import type { KeptInput } from '../stored/kept-inputs.js';
import type { StoredResponses } from '../stored/stored-responses.js';
import type { CountedRow, CountedRows } from './counted-rows.js';
import { requesterOf } from './head/requester.js';
import { PlannedRequest } from './planned-request.js';
import { type PrefixCache, uncachedWish } from './prefixes/prefix-cache.js';
import type { Found } from './reading-refusals.js';
import { SharedReply } from './shared-reply.js';

export interface RequestPlannerOptions {
  readonly models: ModelCatalog;
  readonly rows: CountedRows;
  readonly planner: Planner;
  /** null where tokens are estimated. */
  readonly tokenCounter: TokenCounter | null;
  /** null where no prompt is cached. */
  readonly prefixCache: PrefixCache | null;
  /** null where no answer is kept. */
  readonly stored: StoredResponses | null;
}

export class RequestPlanner {
  /** Requests that follow one another and are alike, though their bodies are not, share one object. */
  #last: PlannedRequest | null = null;

  constructor(private readonly options: RequestPlannerOptions) {}

  /** `body` are its bytes or their hash; `prompt` are its texts or what they were counted to, null where it is estimated. */
  plan(
    request: ModelRequest,
    found: Found,
    caller: string,
    body: Buffer | number,
    prompt: PromptTexts | number | null,
    prefix: PromptPrefix | null,
  ): PlannedRequest {
    const { tokenCounter, rows } = this.options;
    const row = rows.of(found.row);
    const cached = prefix === null ? null : (this.options.prefixCache?.take(prefix) ?? null);
    const plan = this.draw(request, found.behavior, row, caller, body, cached);
    request.forgetTexts();
    const counted =
      tokenCounter?.count(request, prompt, plan) ??
      (cached === null ? null : CountedUsage.ofEstimates(request, plan));
    if (counted !== null) counted.cached = cached;
    const input = this.#keepInput(request, body);
    const last = this.#last?.request === request ? this.#last : null;
    if (last !== null) last.reply ??= new SharedReply();
    // The same plan comes of the same behavior, which is that of one name until the models change: the row is the same, too.
    if (last?.plan === plan && last.counted === counted && last.input === input) return last;
    this.#last = new PlannedRequest(request, plan, counted, last?.reply ?? null, row, input);
    return this.#last;
  }

  /** null of all but what may be asked for later. */
  #keepInput({ keeping }: ModelRequest, body: Buffer | number): KeptInput | null {
    const { stored } = this.options;
    if (stored === null || keeping?.isStored !== true) return null;
    return stored.inputs.keep(typeof body === 'number' ? null : body, keeping.isBackground);
  }

  /** @throws SchemaProblem, see Planner; the request is counted as refused then */
  draw(
    request: ModelRequest,
    behavior: Behavior,
    row: CountedRow,
    caller: string,
    body: Buffer | number,
    cached: CachedTokens | null,
  ): Plan {
    try {
      const wish = cached === null ? request : uncachedWish(request, cached);
      return this.#planOf(request.model, wish, behavior, caller, body);
    } catch (error) {
      if (error instanceof SchemaProblem) row.figures.count('refused');
      throw error;
    }
  }

  #planOf(model: string, wish: Wish, behavior: Behavior, caller: string, body: Buffer | number): Plan {
    const { models, planner } = this.options;
    const { faults } = behavior.profile;
    if (faults === null) return planner.plan(wish, behavior, body);
    // A name is read when the head is gone, so who asked is not always known; it is never looked at.
    const by = models.standInName(faults) ? '' : caller;
    return planner.plan(wish, behavior, body, requesterOf(model, by));
  }
}
