/**
 * Bedrock's Converse and ConverseStream: requests, replies, streams; and the form that Amazon's Nova models have of their own,
 * which is nearly the same. Pure. The model, and whether the answer is a stream, are said by the path.
 * Source: AWS's public API reference (Converse, ConverseStream); its guide to Nova's request schema.
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { textBody } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import { type MessageRules, readContent, readMessages } from '../request/messages.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import { COUNT, LIST, number, OBJECT, rules } from '../validation/rules.js';
import { CONVERSE_ASKS } from './asks.js';
import { encodeChunk } from './chunks.js';
import { asEvents, ConverseEvents, ConversePartsEvents, type Framer } from './converse-events.js';
import { EVENT_STREAM } from './frames.js';
import { encodeWhole } from './message.js';
import { BEDROCK_WORDING } from './wording.js';

const STOP_TEXTS_MAX = 2_500;

const INFERENCE_CONFIG = rules({
  maxTokens: COUNT,
  max_new_tokens: COUNT,
  temperature: number(0, 1),
  topP: number(0, 1),
  stopSequences: { is: 'stop texts', orOne: false, textsMax: STOP_TEXTS_MAX, blank: false },
});

export const CONVERSE_FIELDS = rules({
  inferenceConfig: { is: 'record', fields: INFERENCE_CONFIG },
  toolConfig: OBJECT,
  outputConfig: OBJECT,
  additionalModelResponseFieldPaths: LIST,
  guardrailConfig: OBJECT,
  performanceConfig: OBJECT,
  promptVariables: OBJECT,
  requestMetadata: OBJECT,
});

const MESSAGES: MessageRules = {
  wording: BEDROCK_WORDING,
  roles: ['user', 'assistant'],
  roleDefault: null,
  content: 'content',
  contentRequired: true,
  contentText: false,
  textParts: null,
  otherItems: false,
};

function readPrompt({ system, messages }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (system !== undefined && system !== null) {
    tally.startMessage('system');
    const problem = readContent(system, 'system', MESSAGES, tally);
    if (problem !== undefined) return problem;
  }
  return readMessages(messages, 'messages', MESSAGES, tally);
}

const CONVERSE_BODY: BodyRules<TextRequest> = {
  wording: BEDROCK_WORDING,
  fields: CONVERSE_FIELDS,
  prompt: 'messages',
  read: readPrompt,
  ask: CONVERSE_ASKS,
  make: textRequest((root, stream, userText) => {
    const config: JsonObject = isObject(root.inferenceConfig) ? root.inferenceConfig : {};
    return {
      // The second is how Nova called it at first.
      tokensMax: numberOrNull(config.maxTokens) ?? numberOrNull(config.max_new_tokens),
      stop: (config.stopSequences as readonly string[] | null | undefined) ?? NO_STOP,
      stream,
      choices: 1,
      includeUsage: true,
      userText,
    };
  }),
};

/** `withMetrics`: whether a whole reply tells how long it took. */
function createProtocol(frame: Framer, withMetrics: boolean): Protocol<TextRequest> {
  return {
    parse: (body, options) => readRequest(body, options, CONVERSE_BODY),
    streamFormat: EVENT_STREAM,
    tellsTimes: true,
    restore: TextRequest.restore,

    encodeReply(_request, answer) {
      if (isShortReply(answer, 1, 0)) return encodeWhole(answer, spokenIn(answer), withMetrics);
      return textBody(encodeWhole(answer, marksIn(answer), withMetrics), fillingsOf(answer));
    },

    openStream: (_request, answer) =>
      answer.parts === null
        ? new ConverseEvents(answer, frame)
        : new ConversePartsEvents(answer, answer.parts, frame),
  };
}

export const converseProtocol = createProtocol(asEvents, true);
export const novaProtocol = createProtocol((type, payload) => encodeChunk(`{"${type}":${payload}}`), false);
