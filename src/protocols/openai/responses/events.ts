/**
 * The stream of the Responses API: named events, numbered in one sequence, without a `[DONE]`. Pure.
 * Source: OpenAI's public OpenAPI description, ResponseStreamEvent.
 */

import { flatText } from '../../../behavior/content/flat-text.js';
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, PieceCursor, StreamEvents } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { TEXT_MARK, textBody } from '../../contract/reply-template.js';
import { fillingsOf, isShortReply } from '../../contract/spoken.js';
import type { TextRequest } from '../../request/text-request.js';
import { encodeFinalResponse, encodeItem, encodeOpenResponse, encodePart, statusOf } from './object.js';

/** Events ahead of the first delta. */
const EVENTS_BEFORE_TEXT = 4;
const TEXTS_IN_TAIL = 4;
const DELTA =
  'event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":';
const AFTER_DELTA = '","logprobs":[]}\n\n';

/** `rest` is what is behind the number: fields with their leading comma. */
export function encodeEvent(type: string, sequenceNumber: number, rest: string): string {
  return `event: ${type}\ndata: {"type":"${type}","sequence_number":${sequenceNumber}${rest}}\n\n`;
}

export class ResponseEvents implements StreamEvents {
  readonly headEvents = EVENTS_BEFORE_TEXT;
  readonly pieceEvents = 1;
  readonly tailEvents = 4;
  /** Between the number of a delta and its text. */
  readonly #beforeText: string;
  readonly #pieces: PieceCursor;
  #nextNumber = EVENTS_BEFORE_TEXT;

  constructor(
    private readonly request: TextRequest,
    private readonly answer: Answer,
  ) {
    this.#beforeText = flatText(',', this.#place, ',"delta":"');
    this.#pieces = answer.text.pieces();
  }

  /** Where the one text is in the response. */
  get #place(): string {
    return `"item_id":"msg_${this.answer.uuid}","output_index":0,"content_index":0`;
  }

  head(): string {
    const response = encodeOpenResponse(this.request, this.answer);
    const item = encodeItem(this.answer, 'in_progress', '');
    return (
      encodeEvent('response.created', 0, `,"response":${response}`) +
      encodeEvent('response.in_progress', 1, `,"response":${response}`) +
      encodeEvent('response.output_item.added', 2, `,"output_index":0,"item":${item}`) +
      encodeEvent(
        'response.content_part.added',
        3,
        `,${this.#place},"part":${encodePart(this.answer, '', '')}`,
      )
    );
  }

  event(): string {
    return DELTA + this.#nextNumber++ + this.#beforeText + this.#pieces.next() + AFTER_DELTA;
  }

  /** Not as the dialect writes it: fields beside the number of the event (ResponseErrorEvent). */
  failure({ kind, message, param }: ApiError): string {
    const fields = JSON.stringify({ code: kind.code, message, param });
    return encodeEvent('error', this.#nextNumber, `,${fields.slice(1, -1)}`);
  }

  /** The text four times: in the events of the text, of its part and of its item, and in the response. */
  tail(): string | ReplyBody {
    const { text, tokens } = this.answer;
    if (isShortReply(this.answer, TEXTS_IN_TAIL, this.request.model.length)) {
      return this.#encodeTail(text.join(tokens));
    }
    return textBody(this.#encodeTail(TEXT_MARK), fillingsOf(this.answer));
  }

  #encodeTail(text: string): string {
    const { answer } = this;
    const next = EVENTS_BEFORE_TEXT + answer.tokens;
    const status = statusOf(answer);
    const part = encodePart(answer, text, '');
    return (
      encodeEvent('response.output_text.done', next, `,${this.#place},"text":"${text}","logprobs":[]`) +
      encodeEvent('response.content_part.done', next + 1, `,${this.#place},"part":${part}`) +
      encodeEvent(
        'response.output_item.done',
        next + 2,
        `,"output_index":0,"item":${encodeItem(answer, status, part)}`,
      ) +
      encodeEvent(
        `response.${status}`,
        next + 3,
        `,"response":${encodeFinalResponse(this.request, answer, text)}`,
      )
    );
  }
}
