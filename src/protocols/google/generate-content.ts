/**
 * Gemini's generateContent and streamGenerateContent: requests, replies, and streams in both forms. Pure.
 * Source: Google's public Gemini API reference (GenerateContentRequest, GenerateContentResponse).
 */

import type { PrefixRule } from '../contract/prompt-prefix.js';
import type { Protocol } from '../contract/protocol.js';
import { choicesBody, joinChoices } from '../contract/reply-template.js';
import { fillingsOf, isShortReply, marksIn, spokenIn } from '../contract/spoken.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, PLAIN_STYLE, type ReplyStyle, TextRequest } from '../request/text-request.js';
import { GENERATE_ASKS, showsThoughts } from './asks.js';
import { encodeBlocked, templateOf } from './candidate.js';
import { BlockedEvents, CandidateEvents } from './candidate-events.js';
import { readContents } from './contents.js';
import { fieldOf, GENERATE_FIELDS, objectOf } from './fields.js';
import { ARRAY, EVENTS, type Framing } from './framing.js';
import { CandidatePartsEvents } from './parts-events.js';
import { GOOGLE_WORDING } from './wording.js';

const WITH_THOUGHTS: ReplyStyle = { ...PLAIN_STYLE, showsThoughts: true };

/** Gemini 3 and newer. */
const NEWER = /^gemini-(?:[3-9]|\d\d)/;

/** "Implicit caching" of the guide "Context caching": the least length by model. The steps are not published: OpenAI's stand in. */
const PREFIX: PrefixRule = {
  byMarks: false,
  tokensMin: (model) => (NEWER.test(model) ? 4_096 : 2_048),
};

const GENERATE_BODY: BodyRules<TextRequest> = {
  wording: GOOGLE_WORDING,
  fields: GENERATE_FIELDS,
  prompt: 'messages',
  prefix: PREFIX,
  read: readContents,
  ask: GENERATE_ASKS,
  make: textRequest((root, stream, userText) => {
    const config = objectOf(root, 'generationConfig');
    return {
      tokensMax: numberOrNull(fieldOf(config, 'maxOutputTokens')),
      stop: (fieldOf(config, 'stopSequences') as readonly string[] | undefined) ?? NO_STOP,
      stream,
      choices: numberOrNull(fieldOf(config, 'candidateCount')) ?? 1,
      includeUsage: true,
      userText,
      style: showsThoughts(root) ? WITH_THOUGHTS : PLAIN_STYLE,
    };
  }),
};

function createProtocol(framing: Framing): Protocol<TextRequest> {
  return {
    parse: (body, options) => readRequest(body, options, GENERATE_BODY),
    streamFormat: framing.format,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      const { choices, model } = request;
      if (answer.finish === 'refusal') return encodeBlocked(request, answer);
      if (isShortReply(answer, choices, model.length)) {
        return joinChoices(choices, templateOf(request, answer, spokenIn(answer)));
      }
      return choicesBody(choices, templateOf(request, answer, marksIn(answer)), fillingsOf(answer));
    },

    openStream(request, answer) {
      if (answer.finish === 'refusal') return new BlockedEvents(request, answer, framing);
      return answer.parts === null
        ? new CandidateEvents(request, answer, framing)
        : new CandidatePartsEvents(request, answer, answer.parts, framing);
    },
  };
}

export const generateContentProtocol = createProtocol(EVENTS);
export const generateContentArrayProtocol = createProtocol(ARRAY);
