/**
 * The stream of an API that answers in numbered choices: chat and completions. Pure; one small object a stream, and a
 * piece costs a few concatenations.
 */

import { flatText } from '../../../behavior/content/flat-text.js';
import type { ApiError } from '../../../shared/errors.js';
import { cachedWithin } from '../../contract/prompt-prefix.js';
import type { Answer, PieceCursor, StreamEvents, Usage } from '../../contract/protocol.js';
import type { ReplyBody } from '../../contract/reply-body.js';
import { encodeChoices } from '../../contract/reply-template.js';
import { thoughtTokensOf } from '../../contract/spoken.js';
import { sumOfMedia } from '../../media/media.js';
import type { TextRequest } from '../../request/text-request.js';

const DONE = 'data: [DONE]\n\n';

const INDEX = '{"index":';
const FIRST = '0';

/** What is around the text of a choice. One for all streams that are written alike. */
export interface TextFrame {
  /** Between a choice's index and its text. */
  readonly beforeText: string;
  /** Behind a choice's text, to the end of the event. */
  readonly afterText: string;
  /** Behind the choices, to the end of the event. */
  readonly end: string;
}

/** The frames of one API: where each event has a usage, which is told at the end, and where none has. */
export interface TextFrames {
  readonly withUsage: TextFrame;
  readonly plain: TextFrame;
}

/** `afterText` is up to the end of the choices. */
export function framesOf(beforeText: string, afterText: string): TextFrames {
  const frame = (end: string): TextFrame => ({ beforeText, afterText: flatText(afterText, end), end });
  return { withUsage: frame(',"usage":null}\n\n'), plain: frame('}\n\n') };
}

/** The events; each API adds what comes ahead of the pieces and behind them. */
export abstract class ChoiceEvents implements StreamEvents {
  readonly pieceEvents: number;
  /** Of an event of the first choice, up to its text. The one text of its own that a stream keeps. */
  readonly #first: string;
  readonly #pieces: PieceCursor;
  /** The one that is being said to all choices, and the next of those. */
  #piece = '';
  #choice = 0;

  constructor(
    protected readonly request: TextRequest,
    protected readonly answer: Answer,
    /** From `data: ` up to the choices: the same in every event. */
    chunk: string,
    protected readonly frame: TextFrame,
  ) {
    this.pieceEvents = request.choices;
    this.#first = flatText(chunk, INDEX, FIRST, frame.beforeText);
    this.#pieces = answer.text.pieces();
  }

  abstract readonly headEvents: number;
  abstract head(): string | ReplyBody;
  abstract tail(): string | ReplyBody;

  /** Of every event: up to the number of its choice. */
  protected get beforeIndex(): string {
    return this.#first.slice(0, this.#first.length - this.frame.beforeText.length - FIRST.length);
  }

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
    const { request, answer } = this;
    if (!request.includeUsage) return DONE;
    const usage = encodeUsage(answer, request.choices);
    return `${this.beforeIndex.slice(0, -INDEX.length)}],"usage":${usage}}\n\n${DONE}`;
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
