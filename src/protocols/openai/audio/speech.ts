/**
 * Speech: a text in, sound out, piece by piece. Pure.
 * Source: OpenAI's public OpenAPI description (CreateSpeechRequest, SpeechAudioDeltaEvent, SpeechAudioDoneEvent).
 */
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, Protocol, StreamEvents } from '../../contract/protocol.js';
import { BytesBody, type ReplyBody } from '../../contract/reply-body.js';
import { SERVER_SENT_EVENTS } from '../../contract/stream-format.js';
import type { JsonObject } from '../../request/body/json-body.js';
import type { PromptTally } from '../../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../../request/read-request.js';
import { number, rules, STRING } from '../../validation/rules.js';
import { invalid, OPENAI_WORDING } from '../common/wording.js';
import { type AudioForm, type AudioFormat, FORMS, PIECE_MS } from './forms.js';
import { SpeechRequest } from './speech-request.js';

const INPUT_CHARACTERS_MAX = 4_096;
/** English is read aloud at about 150 words a minute. */
const CHARACTERS_PER_SECOND = 15;
const MS_PER_SECOND = 1_000;

export const SPEECH_FIELDS = rules({
  response_format: { is: 'one of', values: Object.keys(FORMS) },
  stream_format: { is: 'one of', values: ['audio', 'sse'] },
  speed: number(0.25, 4),
  instructions: STRING,
});

const SPEECH_BODY: BodyRules<SpeechRequest> = {
  wording: OPENAI_WORDING,
  fields: SPEECH_FIELDS,
  prompt: 'prompts',
  read: readInput,
  make(model, { input, response_format: form, stream_format: events, speed }, { tokens }) {
    const seconds = (input as string).length / CHARACTERS_PER_SECOND / (numberOrNull(speed) ?? 1);
    const pieces = Math.max(1, Math.ceil((seconds * MS_PER_SECOND) / PIECE_MS));
    return new SpeechRequest(model, tokens, pieces, (form ?? 'mp3') as AudioFormat, events === 'sse');
  },
};

/** A voice must be named; which ones there are differs from model to model. */
function readInput({ input, voice }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (input === undefined || input === null) return OPENAI_WORDING.missing('input');
  if (typeof input !== 'string') return OPENAI_WORDING.wrongType('input', 'a string', input);
  if (input === '') return invalid('input', 'input cannot be an empty string');
  if (input.length > INPUT_CHARACTERS_MAX) {
    return OPENAI_WORDING.tooManyCharacters('input', INPUT_CHARACTERS_MAX, input.length);
  }
  if (voice === undefined || voice === null) return OPENAI_WORDING.missing('voice');
  tally.addPrompts([input]);
  return undefined;
}

/** The sound itself. What went wrong has no place in it: it ends. */
class SoundEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly tailEvents = 0;
  #next = 0;

  constructor(
    private readonly form: AudioForm,
    private readonly count: number,
  ) {}

  head(): string {
    return this.form.head(this.count);
  }

  event(): string {
    return this.form.piece(this.#next++, this.count);
  }

  failure(): string {
    return '';
  }

  tail(): string {
    return '';
  }
}

/** The same in events, in Base64. */
class SpeechEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly tailEvents = 1;
  readonly #sound: SoundEvents;
  /** Goes out with the first piece. */
  #head: string;

  constructor(
    form: AudioForm,
    private readonly answer: Answer,
  ) {
    this.#sound = new SoundEvents(form, answer.tokens);
    this.#head = this.#sound.head();
  }

  head(): string {
    return '';
  }

  event(): string {
    const bytes = Buffer.from(this.#head + this.#sound.event(), 'latin1');
    this.#head = '';
    return `data: {"type":"speech.audio.delta","audio":"${bytes.toString('base64')}"}\n\n`;
  }

  failure(_error: ApiError, body: string): string {
    return `data: ${body}\n\n`;
  }

  tail(): string {
    const { promptTokens, completionTokens } = this.answer.usage;
    const usage = `{"input_tokens":${promptTokens},"output_tokens":${completionTokens},"total_tokens":${promptTokens + completionTokens}}`;
    return `data: {"type":"speech.audio.done","usage":${usage}}\n\n`;
  }
}

export const speechProtocol: Protocol<SpeechRequest> = {
  parse: (body, options) => readRequest(body, options, SPEECH_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  formats: {
    all: Object.values(FORMS).map(({ format }) => format),
    of: ({ inEvents, form }) => (inEvents ? null : FORMS[form].format),
  },
  restore: SpeechRequest.restore,
  encodeReply: ({ form }, { tokens }) => wholeSound(FORMS[form], tokens),
  openStream: ({ form, inEvents }, answer) =>
    inEvents ? new SpeechEvents(FORMS[form], answer) : new SoundEvents(FORMS[form], answer.tokens),
};

/** All of it at once. */
function wholeSound(form: AudioForm, count: number): ReplyBody {
  const pieces = Array.from({ length: count }, (_, index) => form.piece(index, count));
  return new BytesBody(Buffer.from(form.head(count) + pieces.join(''), 'latin1'));
}
