/**
 * A request that was read and planned: what is held while it waits. Main thread.
 *
 * Immutable but for what the tokeniser finds, and small; requests that are alike share one (see RequestReader).
 */
import type { Plan } from '../../behavior/plan/plan.js';
import type { Answer, ModelRequest, Protocol, Usage } from '../../protocols/contract/protocol.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import type { SharedState } from '../../shared/state.js';
import type { CountedUsage } from '../../workers/token-counter.js';
import type { KeptInput } from '../stored/kept-inputs.js';
import { alteredReply } from './altered-reply.js';
import type { CountedRow } from './counted-rows.js';
import { answerOf, encodeReply, type SharedReply } from './shared-reply.js';

/** V8 keeps a text in one byte a character, or in two where one will not do. */
const BYTES_PER_CHARACTER_MAX = 2;

export class PlannedRequest {
  /** Bytes that lie in memory for it while it waits, beside what all requests take: texts of its client's. */
  readonly keptBytes: number;

  constructor(
    readonly request: ModelRequest,
    readonly plan: Plan,
    /** What becomes of its usage while it waits; null where that stays an estimate. */
    readonly counted: CountedUsage | null,
    /** That of all requests which say the same; null before a second one has come. */
    public reply: SharedReply | null,
    /** Where it is counted. */
    readonly row: CountedRow,
    /** What it was asked, of an answer that may be asked for by its id; null of all others. */
    readonly input: KeptInput | null = null,
  ) {
    const { text, stopText } = plan;
    this.keptBytes = request.keptBytes + text.keptBytes + (stopText?.length ?? 0) * BYTES_PER_CHARACTER_MAX;
  }

  /** From the complete request to the first thing that is sent. */
  get delayMs(): number {
    if (this.request.stream) return this.plan.firstMs;
    return this.input?.isBackground === true ? 0 : this.plan.totalMs;
  }

  /** What is said to it in a stream, under the id of its reply. */
  answer(uuid: string, createdSeconds: number): Answer {
    return answerOf(this.plan, this.usage, uuid, createdSeconds);
  }

  /** The whole reply, with whatever is to be wrong in it; see Protocol. */
  encodeReply(protocol: Protocol, id: RequestId, createdSeconds: number): string | Buffer | ReplyBody {
    const { fault } = this.plan;
    if (fault === null) return this.#encode(protocol, id, createdSeconds);
    return alteredReply(fault.kind, () => this.#encode(protocol, id, createdSeconds));
  }

  #encode(protocol: Protocol, id: RequestId, createdSeconds: number): string | Buffer | ReplyBody {
    const { request, plan, counted } = this;
    // An estimate may become exact for the next one.
    const shared = counted?.isEstimate ? null : this.reply;
    if (counted === null && shared?.isOf(protocol, plan)) {
      const again = shared.stampAgain(id, createdSeconds);
      if (again !== null) return again;
    }
    const parts = { protocol, request, plan, usage: this.usage };
    return shared?.stamp(parts, id, createdSeconds) ?? encodeReply(parts, id.uuid, createdSeconds);
  }

  /** Counts an answer that was sent, `seconds` after the request's headers. */
  count(state: SharedState, endpoint: number, seconds: number): void {
    const { counted, request, plan } = this;
    const promptTokens = counted === null ? request.promptTokens : counted.promptTokens;
    const completionTokens = counted === null ? plan.tokens : counted.completionTokens;
    state.durations[endpoint]?.observe(seconds);
    state.countReply(endpoint, 200);
    const saidTokens = completionTokens * request.choices;
    state.countTokens(promptTokens, saidTokens);
    this.row.figures.countTokens(promptTokens, saidTokens);
    if (counted?.isEstimate) state.usageEstimates++;
  }

  /** As far as it is known. */
  get usage(): Usage {
    const { promptTokens, media = null } = this.request;
    return this.counted ?? { promptTokens, completionTokens: this.plan.tokens, media };
  }
}
