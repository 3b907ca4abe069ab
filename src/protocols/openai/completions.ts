/**
 * The legacy completions of OpenAI's API: requests, replies, streams. Pure. `suffix` and `best_of` are accepted and change
 * nothing.
 *
 * Source: OpenAI's public OpenAPI description (CreateCompletionRequest, CreateCompletionResponse).
 */

import type { ApiError } from '../../shared/errors.js';
import type { Answer, Protocol } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import { type ChoiceTemplate, choicesBody, joinChoices } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import type { JsonObject } from '../request/body/json-body.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { PLAIN_STYLE, type ReplyStyle, TextRequest } from '../request/text-request.js';
import { BOOLEAN, integer, rules, STRING } from '../validation/rules.js';
import { COMPLETION_ASKS } from './asking/completion-asks.js';
import { LENGTH_RULES } from './asking/lengths.js';
import { type Annotations, NO_ANNOTATIONS } from './common/annotations.js';
import { encodeUsage, finishReason } from './common/choice-events.js';
import { CountingEvents } from './common/counting-events.js';
import {
  checkStreamOptionsAlone,
  readCounting,
  readIncludeUsage,
  readStop,
  SAMPLING_FIELDS,
} from './common/fields.js';
import { encodeTextLogprobs, piecesOf } from './common/logprobs.js';
import { OPENAI_PREFIX } from './common/prefix.js';
import { countPrompts, readPrompts } from './common/prompt-input.js';
import { invalid, OPENAI_WORDING } from './common/wording.js';
import { EchoEvents } from './completions/echo-events.js';
import { type EchoFrame, echoReply } from './completions/echo-reply.js';
import { echoedPieces } from './completions/echoed-logprobs.js';
import { checkEcho, readEcho } from './completions/echoed-prompts.js';
import { CompletionEvents, CompletionPartsEvents, encodeHead } from './completions/events.js';

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

const COMPLETION_BODY: BodyRules<CompletionRequest> = {
  wording: OPENAI_WORDING,
  fields: COMPLETION_FIELDS,
  together: checkStreamOptionsAlone,
  prompt: 'prompts',
  prefix: OPENAI_PREFIX,
  ask: COMPLETION_ASKS,
  read: (root, tally) => checkChoices(root) ?? readPrompts(root.prompt, 'prompt', tally) ?? checkEcho(root),
  make: textRequest((root, stream, userText) => ({
    tokensMax: numberOrNull(root.max_tokens) ?? TOKENS_MAX_DEFAULT,
    stop: readStop(root.stop),
    stream,
    choices: countChoices(root),
    includeUsage: readIncludeUsage(root.stream_options),
    userText,
    style: readCounting(root.stream_options, readStyle(root)),
  })),
};

/** Of fields that were checked. `logprobs` is how many tokens are told at each place. */
function readStyle(root: JsonObject): ReplyStyle {
  const logprobs = numberOrNull(root.logprobs);
  const echo = readEcho(root);
  return logprobs === null && echo === null ? PLAIN_STYLE : { ...PLAIN_STYLE, logprobs, echo };
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

/** With the prompts ahead of what is said. */
function encodeEcho(
  request: CompletionRequest,
  answer: Answer,
  prompts: readonly string[],
  annotations: Annotations,
): Buffer | ReplyBody {
  const { choices, style } = request;
  const { logprobs: top } = style;
  const pieces = top === null ? [] : echoedPieces(prompts, top);
  const said = top === null ? [] : piecesOf(answer, Math.max(1, top) * prompts.length);
  const told = (prompt: number): string =>
    top === null ? 'null' : encodeTextLogprobs([...(pieces[prompt] ?? []), ...said], 0, 0, top, true);
  const frame: EchoFrame = {
    head: encodeHead(request, answer),
    before: '{"index":',
    between: ',"text":"',
    after: (prompt) =>
      `","logprobs":${told(prompt)},"finish_reason":"${finishReason(answer, request)}"${annotations.choice(answer)}}`,
    tail: `]${annotations.reply},"usage":${encodeUsage(answer, choices)}}`,
  };
  const spoken = answer.parts === null ? answer : answer.parts.find(({ kind }) => kind === 'text');
  return echoReply(frame, prompts, choices, spoken ?? null);
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
      const { logprobs: top, echo } = style;
      if (echo !== null) return encodeEcho(request, answer, echo, annotations);
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
      const { logprobs, echo, countsAsItGoes } = request.style;
      const isPlain = answer.parts === null && logprobs === null;
      const events =
        echo !== null
          ? new EchoEvents(request, answer, echo)
          : new (isPlain ? CompletionEvents : CompletionPartsEvents)(request, answer);
      const told = annotations.annotate(events, answer);
      return countsAsItGoes ? new CountingEvents(told, answer) : told;
    },
  };
}

export const completionsProtocol = createCompletionsProtocol(NO_ANNOTATIONS);
