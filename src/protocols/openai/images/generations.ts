/**
 * Pictures: requests, replies, and the stream of one. Pure. A URL is one that holds its picture (`data:`): it leads to it from
 * everywhere, whatever stands between a client and this server.
 * Source: OpenAI's public OpenAPI description (CreateImageRequest, ImagesResponse, ImageGenCompletedEvent).
 */
import type { ApiError } from '../../../shared/errors.js';
import type { Answer, Protocol, StreamEvents } from '../../contract/protocol.js';
import { type ReplyBody, WHOLE_BYTES_MAX } from '../../contract/reply-body.js';
import { SegmentedBody, type Segments } from '../../contract/segmented-body.js';
import { SERVER_SENT_EVENTS } from '../../contract/stream-format.js';
import type { JsonObject } from '../../request/body/json-body.js';
import type { PromptTally } from '../../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../../request/read-request.js';
import { BOOLEAN, integer, rules, STRING } from '../../validation/rules.js';
import { OPENAI_WORDING } from '../common/wording.js';
import { IMAGE_SIZES, type ImageSize, imageBase64 } from './png.js';
import { ImagesRequest } from './request.js';

const IMAGES_MAX = 10;
const SIZE_DEFAULT: ImageSize = '1024x1024';
/** Of a picture of medium quality, by its pixels: as gpt-image-1 counts them. */
const TOKENS_PER_PIXEL = 1_056 / 1_024 ** 2;

export const IMAGES_FIELDS = rules({
  n: integer(1, IMAGES_MAX),
  size: { is: 'one of', values: [...IMAGE_SIZES, 'auto'] },
  response_format: { is: 'one of', values: ['url', 'b64_json'] },
  // Pictures in other forms are not made here.
  output_format: { is: 'one of', values: ['png'] },
  output_compression: integer(0, 100),
  partial_images: integer(0, 3),
  background: STRING,
  moderation: STRING,
  quality: STRING,
  style: STRING,
  stream: BOOLEAN,
  user: STRING,
});

const IMAGES_BODY: BodyRules<ImagesRequest> = {
  wording: OPENAI_WORDING,
  fields: IMAGES_FIELDS,
  prompt: 'prompts',
  read: readPrompt,
  make(model, root, { tokens }) {
    const { size, n, response_format: format } = root;
    const isSized = size !== undefined && size !== null && size !== 'auto';
    // Models of GPT's know no URLs.
    const asUrl = format === 'url' || (format !== 'b64_json' && !/^(?:gpt|chatgpt)-/.test(model));
    const wanted = isSized ? (size as ImageSize) : SIZE_DEFAULT;
    return new ImagesRequest(model, tokens, wanted, numberOrNull(n) ?? 1, asUrl, root.stream === true);
  },
};

function readPrompt({ prompt }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (prompt === undefined || prompt === null) return OPENAI_WORDING.missing('prompt');
  if (typeof prompt !== 'string') return OPENAI_WORDING.wrongType('prompt', 'a string', prompt);
  tally.addPrompts([prompt]);
  return undefined;
}

/** The same picture `count` times, with a text ahead of each and one behind all. In ASCII. */
class PictureSegments implements Segments {
  readonly length: number;
  readonly #picture: Buffer;

  constructor(
    private readonly first: string,
    private readonly between: string,
    private readonly last: string,
    size: ImageSize,
    private readonly count: number,
  ) {
    this.#picture = imageBase64(size);
    const texts = first.length + (count - 1) * between.length + last.length;
    this.length = texts + count * this.#picture.length;
  }

  /** Texts have even numbers. */
  #textAt(segment: number): string {
    if (segment === 0) return this.first;
    return segment === 2 * this.count ? this.last : this.between;
  }

  sizeOf(segment: number): number {
    return segment % 2 === 1 ? this.#picture.length : this.#textAt(segment).length;
  }

  write(segment: number, target: Buffer, at: number, from: number, length: number): void {
    if (segment % 2 === 1) this.#picture.copy(target, at, from, from + length);
    else target.write(this.#textAt(segment).slice(from, from + length), at, 'latin1');
  }
}

function bodyOf(segments: PictureSegments): Buffer | ReplyBody {
  const body = new SegmentedBody(segments, segments.length);
  return body.length > WHOLE_BYTES_MAX ? body : body.slice(0, WHOLE_BYTES_MAX);
}

/** From the picture on that is told in it: all that replies and events have in common. */
function encodeFacts({ size, count }: ImagesRequest, { usage: { promptTokens } }: Answer): string {
  const [width, height] = size.split('x').map(Number) as [number, number];
  const outputTokens = Math.round(width * height * TOKENS_PER_PIXEL) * count;
  return (
    `"background":"opaque","output_format":"png","quality":"medium","size":"${size}","usage":` +
    `{"total_tokens":${promptTokens + outputTokens},"input_tokens":${promptTokens},"output_tokens":${outputTokens}` +
    `,"input_tokens_details":{"text_tokens":${promptTokens},"image_tokens":0}}}`
  );
}

function encodeReply(request: ImagesRequest, answer: Answer): Buffer | ReplyBody {
  const { size, count, asUrl } = request;
  const start = asUrl ? '{"url":"data:image/png;base64,' : '{"b64_json":"';
  const first = `{"created":${answer.createdSeconds},"data":[${start}`;
  const last = `"}],${encodeFacts(request, answer)}`;
  return bodyOf(new PictureSegments(first, `"},${start}`, last, size, count));
}

/** A picture that comes at once, for a sketch of it is none: `partial_images` changes nothing. */
class PictureEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly tailEvents = 1;

  constructor(
    private readonly request: ImagesRequest,
    private readonly answer: Answer,
  ) {}

  head(): string {
    return '';
  }

  /** Nothing is said in words. */
  event(): string {
    return '';
  }

  failure(_error: ApiError, body: string): string {
    return `event: error\ndata: ${body}\n\n`;
  }

  tail(): ReplyBody {
    const { request, answer } = this;
    const type = 'image_generation.completed';
    const first = `event: ${type}\ndata: {"type":"${type}","created_at":${answer.createdSeconds},"b64_json":"`;
    const last = `",${encodeFacts(request, answer)}\n\n`;
    const segments = new PictureSegments(first, '', last, request.size, 1);
    return new SegmentedBody(segments, segments.length);
  }
}

export const imagesProtocol: Protocol<ImagesRequest> = {
  parse: (body, options) => readRequest(body, options, IMAGES_BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: ImagesRequest.restore,
  encodeReply,
  openStream: (request, answer) => new PictureEvents(request, answer),
};
