/**
 * The stream of a response that thinks, or calls functions: one item of the output for each part. Pure.
 * Events that open and close items go out with the pieces beside them.
 * Source: OpenAI's public OpenAPI description, ResponseStreamEvent.
 */
import type { CallPart, Part } from '../../../behavior/parts/part.js';
import { PartCursor } from '../../../behavior/parts/parts-text.js';
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, StreamEvents } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { textBody } from '../../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../../contract/spoken.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeEvent } from './events.js';
import {
  callItemId,
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
  readonly tailEvents = 1;
  readonly #cursor: PartCursor;
  readonly #callsFrom: number;
  #nextNumber = 0;
  /** Pieces of the part that were said. */
  #said = 0;

  constructor(
    private readonly request: TextRequest,
    private readonly answer: Answer,
    parts: readonly Part[],
  ) {
    this.#cursor = new PartCursor(parts);
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  head(): string {
    const response = `,"response":${encodeOpenResponse(this.request, this.answer)}`;
    return this.#event('response.created', response) + this.#event('response.in_progress', response);
  }

  /** The end of a text is left to the tail, which comes next: it may be long. */
  event(): string {
    const piece = this.#cursor.next();
    const { part, isFirst, isLast } = this.#cursor;
    if (isFirst) this.#said = 0;
    const opening = isFirst ? this.#open(part) : '';
    const delta = this.#delta(part, piece);
    this.#said++;
    return opening + delta + (isLast && part.kind !== 'text' ? this.#close(part) : '');
  }

  failure({ kind, message, param }: ApiError): string {
    const fields = JSON.stringify({ code: kind.code, message, param });
    return this.#event('error', `,${fields.slice(1, -1)}`);
  }

  tail(): string | ReplyBody {
    const { answer, request } = this;
    if (isShortReply(answer, TEXTS_IN_TAIL, request.model.length)) return this.#end(spokenIn(answer).text);
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

  #open(part: Part): string {
    const { answer } = this;
    if (part.kind === 'text') {
      return (
        this.#item('added', encodeItem(answer, 'in_progress', '')) +
        this.#event('response.content_part.added', `${this.#textPlace},"part":${encodePart('')}`)
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

  #delta(part: Part, piece: string): string {
    if (part.kind === 'text') {
      const rest = `${this.#textPlace},"delta":"${piece}","logprobs":[]`;
      return this.#event('response.output_text.delta', rest);
    }
    if (part.kind === 'call') {
      return this.#event('response.function_call_arguments.delta', `${this.#callPlace},"delta":"${piece}"`);
    }
    // What is thought and not shown takes its time all the same.
    if (!this.request.style.showsThoughts || this.#said >= summaryTokens(part)) return '';
    return this.#event('response.reasoning_summary_text.delta', `${this.#summaryPlace},"delta":"${piece}"`);
  }

  #close(part: Part): string {
    return part.kind === 'reasoning' ? this.#closeThoughts(part) : this.#closeCall(part as CallPart);
  }

  #closeThoughts(part: Part): string {
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
    const part = encodePart(text);
    return (
      this.#event('response.output_text.done', `${this.#textPlace},"text":"${text}","logprobs":[]`) +
      this.#event('response.content_part.done', `${this.#textPlace},"part":${part}`) +
      this.#item('done', encodeItem(this.answer, statusOf(this.answer), part))
    );
  }
}
