/**
 * The stream of a chat completion that thinks, or calls tools: each part's pieces in deltas of their own kind. Pure.
 * An event that opens a call goes out with the first piece of it.
 */
import type { Part } from '../../../behavior/parts/part.js';
import { PartCursor } from '../../../behavior/parts/parts-text.js';
import type { Answer } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { callId } from '../../request/call-id.js';
import type { TextRequest } from '../../request/text-request.js';
import { AFTER_DELTA, ChatEvents } from './chat-events.js';

export class ChatPartsEvents extends ChatEvents {
  readonly #cursor: PartCursor;
  /** Calls ahead of the one that is being said. */
  readonly #callsFrom: number;
  #piece = '';
  #choice = 0;

  constructor(
    request: TextRequest,
    answer: Answer,
    private readonly parts: readonly Part[],
    chunkHead: string,
    end: string,
  ) {
    super(request, answer, chunkHead, end);
    this.#cursor = new PartCursor(parts);
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  /** An answer that says nothing has no text, not an empty one. */
  override head(): string | ReplyBody {
    const content = this.parts.some(({ kind }) => kind !== 'call') ? '""' : 'null';
    return this.forEachChoice(`,"delta":{"role":"assistant","content":${content}}${AFTER_DELTA}${this.end}`);
  }

  override event(): string {
    const choice = this.#choice;
    if (choice === 0) this.#piece = this.#cursor.next();
    this.#choice = choice + 1 === this.pieceEvents ? 0 : choice + 1;
    const { part, isFirst } = this.#cursor;
    if (part.kind === 'call') {
      const opening = isFirst ? this.#delta(choice, this.#openCall(part.name, choice)) : '';
      return opening + this.#delta(choice, this.#argument());
    }
    const content = part.kind === 'text' ? `"content":"` : `"content":null,"reasoning_content":"`;
    return this.#delta(choice, `${content}${this.#piece}"`);
  }

  get #call(): number {
    return this.#cursor.index - this.#callsFrom;
  }

  #openCall(name: string, choice: number): string {
    const called = `{"name":${JSON.stringify(name)},"arguments":""}`;
    if (this.request.style.asFunction) return `"function_call":${called}`;
    const id = callId(this.answer.uuid, this.#call, choice);
    return `"tool_calls":[{"index":${this.#call},"id":"${id}","type":"function","function":${called}}]`;
  }

  #argument(): string {
    const piece = `{"arguments":"${this.#piece}"}`;
    if (this.request.style.asFunction) return `"function_call":${piece}`;
    return `"tool_calls":[{"index":${this.#call},"function":${piece}}]`;
  }

  #delta(choice: number, fields: string): string {
    return `${this.beforeIndex}${choice},"delta":{${fields}}${AFTER_DELTA}${this.end}`;
  }
}
