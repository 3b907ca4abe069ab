/**
 * Models in Bedrock that take a prompt in place of messages, each in a form of its own: Meta's Llama and Amazon's Titan. Pure.
 * Source: AWS's public guides to inference parameters (Meta Llama models; Amazon Titan Text models).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Answer, PieceCursor, Protocol, StreamEvents } from '../contract/protocol.js';
import { TEXT_MARK, textBody } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import { COUNT, number, type Rules, rules } from '../validation/rules.js';
import { encodeChunk, encodeInvocation } from './chunks.js';
import { exceptionType } from './dialect.js';
import { EVENT_STREAM, encodeException } from './frames.js';
import { BEDROCK_WORDING } from './wording.js';

interface PromptForm {
  /** The field with the prompt. */
  readonly prompt: string;
  readonly fields: Rules;
  readonly tokensMaxOf: (root: JsonObject) => number | null;
  readonly stopOf: (root: JsonObject) => readonly string[];
  /** The whole reply; `text` is escaped, or a mark. */
  readonly encode: (text: string, answer: Answer) => string;
  /** A piece of a stream. */
  readonly encodePiece: (piece: string) => string;
  /** The last object, up to its last brace. */
  readonly encodeEnd: (answer: Answer) => string;
}

const LLAMA: PromptForm = {
  prompt: 'prompt',
  fields: rules({ max_gen_len: COUNT, temperature: number(0, 1), top_p: number(0, 1) }),
  tokensMaxOf: ({ max_gen_len: most }) => numberOrNull(most) ?? 512,
  stopOf: () => NO_STOP,
  encode: (text, { usage, finish }) =>
    `{"generation":"${text}","prompt_token_count":${usage.promptTokens}` +
    `,"generation_token_count":${usage.completionTokens},"stop_reason":"${llamaStop(finish)}"}`,
  encodePiece: (piece) =>
    `{"generation":"${piece}","prompt_token_count":null,"generation_token_count":null,"stop_reason":null}`,
  encodeEnd: ({ usage, finish }) =>
    `{"generation":"","prompt_token_count":${usage.promptTokens}` +
    `,"generation_token_count":${usage.completionTokens},"stop_reason":"${llamaStop(finish)}"`,
};

function llamaStop(finish: Answer['finish']): string {
  return finish === 'length' ? 'length' : 'stop';
}

const TITAN_CONFIG = rules({
  maxTokenCount: COUNT,
  stopSequences: { is: 'stop texts', orOne: false, textsMax: 4, blank: false },
  temperature: number(0, 1),
  topP: number(0, 1),
});

function titanConfig({ textGenerationConfig: config }: JsonObject): JsonObject {
  return isObject(config) ? config : {};
}

const TITAN: PromptForm = {
  prompt: 'inputText',
  fields: rules({ textGenerationConfig: { is: 'record', fields: TITAN_CONFIG } }),
  tokensMaxOf: (root) => numberOrNull(titanConfig(root).maxTokenCount) ?? 512,
  stopOf: (root) => (titanConfig(root).stopSequences as readonly string[] | undefined) ?? NO_STOP,
  encode: (text, { usage, finish }) =>
    `{"inputTextTokenCount":${usage.promptTokens},"results":[{"tokenCount":${usage.completionTokens}` +
    `,"outputText":"${text}","completionReason":"${titanReason(finish)}"}]}`,
  encodePiece: (piece) =>
    `{"outputText":"${piece}","index":0,"totalOutputTextTokenCount":null,"completionReason":null,"inputTextTokenCount":null}`,
  encodeEnd: ({ usage, finish }) =>
    `{"outputText":"","index":0,"totalOutputTextTokenCount":${usage.completionTokens}` +
    `,"completionReason":"${titanReason(finish)}","inputTextTokenCount":${usage.promptTokens}`,
};

function titanReason(finish: Answer['finish']): string {
  return finish === 'length' ? 'LENGTH' : finish === 'filter' ? 'CONTENT_FILTERED' : 'FINISH';
}

class PromptEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly tailEvents = 1;
  readonly #pieces: PieceCursor;

  constructor(
    private readonly answer: Answer,
    private readonly form: PromptForm,
  ) {
    this.#pieces = answer.text.pieces();
  }

  head(): string {
    return '';
  }

  event(): string {
    return encodeChunk(this.form.encodePiece(this.#pieces.next()));
  }

  tail(tookMs = 0): string {
    return encodeChunk(`${this.form.encodeEnd(this.answer)},${encodeInvocation(this.answer, tookMs)}}`);
  }

  failure(error: ApiError, body: string): string {
    return encodeException(exceptionType(error), body);
  }
}

function createProtocol(form: PromptForm): Protocol<TextRequest> {
  const body: BodyRules<TextRequest> = {
    wording: BEDROCK_WORDING,
    fields: form.fields,
    prompt: 'prompts',
    read: (root, tally) => readPrompt(root[form.prompt], form.prompt, tally),
    make: textRequest((root, stream, userText) => ({
      tokensMax: form.tokensMaxOf(root),
      stop: form.stopOf(root),
      stream,
      choices: 1,
      includeUsage: true,
      userText,
    })),
  };
  return {
    parse: (bytes, options) => readRequest(bytes, options, body),
    streamFormat: EVENT_STREAM,
    restore: TextRequest.restore,
    encodeReply(_request, answer) {
      if (isShortReply(answer, 1, 0)) return form.encode(spokenIn(answer).text ?? '', answer);
      return textBody(form.encode(marksIn(answer).text ?? TEXT_MARK, answer), fillingsOf(answer));
    },
    openStream: (_request, answer) => new PromptEvents(answer, form),
  };
}

function readPrompt(prompt: unknown, param: string, tally: PromptTally): ApiError | undefined {
  if (prompt === undefined || prompt === null) return BEDROCK_WORDING.missing(param);
  if (typeof prompt !== 'string') return BEDROCK_WORDING.wrongType(param, 'a string', prompt);
  tally.addPrompts([prompt]);
  return undefined;
}

export const llamaProtocol = createProtocol(LLAMA);
export const titanProtocol = createProtocol(TITAN);
