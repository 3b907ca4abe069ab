/**
 * The stream of a chat completion that thinks, calls tools or tells likelihoods: each part's pieces in deltas of their own kind. Pure.
 * An event that opens a call goes out with the first piece of it.
 */
import { PartCursor } from '../../../behavior/parts/parts-text.js';
import type { Answer } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import type { AnswerPart } from '../../contract/spoken.js';
import { callId } from '../../request/call-id.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeChatLogprob, encodeLogprobs } from '../common/logprobs.js';
import { ChatEvents, NOT_FINISHED } from './chat-events.js';
import { encodeThoughts } from './message.js';

export class ChatPartsEvents extends ChatEvents {
  readonly #cursor: PartCursor<AnswerPart>;
  /** Calls ahead of the one that is being said. */
  readonly #callsFrom: number;
  lastEvents = 1;
  #piece = '';
  #choice = 0;

  constructor(
    request: TextRequest,
    answer: Answer,
    private readonly parts: readonly AnswerPart[],
    chunkHead: string,
    namesUsage: boolean,
    /** Of the thoughts: see encodeThoughts. */
    private readonly namesBoth: boolean,
  ) {
    super(request, answer, chunkHead, namesUsage);
    this.#cursor = new PartCursor(parts);
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  /** An answer that says nothing has no text, not an empty one. */
  override head(): string | ReplyBody {
    const isSilent = this.parts.every(({ kind }) => kind === 'call');
    return isSilent ? this.open('"role":"assistant","content":null') : super.head();
  }

  override event(): string {
    const choice = this.#choice;
    if (choice === 0) this.#piece = this.#cursor.next();
    this.#choice = choice + 1 === this.pieceEvents ? 0 : choice + 1;
    const { part, isFirst } = this.#cursor;
    this.lastEvents = part.kind === 'call' && isFirst ? 2 : 1;
    if (part.kind === 'call') {
      const opening = isFirst ? this.#delta(choice, this.#openCall(part.name, choice)) : '';
      return opening + this.#delta(choice, this.#argument());
    }
    if (part.kind === 'text') return this.#delta(choice, this.#said(), this.#logprobs());
    return this.#delta(choice, `"content":null,${encodeThoughts(this.#piece, this.namesBoth)}`);
  }

  get #isRefused(): boolean {
    return this.answer.finish === 'refusal';
  }

  #said(): string {
    return `"${this.#isRefused ? 'refusal' : 'content'}":"${this.#piece}"`;
  }

  #logprobs(): string {
    const { logprobs } = this.request.style;
    if (logprobs === null) return 'null';
    return encodeLogprobs(encodeChatLogprob(this.#piece, this.#cursor.place, logprobs), this.#isRefused);
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
    return `${this.beforeIndex}${choice},"delta":{${fields}},"logprobs":${logprobs}${NOT_FINISHED}${this.frame.end}`;
  }
}
