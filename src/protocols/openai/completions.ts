/**
 * The legacy completions of OpenAI's API: requests, replies, streams. Pure. `echo`, `suffix` and `best_of` are accepted
 * and change nothing: an echo would make a held request keep its prompt.
 *
 * Source: OpenAI's public OpenAPI description (CreateCompletionRequest, CreateCompletionResponse).
 */

import type { Part } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { ApiError } from '../../shared/errors.js';
import type { Answer, Protocol } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import { type ChoiceTemplate, choicesBody, joinChoices } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import type { JsonObject } from '../request/json-body.js';
import { encodeModelName } from '../request/model-names.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { PLAIN_STYLE, type ReplyStyle, TextRequest } from '../request/text-request.js';
import { BOOLEAN, integer, rules, STRING } from '../validation/rules.js';
import { COMPLETION_ASKS } from './asking/completion-asks.js';
import { LENGTH_RULES } from './asking/lengths.js';
import { type Annotations, NO_ANNOTATIONS } from './common/annotations.js';
import { ChoiceEvents, encodeUsage, finishReason } from './common/choice-events.js';
import { CountingEvents } from './common/counting-events.js';
import {
  checkStreamOptionsAlone,
  readCounting,
  readIncludeUsage,
  readStop,
  SAMPLING_FIELDS,
} from './common/fields.js';
import { charactersOf, encodeTextLogprobs, piecesOf } from './common/logprobs.js';
import { OPENAI_PREFIX } from './common/prefix.js';
import { countPrompts, readPrompts } from './common/prompt-input.js';
import { invalid, OPENAI_WORDING } from './common/wording.js';

export type CompletionRequest = TextRequest;

export const COMPLETION_FIELDS = rules({
  ...SAMPLING_FIELDS,
  ...LENGTH_RULES,
  // None at all is for whoever wants to know how likely the prompt is.
  max_tokens: integer(0, Number.MAX_SAFE_INTEGER),
  best_of: integer(1, 20),
  echo: BOOLEAN,
  logprobs: integer(0, 5),
  suffix: STRING,
});

/** The public description's default, in force even where a longer answer is set up: the answer is cut off, as there. */
const TOKENS_MAX_DEFAULT = 16;
/** Prompts times `n`: every choice costs an event for every piece. */
const CHOICES_MAX = 128;

const AFTER_TEXT = '","logprobs":null,"finish_reason":null}]';

const COMPLETION_BODY: BodyRules<CompletionRequest> = {
  wording: OPENAI_WORDING,
  fields: COMPLETION_FIELDS,
  together: checkStreamOptionsAlone,
  prompt: 'prompts',
  prefix: OPENAI_PREFIX,
  ask: COMPLETION_ASKS,
  read: (root, tally) => checkChoices(root) ?? readPrompts(root.prompt, 'prompt', tally),
  make: textRequest((root, stream, userText) => ({
    tokensMax: numberOrNull(root.max_tokens) ?? TOKENS_MAX_DEFAULT,
    stop: readStop(root.stop),
    stream,
    choices: countChoices(root),
    includeUsage: readIncludeUsage(root.stream_options),
    userText,
    style: readCounting(root.stream_options, readStyle(root.logprobs)),
  })),
};

/** Of a field that was checked: how many tokens are told at each place. */
function readStyle(logprobs: unknown): ReplyStyle {
  return typeof logprobs === 'number' ? { ...PLAIN_STYLE, logprobs } : PLAIN_STYLE;
}

/** Of fields that were checked. */
function countChoices({ prompt, n }: JsonObject): number {
  return countPrompts(prompt) * (numberOrNull(n) ?? 1);
}

/** Ahead of the prompts: of too many none has to be looked at. */
function checkChoices(root: JsonObject): ApiError | undefined {
  const choices = countChoices(root);
  if (choices <= CHOICES_MAX) return undefined;
  const prompts = countPrompts(root.prompt);
  return invalid(
    'prompt',
    `${prompts} prompts times 'n' make ${choices} choices, but at most ${CHOICES_MAX} are supported`,
  );
}

function encodeHead(request: CompletionRequest, { uuid, createdSeconds }: Answer): string {
  const model = encodeModelName(request.model);
  return `{"id":"cmpl-${uuid}","object":"text_completion","created":${createdSeconds},"model":${model},"choices":[`;
}

