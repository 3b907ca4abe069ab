/**
 * Transcriptions and translations: a recording in, its words out. Pure. What is said in it nobody listens to: the words are those
 * of any answer.
 * Source: OpenAI's public OpenAPI description (CreateTranscriptionRequest, TranscriptTextDeltaEvent, TranscriptTextDoneEvent).
 */
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, PieceCursor, Protocol, StreamEvents } from '../../contract/protocol.js';
import { BytesBody, type ReplyBody, WHOLE_BYTES_MAX } from '../../contract/reply-body.js';
import { TEXT_MARK, textBody } from '../../contract/reply-template.js';
import { fillingsOf } from '../../contract/spoken.js';
import { PADDING_CHARACTERS, SERVER_SENT_EVENTS, type StreamFormat } from '../../contract/stream-format.js';
import { parseForm } from '../../request/body/form-body.js';
import type { ParsedObject } from '../../request/body/json-body.js';
import { type BodyRules, readRequest } from '../../request/read-request.js';
import { estimateTokens } from '../../request/token-estimate.js';
import { BOOLEAN, LIST, number, rules, STRING } from '../../validation/rules.js';
import { OPENAI_WORDING } from '../common/wording.js';
import { secondsOf } from './recording.js';
import { encodeText, encodeUsage, encodeVerbose } from './transcript.js';
import { TRANSCRIPT_FORMS, type TranscriptForm, TranscriptRequest } from './transcript-request.js';

/** As GPT's models count a recording. */
const TOKENS_PER_SECOND = 10;

export const TRANSCRIPTION_FIELDS = rules({
  language: STRING,
  prompt: STRING,
  response_format: { is: 'one of', values: [...TRANSCRIPT_FORMS] },
  temperature: number(0, 1),
  stream: BOOLEAN,
  timestamp_granularities: LIST,
  include: LIST,
  chunking_strategy: STRING,
});

/** A form has texts alone; what is neither a number nor a truth stays one, and is refused as such. */
function readForm(body: Buffer): ParsedObject {
  const parsed = parseForm(body);
  if (!parsed.ok) return parsed;
  const { fields, files } = parsed.form;
  const { temperature, stream } = fields;
  const file = files.get('file');
  const root = {
    ...fields,
    ...(typeof temperature === 'string' && temperature.trim() !== '' && Number.isFinite(Number(temperature))
      ? { temperature: Number(temperature) }
      : {}),
    ...(typeof stream === 'string' && /^(?:true|false)$/i.test(stream)
      ? { stream: stream.toLowerCase() === 'true' }
      : {}),
    ...(file === undefined ? {} : { seconds: secondsOf(file) }),
  };
  return file === undefined ? { ok: false, error: OPENAI_WORDING.missing('file') } : { ok: true, root };
}

const BODY: BodyRules<TranscriptRequest> = {
  wording: OPENAI_WORDING,
  parse: readForm,
  fields: TRANSCRIPTION_FIELDS,
  prompt: 'prompts',
  read: () => undefined,
  make(model, root) {
    const { response_format: wanted, timestamp_granularities: times, prompt } = root;
    const seconds = root.seconds as number;
    const form = (wanted ?? 'json') as TranscriptForm;
    const promptTokens = Math.ceil(seconds * TOKENS_PER_SECOND) + estimateTokens((prompt ?? '') as string);
    // Whisper takes no notice.
    const stream = root.stream === true && !model.startsWith('whisper');
    const timesWords = Array.isArray(times) && times.includes('word');
    return new TranscriptRequest(model, promptTokens, stream, form, seconds, timesWords);
  },
};

const PLAIN_TEXT: StreamFormat = {
  contentType: 'text/plain; charset=utf-8',
  filler: ' ',
  padding: ' '.repeat(PADDING_CHARACTERS),
  blank: '',
};

class TranscriptEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly tailEvents = 1;
  readonly #pieces: PieceCursor;

  constructor(
    private readonly request: TranscriptRequest,
    private readonly answer: Answer,
  ) {
    this.#pieces = answer.text.pieces();
  }

  head(): string {
    return '';
  }

  event(): string {
    return `data: {"type":"transcript.text.delta","delta":"${this.#pieces.next()}"}\n\n`;
  }

  failure(_error: ApiError, body: string): string {
    return `data: ${body}\n\n`;
  }

  tail(): string | ReplyBody {
    const { request, answer } = this;
    const done = `{"type":"transcript.text.done","text":"${TEXT_MARK}","usage":${encodeUsage(request, answer)}}`;
    return textBody(`data: ${done}\n\n`, fillingsOf(answer));
  }
}

function asBody(text: string): string | ReplyBody {
  const bytes = Buffer.from(text);
  return bytes.length > WHOLE_BYTES_MAX ? new BytesBody(bytes) : text;
}

/** `task` is what is done. */
function createProtocol(task: 'transcribe' | 'translate'): Protocol<TranscriptRequest> {
  return {
    parse: (body, options) => readRequest(body, options, BODY),
    streamFormat: SERVER_SENT_EVENTS,
    formats: {
      all: [PLAIN_TEXT],
      of: ({ stream, form }) => (stream || form === 'json' || form === 'verbose_json' ? null : PLAIN_TEXT),
    },
    restore: TranscriptRequest.restore,

    encodeReply(request, answer) {
      const { form, seconds } = request;
      if (form === 'verbose_json') return asBody(encodeVerbose(request, answer, task));
      if (form !== 'json') return asBody(encodeText(form, answer, seconds));
      return textBody(`{"text":"${TEXT_MARK}","usage":${encodeUsage(request, answer)}}`, fillingsOf(answer));
    },

    openStream: (request, answer) => new TranscriptEvents(request, answer),
  };
}

export const transcriptionsProtocol = createProtocol('transcribe');
export const translationsProtocol = createProtocol('translate');
