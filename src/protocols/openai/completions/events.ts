/**
 * The stream of a completion: pieces of a text, one event for each and for each choice. Pure.
 */
import { PartCursor } from '../../../behavior/parts/parts-text.js';
import type { Answer } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { type AnswerPart, partsOf } from '../../contract/spoken.js';
import { encodeModelName } from '../../request/model-names.js';
import type { TextRequest } from '../../request/text-request.js';
import { ChoiceEvents, finishReason, framesOf } from '../common/choice-events.js';
import { charactersOf, encodeTextLogprobs } from '../common/logprobs.js';

const FRAMES = framesOf(',"text":"', '","logprobs":null,"finish_reason":null}]');

/** Up to the choices. */
export function encodeHead(request: TextRequest, { uuid, createdSeconds }: Answer): string {
  const model = encodeModelName(request.model);
  return `{"id":"cmpl-${uuid}","object":"text_completion","created":${createdSeconds},"model":${model},"choices":[`;
}

/** Of a text alone. */
export class CompletionEvents extends ChoiceEvents {
  constructor(request: TextRequest, answer: Answer) {
    const frame = request.includeUsage ? FRAMES.withUsage : FRAMES.plain;
    super(request, answer, `data: ${encodeHead(request, answer)}`, frame);
  }

  readonly headEvents: number = 0;

  /** No role to announce: the first piece is the first event. */
  head(): string {
    return '';
  }

  tail(): string | ReplyBody {
    const finish = `,"text":"","logprobs":null,"finish_reason":"${finishReason(this.answer, this.request)}"}]${this.frame.end}`;
    return this.forEachChoice(finish, this.encodeEnd());
  }
}

export interface Ahead {
  readonly pieces: number;
  readonly characters: number;
}

const NOTHING: Ahead = { pieces: 0, characters: 0 };

/** Thoughts take their time and are counted; a completion has no place to show them. */
export class CompletionPartsEvents extends CompletionEvents {
  lastEvents = 1;
  readonly #cursor: PartCursor<AnswerPart>;
  #piece = '';
  #choice = 0;
  /** Characters of the text that were said, where likelihoods are told: those say where each token stands. */
  #offset = 0;

  constructor(request: TextRequest, answer: Answer) {
    super(request, answer);
    this.#cursor = new PartCursor(partsOf(answer));
  }

  /** What stands ahead of the answer in a choice. */
  protected ahead(_choice: number): Ahead {
    return NOTHING;
  }

  override event(): string {
    const choice = this.#choice;
    if (choice === 0) this.#piece = this.#cursor.next();
    this.#choice = choice + 1 === this.pieceEvents ? 0 : choice + 1;
    this.lastEvents = this.#cursor.part.kind === 'text' ? 1 : 0;
    if (this.lastEvents === 0) return '';
    const { logprobs } = this.request.style;
    if (logprobs === null) return this.encodePiece(choice, this.#piece);
    const { pieces, characters } = this.ahead(choice);
    const place = pieces + this.#cursor.place;
    const told = encodeTextLogprobs([this.#piece], place, characters + this.#offset, logprobs);
    if (this.#choice === 0) this.#offset += charactersOf(this.#piece);
    const text = `,"text":"${this.#piece}","logprobs":${told},"finish_reason":null}]${this.frame.end}`;
    return this.beforeIndex + choice + text;
  }
}
