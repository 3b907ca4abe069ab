/**
 * The stream of a response that thinks, or calls functions: one item of the output for each part. Pure.
 * Events that open and close items go out with the pieces beside them.
 * Source: OpenAI's public OpenAPI description, ResponseStreamEvent.
 */
import type { CallPart } from '../../../behavior/parts/part.js';
import { PartCursor } from '../../../behavior/parts/parts-text.js';
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, StreamEvents } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { textBody } from '../../contract/reply-template.js';
import { type AnswerPart, fillingsOf, isShortReply, marksIn, spokenIn } from '../../contract/spoken.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeChatLogprob } from '../common/logprobs.js';
import { encodeEvent } from './events.js';
import {
  callItemId,
  encodeAllLogprobs,
  encodeCall,
  encodeFinalResponse,
  encodeItem,
  encodeOpenResponse,
  encodePart,
  encodeSummary,
  encodeThoughts,
  statusOf,
  summaryOf,
  summaryTokens,
} from './object.js';

const TEXTS_IN_TAIL = 4;

export class ResponsePartsEvents implements StreamEvents {
  readonly headEvents = 2;
  readonly pieceEvents = 1;
  /** Three of them close a text. */
  readonly tailEvents: number;
  lastEvents = 1;
  readonly #cursor: PartCursor<AnswerPart>;
  readonly #callsFrom: number;
  #nextNumber = 0;
  /** Pieces of the part that were said. */
  #said = 0;

  constructor(
    private readonly request: TextRequest,
    private readonly answer: Answer,
    parts: readonly AnswerPart[],
  ) {
    this.#cursor = new PartCursor(parts);
    this.tailEvents = parts.some(({ kind }) => kind === 'text') ? 4 : 1;
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  head(): string {
    const response = `,"response":${encodeOpenResponse(this.request, this.answer)}`;
    return this.#event('response.created', response) + this.#event('response.in_progress', response);
  }

  /** The end of a text is left to the tail, which comes next: it may be long. */
  event(): string {
    const from = this.#nextNumber;
    const piece = this.#cursor.next();
    const { part, isFirst, isLast } = this.#cursor;
    if (isFirst) this.#said = 0;
    const opening = isFirst ? this.#open(part) : '';
    const delta = this.#delta(part, piece);
    this.#said++;
    const closing = isLast && part.kind !== 'text' ? this.#close(part) : '';
    this.lastEvents = this.#nextNumber - from;
    return opening + delta + closing;
  }

  failure({ kind, message, param }: ApiError): string {
    const fields = JSON.stringify({ code: kind.code, message, param });
    return this.#event('error', `,${fields.slice(1, -1)}`);
  }

  tail(): string | ReplyBody {
    const { answer, request } = this;
    const isShort =
      request.style.logprobs === null && isShortReply(answer, TEXTS_IN_TAIL, request.model.length);
    if (isShort) return this.#end(spokenIn(answer).text);
    return textBody(this.#end(marksIn(answer).text), fillingsOf(answer));
  }

  #end(text: string | null): string {
    const response = encodeFinalResponse(this.request, this.answer, text);
    const closing = text === null ? '' : this.#closeText(text);
    return closing + this.#event(`response.${statusOf(this.answer)}`, `,"response":${response}`);
  }

  #event(type: string, rest: string): string {
    return encodeEvent(type, this.#nextNumber++, rest);
  }

  /** Where the item is in the response. */
  get #output(): string {
    return `,"output_index":${this.#cursor.index}`;
  }

  #place(id: string): string {
    return `,"item_id":"${id}"${this.#output}`;
  }

  get #textPlace(): string {
    return `${this.#place(`msg_${this.answer.uuid}`)},"content_index":0`;
  }

  get #summaryPlace(): string {
    return `${this.#place(`rs_${this.answer.uuid}`)},"summary_index":0`;
  }

  get #call(): number {
    return this.#cursor.index - this.#callsFrom;
  }

  get #callPlace(): string {
    return this.#place(callItemId(this.answer.uuid, this.#call));
  }

  #item(type: 'added' | 'done', item: string): string {
    return this.#event(`response.output_item.${type}`, `${this.#output},"item":${item}`);
  }

  #open(part: AnswerPart): string {
    const { answer } = this;
    if (part.kind === 'text') {
      return (
        this.#item('added', encodeItem(answer, 'in_progress', '')) +
        this.#event('response.content_part.added', `${this.#textPlace},"part":${encodePart(answer, '', '')}`)
      );
    }
    if (part.kind === 'reasoning') {
      const added = this.#item('added', encodeThoughts(answer, null));
      if (!this.request.style.showsThoughts) return added;
      const summary = `${this.#summaryPlace},"part":${encodeSummary('')}`;
      return added + this.#event('response.reasoning_summary_part.added', summary);
    }
    return this.#item('added', encodeCall(part as CallPart, answer, this.#call, 'in_progress', ''));
  }

  #delta(part: AnswerPart, piece: string): string {
    const { answer, request } = this;
    if (part.kind === 'text') {
      if (answer.finish === 'refusal') {
        return this.#event('response.refusal.delta', `${this.#textPlace},"delta":"${piece}"`);
      }
      const { logprobs } = request.style;
      const told = logprobs === null ? '' : encodeChatLogprob(piece, this.#cursor.place, logprobs);
      const rest = `${this.#textPlace},"delta":"${piece}","logprobs":[${told}]`;
      return this.#event('response.output_text.delta', rest);
    }
    if (part.kind === 'call') {
      return this.#event('response.function_call_arguments.delta', `${this.#callPlace},"delta":"${piece}"`);
    }
    // What is thought and not shown takes its time all the same.
    if (!request.style.showsThoughts || this.#said >= summaryTokens(part)) return '';
    return this.#event('response.reasoning_summary_text.delta', `${this.#summaryPlace},"delta":"${piece}"`);
  }

  #close(part: AnswerPart): string {
    return part.kind === 'reasoning' ? this.#closeThoughts(part) : this.#closeCall(part as CallPart);
  }

  #closeThoughts(part: AnswerPart): string {
    const summary = summaryOf(this.request, part);
    const done = this.#item.bind(this, 'done', encodeThoughts(this.answer, summary));
    if (summary === null) return done();
    return (
      this.#event('response.reasoning_summary_text.done', `${this.#summaryPlace},"text":"${summary}"`) +
      this.#event(
        'response.reasoning_summary_part.done',
        `${this.#summaryPlace},"part":${encodeSummary(summary)}`,
      ) +
      done()
    );
  }

  #closeCall(part: CallPart): string {
    const args = part.text.join(part.tokens);
    const item = encodeCall(part, this.answer, this.#call, statusOf(this.answer), args);
    return (
      this.#event('response.function_call_arguments.done', `${this.#callPlace},"arguments":"${args}"`) +
      this.#item('done', item)
    );
  }

  #closeText(text: string): string {
    const { answer, request } = this;
    const logprobs = encodeAllLogprobs(request, answer);
    const part = encodePart(answer, text, logprobs);
    const done =
      answer.finish === 'refusal'
        ? this.#event('response.refusal.done', `${this.#textPlace},"refusal":"${text}"`)
        : this.#event(
            'response.output_text.done',
            `${this.#textPlace},"text":"${text}","logprobs":[${logprobs}]`,
          );
    return (
      done +
      this.#event('response.content_part.done', `${this.#textPlace},"part":${part}`) +
      this.#item('done', encodeItem(answer, statusOf(answer), part))
    );
  }
}
