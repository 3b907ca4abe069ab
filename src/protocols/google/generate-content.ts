/**
 * Gemini's generateContent and streamGenerateContent: requests, replies, and streams in both forms. Pure.
 * Source: Google's public Gemini API reference (GenerateContentRequest, GenerateContentResponse).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Answer, PieceCursor, Protocol, StreamEvents } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import {
  type ChoiceTemplate,
  choicesBody,
  encodeChoices,
  isSurelyShort,
  joinChoices,
  TEXT_MARK,
} from '../contract/reply-template.js';
import { PADDING_CHARACTERS, SERVER_SENT_EVENTS, type StreamFormat } from '../contract/stream-format.js';
import { encodeModelName } from '../request/model-names.js';
import { type BodyRules, numberOrNull, readRequest, textRequest } from '../request/read-request.js';
import { NO_STOP, TextRequest } from '../request/text-request.js';
import { readContents } from './contents.js';
import { fieldOf, GENERATE_FIELDS, objectOf } from './fields.js';
import { GOOGLE_WORDING } from './wording.js';

const GENERATE_BODY: BodyRules<TextRequest> = {
  wording: GOOGLE_WORDING,
  fields: GENERATE_FIELDS,
  prompt: 'messages',
  read: readContents,
  make: textRequest((root, stream, userText) => {
    const config = objectOf(root, 'generationConfig');
    return {
      tokensMax: numberOrNull(fieldOf(config, 'maxOutputTokens')),
      stop: (fieldOf(config, 'stopSequences') as readonly string[] | undefined) ?? NO_STOP,
      stream,
      choices: numberOrNull(fieldOf(config, 'candidateCount')) ?? 1,
      includeUsage: true,
      userText,
    };
  }),
};

const BEFORE_TEXT = ',"content":{"parts":[{"text":"';
const AFTER_TEXT = '"}],"role":"model"}';

function encodeUsage({ usage }: Answer, choices: number): string {
  const prompt = usage.promptTokens;
  const candidates = usage.completionTokens * choices;
  return (
    `"usageMetadata":{"promptTokenCount":${prompt},"candidatesTokenCount":${candidates}` +
    `,"totalTokenCount":${prompt + candidates}` +
    `,"promptTokensDetails":[{"modality":"TEXT","tokenCount":${prompt}}]}`
  );
}

function encodeIdentity({ model }: TextRequest, { uuid }: Answer): string {
  return `"modelVersion":${encodeModelName(model)},"responseId":"${uuid}"`;
}

const FINISH_REASONS: Readonly<Record<Answer['finish'], string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  filter: 'SAFETY',
};

function encodeFinish({ finish }: Answer): string {
  return `,"finishReason":"${FINISH_REASONS[finish]}"}`;
}

/** `content` is the text of all candidates, or its mark. */
function templateOf(request: TextRequest, answer: Answer, content: string): ChoiceTemplate {
  return {
    head: '{"candidates":[',
    separator: ',',
    before: '{"index":',
    after: BEFORE_TEXT + content + AFTER_TEXT + encodeFinish(answer),
    tail: `],${encodeUsage(answer, request.choices)},${encodeIdentity(request, answer)}}`,
  };
}

/** How the elements of a stream are set apart. */
interface Framing {
  readonly format: StreamFormat;
  /** Ahead of the first element, and of every other one. */
  readonly first: string;
  readonly next: string;
  /** Behind each element, and behind the last one. */
  readonly after: string;
  readonly end: string;
}

/** `?alt=sse`: events without names, and no end but that of the connection. */
const EVENTS: Framing = {
  format: SERVER_SENT_EVENTS,
  first: 'data: ',
  next: 'data: ',
  after: '\r\n\r\n',
  end: '',
};

/** One JSON array, element by element: white space may stand between two. */
const ARRAY: Framing = {
  format: {
    contentType: 'application/json; charset=UTF-8',
    filler: '\n',
    padding: ' '.repeat(PADDING_CHARACTERS),
    blank: ',\r\n{}',
  },
  first: '[',
  next: ',\r\n',
  after: '',
  end: ']',
};

class CandidateEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents: number;
  readonly tailEvents: number;
  readonly #pieces: PieceCursor;
  /** Behind the text of an element that is not the last. */
  readonly #afterText: string;
  #isFirst = true;
  #piece = '';
  #candidate = 0;

  constructor(
    private readonly request: TextRequest,
    private readonly answer: Answer,
    private readonly framing: Framing,
  ) {
    this.pieceEvents = this.tailEvents = request.choices;
    this.#pieces = answer.text.pieces();
    this.#afterText = `${AFTER_TEXT}}],${encodeIdentity(request, answer)}}${framing.after}`;
  }

  head(): string {
    return '';
  }

  event(): string {
    const { framing } = this;
    const candidate = this.#candidate;
    if (candidate === 0) this.#piece = this.#pieces.next();
    this.#candidate = candidate + 1 === this.pieceEvents ? 0 : candidate + 1;
    const start = this.#isFirst ? framing.first : framing.next;
    this.#isFirst = false;
    return `${start}{"candidates":[{"index":${candidate}${BEFORE_TEXT}${this.#piece}${this.#afterText}`;
  }

  failure(_error: ApiError, body: string): string {
    const { framing } = this;
    const start = this.#isFirst ? framing.first : framing.next;
    this.#isFirst = false;
    return start + body + framing.after + framing.end;
  }

  /** Each candidate's end, with the usage of all. */
  tail(): string | ReplyBody {
    const { request, answer, framing } = this;
    return encodeChoices(request.choices, {
      head: this.#isFirst ? framing.first : framing.next,
      separator: framing.next,
      before: '{"candidates":[{"index":',
      after:
        `${BEFORE_TEXT}${AFTER_TEXT}${encodeFinish(answer)}],${encodeUsage(answer, request.choices)}` +
        `,${encodeIdentity(request, answer)}}${framing.after}`,
      tail: framing.end,
    });
  }
}

function createProtocol(framing: Framing): Protocol<TextRequest> {
  return {
    parse: (body, options) => readRequest(body, options, GENERATE_BODY),
    streamFormat: framing.format,
    restore: TextRequest.restore,

    encodeReply(request, answer) {
      const { choices, model } = request;
      const { text, tokens } = answer;
      if (isSurelyShort(choices, text.bytes(tokens), model.length)) {
        return joinChoices(choices, templateOf(request, answer, text.join(tokens)));
      }
      return choicesBody(choices, templateOf(request, answer, TEXT_MARK), text, tokens);
    },

    openStream: (request, answer) => new CandidateEvents(request, answer, framing),
  };
}

export const generateContentProtocol = createProtocol(EVENTS);
export const generateContentArrayProtocol = createProtocol(ARRAY);
