/**
 * A stream of which each event tells the usage so far, as vLLM's `continuous_usage_stats` asks for it. Pure.
 */
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, StreamEvents } from '../../contract/protocol.js';
import { isReplyBody, type ReplyBody } from '../../contract/reply-body.js';

/** How an event ends that tells none. No text holds it: a line end in a text is escaped. */
const NO_USAGE = ',"usage":null}\n\n';

export class CountingEvents implements StreamEvents {
  #events = 0;

  /** `events` are to be those of a stream that ends with the usage. */
  constructor(
    private readonly events: StreamEvents,
    private readonly answer: Answer,
  ) {}

  get headEvents(): number {
    return this.events.headEvents;
  }

  get pieceEvents(): number {
    return this.events.pieceEvents;
  }

  get lastEvents(): number {
    return this.events.lastEvents ?? 1;
  }

  get tailEvents(): number {
    return this.events.tailEvents;
  }

  head(): string | ReplyBody {
    return this.#counted(this.events.head());
  }

  event(): string {
    this.#events++;
    return this.#told(this.events.event());
  }

  tail(tookMs?: number): string | ReplyBody {
    return this.#counted(this.events.tail(tookMs));
  }

  failure(error: ApiError, body: string): string {
    return this.events.failure(error, body);
  }

  /** Of very many choices the ends alone are long: those stay as they are. */
  #counted(text: string | ReplyBody): string | ReplyBody {
    return isReplyBody(text) ? text : this.#told(text);
  }

  #told(text: string): string {
    const { promptTokens } = this.answer.usage;
    const completionTokens = this.#events;
    const total = promptTokens + completionTokens;
    const usage = `{"prompt_tokens":${promptTokens},"total_tokens":${total},"completion_tokens":${completionTokens}}`;
    return text.replaceAll(NO_USAGE, `,"usage":${usage}}\n\n`);
  }
}
