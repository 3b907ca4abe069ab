/**
 * The reply that requests which are alike share: made once, and stamped with the id and the second of each. It serves every API,
 * and keeps one reply: to a request that is to be told something else it is encoded anew. Main thread, hot path.
 */
import { type Plan, saysTheSame } from '../../behavior/plan/plan.js';
import type { Answer, ModelRequest, Protocol, Usage } from '../../protocols/contract/protocol.js';
import { isReplyBody, type ReplyBody, WHOLE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import type { RequestId } from '../../protocols/contract/request-id.js';
import { StampedBytes } from '../transport/stamped-bytes.js';

/** All that a reply depends on, but for the id and the second. */
export interface ReplyParts {
  readonly protocol: Protocol;
  readonly request: ModelRequest;
  readonly plan: Plan;
  readonly usage: Usage;
}

/** Encodes the reply that `parts` make. */
export function encodeReply(
  { protocol, request, plan, usage }: ReplyParts,
  uuid: string,
  createdSeconds: number,
): string | Buffer | ReplyBody {
  return protocol.encodeReply(request, answerOf(plan, usage, uuid, createdSeconds));
}

/** What a plan says, under the id of its reply. */
export function answerOf(plan: Plan, usage: Usage, uuid: string, createdSeconds: number): Answer {
  const { text, tokens, parts, finish, stopText } = plan;
  return { uuid, createdSeconds, text, tokens, parts, finish, stopText, usage, times: plan };
}

export class SharedReply {
  #parts: ReplyParts | null = null;
  /** Whether its usage is what the request and the plan say: nobody counted it. */
  #isUncounted = false;
  /** null for a reply that is too long to be kept. */
  #bytes: StampedBytes | null = null;

  /** The reply that `parts` make; null where it has to be encoded. All are to be of one request. */
  stamp(parts: ReplyParts, id: RequestId, seconds: number): Buffer | null {
    if (this.#parts === null) this.#keep(parts);
    else if (!isSame(this.#parts, parts)) return null;
    return this.#bytes?.stamp(id, seconds) ?? null;
  }

  /** Whether it is what this plan says, where nobody counted its tokens: then nothing else is to be compared. */
  isOf(protocol: Protocol, plan: Plan): boolean {
    return this.#isUncounted && this.#parts?.plan === plan && this.#parts.protocol === protocol;
  }

  /** As `stamp`, for what it is of. */
  stampAgain(id: RequestId, seconds: number): Buffer | null {
    return this.#bytes?.stamp(id, seconds) ?? null;
  }

  #keep(parts: ReplyParts): void {
    const { request, plan, usage } = parts;
    const { promptTokens, completionTokens, cached = null } = usage;
    this.#isUncounted =
      cached === null && promptTokens === request.promptTokens && completionTokens === plan.tokens;
    this.#parts = { ...parts, usage: { ...usage } };
    // A text is asked for its length first: that of a client may be long.
    if (plan.text.bytes(plan.tokens) > WHOLE_BYTES_MAX) return;
    this.#bytes = StampedBytes.of(({ uuid }, seconds) => {
      const reply = encodeReply(parts, uuid, seconds);
      return isReplyBody(reply) ? null : reply;
    });
  }
}

function isSame(one: ReplyParts, other: ReplyParts): boolean {
  return (
    one.protocol === other.protocol &&
    (one.plan === other.plan || (one.protocol.tellsTimes !== true && saysTheSame(one.plan, other.plan))) &&
    one.usage.promptTokens === other.usage.promptTokens &&
    one.usage.completionTokens === other.usage.completionTokens &&
    (one.usage.cached ?? null) === (other.usage.cached ?? null)
  );
}
