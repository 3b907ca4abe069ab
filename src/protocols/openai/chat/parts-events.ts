/**
 * The stream of a chat completion that thinks, calls tools or tells likelihoods: each part's pieces in deltas of their own kind. Pure.
 * An event that opens a call goes out with the first piece of it.
 */
import type { CallPart, SpokenPart } from '../../../behavior/parts/part.js';
import { PartCursor } from '../../../behavior/parts/parts-text.js';
import type { Answer, AnswerText } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { callId } from '../../request/call-id.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeChatLogprob } from '../common/logprobs.js';
import { AFTER_DELTA, ChatEvents, NOT_FINISHED } from './chat-events.js';

/** A part of an answer, or all of one that is a text. */
export type ChatPart = CallPart | (Omit<SpokenPart, 'text'> & { readonly text: AnswerText });

export class ChatPartsEvents extends ChatEvents {
  readonly #cursor: PartCursor<ChatPart>;
  /** Calls ahead of the one that is being said. */
  readonly #callsFrom: number;
  #piece = '';
  #choice = 0;

  constructor(
    request: TextRequest,
    answer: Answer,
    private readonly parts: readonly ChatPart[],
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
    if (part.kind === 'text') return this.#delta(choice, `"content":"${this.#piece}"`, this.#logprobs());
    return this.#delta(choice, `"content":null,"reasoning_content":"${this.#piece}"`);
  }

  #logprobs(): string {
    const { logprobs } = this.request.style;
    if (logprobs === null) return 'null';
    const { place } = this.#cursor;
    return `{"content":[${encodeChatLogprob(this.#piece, place, logprobs)}],"refusal":null}`;
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

  #delta(choice: number, fields: string, logprobs = 'null'): string {
    return `${this.beforeIndex}${choice},"delta":{${fields}},"logprobs":${logprobs}${NOT_FINISHED}${this.end}`;
  }
}
