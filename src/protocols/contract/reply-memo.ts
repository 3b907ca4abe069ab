/**
 * The bytes of the last whole reply, kept for the next. A load test sends the same request again and again, and what is the
 * same in its replies is then neither put together again nor turned into bytes again: only the start of a reply, which has
 * its id and its time, is written over. A memory of one, and nothing else: what it gives does not depend on what it holds.
 */
import type { Answer, ModelRequest } from './protocol.js';

export class ReplyMemo<Request extends ModelRequest> {
  #request: Request | null = null;
  #text: Answer['text'] | null = null;
  #tokens = 0;
  #finish: Answer['finish'] = 'stop';
  #promptTokens = 0;
  #completionTokens = 0;
  #startLength = 0;
  #bytes = Buffer.alloc(0);

  /** `start`, which must be ASCII, and the last rest, if that is the rest here; valid until the next call. */
  again(start: string, request: Request, answer: Answer): Buffer | null {
    const { text, tokens, finish, usage } = answer;
    const isSame =
      request === this.#request &&
      text === this.#text &&
      tokens === this.#tokens &&
      finish === this.#finish &&
      usage.promptTokens === this.#promptTokens &&
      usage.completionTokens === this.#completionTokens &&
      start.length === this.#startLength;
    if (!isSame) return null;
    this.#bytes.write(start, 'latin1');
    return this.#bytes;
  }

  /** `start` and `rest`, which may depend on nothing of the answer but its text, tokens, finish and usage. */
  keep(start: string, rest: string, request: Request, answer: Answer): Buffer {
    const { text, tokens, finish, usage } = answer;
    this.#request = request;
    this.#text = text;
    this.#tokens = tokens;
    this.#finish = finish;
    this.#promptTokens = usage.promptTokens;
    this.#completionTokens = usage.completionTokens;
    this.#startLength = start.length;
    this.#bytes = Buffer.from(start + rest);
    return this.#bytes;
  }
}
