/**
 * The stream of an API that answers in numbered choices: chat and completions. Pure; one small object a stream, and a
 * piece costs a few concatenations.
 */
import type { ApiError } from '../../../shared/errors.js';
import { cachedWithin } from '../../contract/prompt-prefix.js';
import type { Answer, PieceCursor, StreamEvents, Usage } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { encodeChoices } from '../../contract/reply-template.js';
import { thoughtTokensOf } from '../../contract/spoken.js';
import { sumOfMedia } from '../../media/media.js';
import type { TextRequest } from '../../request/text-request.js';

const DONE = 'data: [DONE]\n\n';

/** What is around the pieces of one stream. */
export interface ChoiceFrame {
  /** From `data: ` up to the choices: the same in every event. */
  readonly chunk: string;
  /** Between a choice's index and its text. */
  readonly beforeText: string;
  /** Behind a choice's text, to the end of the event. */
  readonly afterText: string;
}

/** The events; each API adds what comes ahead of the pieces and behind them. */
export abstract class ChoiceEvents implements StreamEvents {
  readonly pieceEvents: number;
  /** Of an event: up to the number of its choice, and up to the text of the first one. */
  protected readonly beforeIndex: string;
  readonly #first: string;
  readonly #pieces: PieceCursor;
  /** The one that is being said to all choices, and the next of those. */
  #piece = '';
  #choice = 0;

  constructor(
    protected readonly request: TextRequest,
    protected readonly answer: Answer,
    protected readonly frame: ChoiceFrame,
  ) {
    this.pieceEvents = request.choices;
    this.beforeIndex = `${frame.chunk}{"index":`;
    this.#first = `${this.beforeIndex}0${frame.beforeText}`;
    this.#pieces = answer.text.pieces();
  }

  abstract readonly headEvents: number;
  abstract head(): string | ReplyBody;
  abstract tail(): string | ReplyBody;

  /** An end for each choice, the usage if it is wanted, and `[DONE]`. */
  get tailEvents(): number {
    return this.request.choices + (this.request.includeUsage ? 2 : 1);
  }

  event(): string {
    const choice = this.#choice;
    if (choice === 0) this.#piece = this.#pieces.next();
    this.#choice = choice + 1 === this.pieceEvents ? 0 : choice + 1;
    if (choice === 0) return this.#first + this.#piece + this.frame.afterText;
    return this.encodePiece(choice, this.#piece);
  }

  protected encodePiece(choice: number, piece: string): string {
    const { beforeText, afterText } = this.frame;
    return this.beforeIndex + choice + beforeText + piece + afterText;
  }

  /** One event a choice: `after` is what is behind its number, `tail` what is behind all events. */
  protected forEachChoice(after: string, tail = ''): string | ReplyBody {
    const before = this.beforeIndex;
    return encodeChoices(this.request.choices, { head: '', separator: '', before, after, tail });
  }

  failure(_error: ApiError, body: string): string {
    return `data: ${body}\n\n`;
  }

  /** The event that carries the usage, and the end of the stream. */
  protected encodeEnd(): string {
    const { request, answer, frame } = this;
    if (!request.includeUsage) return DONE;
    const usage = encodeUsage(answer, request.choices);
    return `${frame.chunk}],"usage":${usage}}\n\n${DONE}`;
  }
}

/** Why an answer ended, as OpenAI names it. */
export function finishReason({ finish }: Answer, { style }: TextRequest): string {
  if (finish === 'tools') return style.asFunction ? 'function_call' : 'tool_calls';
  if (finish === 'refusal') return 'stop';
  return finish === 'filter' ? 'content_filter' : finish;
}

const PLAIN_PROMPT = ',"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0}';
const BEFORE_THOUGHTS = ',"completion_tokens_details":{"reasoning_tokens":';
const AFTER_THOUGHTS = ',"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}';

/** The usage of OpenAI's chat and completions. All choices count. */
export function encodeUsage(answer: Answer, choices: number): string {
  const { promptTokens, completionTokens: perChoice } = answer.usage;
  const completionTokens = perChoice * choices;
  return (
    `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens}` +
    `,"total_tokens":${promptTokens + completionTokens}` +
    encodePromptDetails(answer.usage) +
    BEFORE_THOUGHTS +
    thoughtTokensOf(answer) * choices +
    AFTER_THOUGHTS
  );
}

/** What the prompt's tokens are, where not all are plain: as OpenAI tells it, and as DashScope does. */
function encodePromptDetails({ promptTokens, media = null, cached = null }: Usage): string {
  if (media === null && cached === null) return PLAIN_PROMPT;
  const { read } = cachedWithin(cached, promptTokens);
  if (media === null) return `,"prompt_tokens_details":{"cached_tokens":${read},"audio_tokens":0}`;
  const { audio, image, video, isToldByKind } = media;
  const kinds = isToldByKind
    ? `,"text_tokens":${Math.max(0, promptTokens - sumOfMedia(media))},"image_tokens":${image},"video_tokens":${video}`
    : '';
  return `,"prompt_tokens_details":{"cached_tokens":${read},"audio_tokens":${audio}${kinds}}`;
}
