/**
 * The legacy completions of OpenAI's API: requests, replies, streams. Pure. `echo`, `suffix` and `best_of` are accepted
 * and change nothing: an echo would make a held request keep its prompt.
 *
 * Source: OpenAI's public OpenAPI description (CreateCompletionRequest, CreateCompletionResponse).
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { Answer, Parsed, ParseOptions, Protocol } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import {
  type ChoiceTemplate,
  choicesBody,
  isSurelyShort,
  joinChoices,
  TEXT_MARK,
} from '../contract/reply-template.js';
import { parseJsonObject } from '../request/json-body.js';
import { encodeModelName, internModel } from '../request/model-names.js';
import { countPrompts, readPrompts } from '../request/prompt-input.js';
import { TextRequest } from '../request/text-request.js';
import {
  BOOLEAN,
  checkFields,
  checkModel,
  type FieldChecks,
  numberBetween,
  STRING,
} from '../validation/field-checks.js';
import { ChoiceEvents, encodeUsage } from './choice-events.js';
import {
  checkStreamOptionsAlone,
  numberOrNull,
  readIncludeUsage,
  readStop,
  SAMPLING_CHECKS,
} from './fields.js';

export type CompletionRequest = TextRequest;

export const COMPLETION_FIELDS: FieldChecks = new Map([
  ...SAMPLING_CHECKS,
  ['best_of', numberBetween(1, 20, 'an integer')],
  ['echo', BOOLEAN],
  ['logprobs', numberBetween(0, 5, 'an integer')],
  ['suffix', STRING],
]);

/** The public description's default, in force even where a longer answer is set up: the answer is cut off, as there. */
const TOKENS_MAX_DEFAULT = 16;
/** Prompts times `n`: every choice costs an event for every piece. */
const CHOICES_MAX = 128;

const AFTER_TEXT = '","logprobs":null,"finish_reason":null}]';

function parse(body: Buffer, options: ParseOptions): Parsed<CompletionRequest> {
  const parsed = parseJsonObject(body);
  if (!parsed.ok) return parsed;
  const { root } = parsed;
  const error =
    checkModel(root.model) ?? checkFields(root, COMPLETION_FIELDS) ?? checkStreamOptionsAlone(root);
  if (error !== undefined) return { ok: false, error };
  const count = countPrompts(root.prompt);
  const choices = count * (numberOrNull(root.n) ?? 1);
  if (choices > CHOICES_MAX) return { ok: false, error: tooManyChoices(count, choices) };
  const read = readPrompts(root.prompt, 'prompt');
  if (!read.ok) return read;
  const { tokens, lastText } = read.prompts;
  const model = internModel((root.model as string | null | undefined) ?? options.modelDefault);
  const request = TextRequest.of(model, tokens, {
    tokensMax: numberOrNull(root.max_tokens) ?? TOKENS_MAX_DEFAULT,
    stop: readStop(root.stop),
    stream: root.stream === true,
    choices,
    includeUsage: readIncludeUsage(root.stream_options),
    userText: options.keepUserText ? lastText : null,
  });
  return { ok: true, request, prompt: options.keepPrompt ? read.prompts : null };
}

function tooManyChoices(prompts: number, choices: number): ApiError {
  const message = `Invalid 'prompt': ${prompts} prompts times 'n' make ${choices} choices, but at most ${CHOICES_MAX} are supported.`;
  return apiError(ERROR_KINDS.wrongValue, message, 'prompt');
}

function encodeHead(request: CompletionRequest, { uuid, createdSeconds }: Answer): string {
  const model = encodeModelName(request.model);
  return `{"id":"cmpl-${uuid}","object":"text_completion","created":${createdSeconds},"model":${model},"choices":[`;
}

class CompletionEvents extends ChoiceEvents {
  constructor(
    request: CompletionRequest,
    answer: Answer,
    private readonly end: string,
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
    const finish = `,"text":"","logprobs":null,"finish_reason":"${this.answer.finish}"}]${this.end}`;
    return this.forEachChoice(finish, this.encodeEnd());
  }
}

/** `content` is the text of all choices, or its mark. */
function templateOf(request: CompletionRequest, answer: Answer, content: string): ChoiceTemplate {
  return {
    head: encodeHead(request, answer),
    separator: ',',
    before: '{"index":',
    after: `,"text":"${content}","logprobs":null,"finish_reason":"${answer.finish}"}`,
    tail: `],"usage":${encodeUsage(answer.usage, request.choices)}}`,
  };
}

export const completionsProtocol: Protocol<CompletionRequest> = {
  parse,
  restore: TextRequest.restore,

  encodeReply(request, answer) {
    const { choices, model } = request;
    const { text, tokens } = answer;
    if (isSurelyShort(choices, text.bytes(tokens), model.length)) {
      return joinChoices(choices, templateOf(request, answer, text.join(tokens)));
    }
    return choicesBody(choices, templateOf(request, answer, TEXT_MARK), text, tokens);
  },

  openStream: (request, answer) =>
    new CompletionEvents(request, answer, request.includeUsage ? ',"usage":null}\n\n' : '}\n\n'),
};