class CompletionEvents extends ChoiceEvents {
  constructor(
    request: CompletionRequest,
    answer: Answer,
    protected readonly end: string,
  ) {
    const chunk = `data: ${encodeHead(request, answer)}`;
    super(request, answer, { chunk, beforeText: ',"text":"', afterText: AFTER_TEXT + end });
  }

  readonly headEvents = 0;

  /** No role to announce: the first piece is the first event. */
  head(): string {
    return '';
  }

  tail(): string | ReplyBody {
    const finish = `,"text":"","logprobs":null,"finish_reason":"${finishReason(this.answer, this.request)}"}]${this.end}`;
    return this.forEachChoice(finish, this.encodeEnd());
  }
}

/** Thoughts take their time and are counted; a completion has no place to show them. */
class CompletionPartsEvents extends CompletionEvents {
  lastEvents = 1;
  readonly #cursor: PartCursor<TextPart>;
  #piece = '';
  #choice = 0;
  /** Characters of the text that were said, where likelihoods are told: those say where each token stands. */
  #offset = 0;

  constructor(request: CompletionRequest, answer: Answer, end: string) {
    super(request, answer, end);
    this.#cursor = new PartCursor<TextPart>(answer.parts ?? asParts(answer));
  }

  override event(): string {
    const choice = this.#choice;
    if (choice === 0) this.#piece = this.#cursor.next();
    this.#choice = choice + 1 === this.pieceEvents ? 0 : choice + 1;
    this.lastEvents = this.#cursor.part.kind === 'text' ? 1 : 0;
    if (this.lastEvents === 0) return '';
    const { logprobs } = this.request.style;
    if (logprobs === null) return this.encodePiece(choice, this.#piece);
    const told = encodeTextLogprobs([this.#piece], this.#cursor.place, this.#offset, logprobs);
    if (this.#choice === 0) this.#offset += charactersOf(this.#piece);
    const text = `,"text":"${this.#piece}","logprobs":${told},"finish_reason":null}]${this.end}`;
    return this.beforeIndex + choice + text;
  }
}

type TextPart = Part | ReturnType<typeof asParts>[number];

function asParts({ text, tokens }: Answer) {
  return [{ kind: 'text', text, tokens } as const];
}

/** `content` is the text of all choices, or its mark; thoughts are counted and not told. */
function templateOf(
  request: CompletionRequest,
  answer: Answer,
  content: string | null,
  logprobs: string,
  annotations: Annotations,
): ChoiceTemplate {
  return {
    head: encodeHead(request, answer),
    separator: ',',
    before: '{"index":',
    after: `,"text":"${content ?? ''}","logprobs":${logprobs},"finish_reason":"${finishReason(answer, request)}"${annotations.choice(answer)}}`,
    tail: `]${annotations.reply},"usage":${encodeUsage(answer, request.choices)}}`,
  };
}

export function createCompletionsProtocol(annotations: Annotations): Protocol<CompletionRequest> {
  return {
    parse: (body, options) => readRequest(body, options, COMPLETION_BODY),
    streamFormat: SERVER_SENT_EVENTS,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      const { choices, model, style } = request;
      const { logprobs: top } = style;
      const characters = model.length + choices * annotations.characters;
      const logprobs = top === null ? 'null' : encodeTextLogprobs(piecesOf(answer, top), 0, 0, top);
      if (top === null && isShortReply(answer, choices, characters)) {
        return joinChoices(
          choices,
          templateOf(request, answer, spokenIn(answer).text, logprobs, annotations),
        );
      }
      const template = templateOf(request, answer, marksIn(answer).text, logprobs, annotations);
      return choicesBody(choices, template, fillingsOf(answer));
    },

    openStream(request, answer) {
      const end = request.includeUsage ? ',"usage":null}\n\n' : '}\n\n';
      const events =
        answer.parts === null && request.style.logprobs === null
          ? new CompletionEvents(request, answer, end)
          : new CompletionPartsEvents(request, answer, end);
      const told = annotations.annotate(events, answer);
      return request.style.countsAsItGoes ? new CountingEvents(told, answer) : told;
    },
  };
}

export const completionsProtocol = createCompletionsProtocol(NO_ANNOTATIONS);
