/**
 * Embeddings: requests and replies; there is no stream. Pure. A held request keeps a 32-bit hash of each input.
 * Source: OpenAI's public OpenAPI description (CreateEmbeddingRequest, CreateEmbeddingResponse).
 */
import { type ApiError, apiError, ERROR_KINDS } from '../../shared/errors.js';
import type { ModelRequest, Parsed, ParseOptions, Protocol } from '../contract/protocol.js';
import { WHOLE_BYTES_MAX } from '../contract/reply-body.js';
import { SegmentedBody } from '../contract/segmented-body.js';
import { parseJsonObject } from '../request/json-body.js';
import { encodeModelName, internModel } from '../request/model-names.js';
import { countPrompts, readPrompts } from '../request/prompt-input.js';
import { NO_STOP } from '../request/text-request.js';
import {
  arrayTooLong,
  checkFields,
  checkModel,
  type FieldChecks,
  numberBetween,
  STRING,
  unknownValue,
} from '../validation/field-checks.js';
import { EmbeddingSegments } from './embedding-segments.js';
import { DIMENSIONS_MAX, hashInput, vectorFormat } from './embedding-vector.js';
import { numberOrNull } from './fields.js';

const INPUTS_MAX = 2_048;
const DIMENSIONS_DEFAULT = 1_536;
const BYTES_PER_HASH = 8;

export class EmbeddingsRequest implements ModelRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    /** Of the inputs, in their order. */
    readonly hashes: Int32Array,
    readonly dimensions: number,
    readonly base64: boolean,
  ) {}

  get tokensMax(): number {
    return 0;
  }

  get stop(): readonly string[] {
    return NO_STOP;
  }

  get stream(): boolean {
    return false;
  }

  get choices(): number {
    return 1;
  }

  get keptBytes(): number {
    return this.hashes.length * BYTES_PER_HASH;
  }

  get userText(): null {
    return null;
  }

  forgetTexts(): void {}
}

function checkEncodingFormat(value: unknown, param: string): ApiError | undefined {
  if (value === null || value === 'float' || value === 'base64') return undefined;
  return typeof value === 'string'
    ? unknownValue(param, value, "'float' and 'base64'")
    : STRING(value, param);
}

export const EMBEDDINGS_FIELDS: FieldChecks = new Map([
  ['dimensions', numberBetween(1, DIMENSIONS_MAX, 'an integer')],
  ['encoding_format', checkEncodingFormat],
  ['user', STRING],
]);

function parse(body: Buffer, options: ParseOptions): Parsed<EmbeddingsRequest> {
  const parsed = parseJsonObject(body);
  if (!parsed.ok) return parsed;
  const { root } = parsed;
  const error = checkModel(root.model) ?? checkFields(root, EMBEDDINGS_FIELDS);
  if (error !== undefined) return { ok: false, error };
  const input = root.input ?? undefined;
  const count = countPrompts(input);
  if (count > INPUTS_MAX) return { ok: false, error: arrayTooLong('input', INPUTS_MAX, count) };
  const read = readPrompts(input, 'input');
  if (!read.ok) return read;
  const { tokens } = read.prompts;
  const inputs = isOne(input) ? [input] : (input as readonly (string | readonly number[])[]);
  const empty = inputs.indexOf('');
  if (empty !== -1) return { ok: false, error: emptyInput(isOne(input) ? 'input' : `input[${empty}]`) };
  const model = internModel((root.model as string | null | undefined) ?? options.modelDefault);
  const request = new EmbeddingsRequest(
    model,
    tokens,
    hashInputs(inputs),
    numberOrNull(root.dimensions) ?? DIMENSIONS_DEFAULT,
    root.encoding_format === 'base64',
  );
  return { ok: true, request, prompt: options.keepPrompt ? read.prompts : null };
}

function hashInputs(inputs: readonly (string | readonly number[])[]): Int32Array {
  const hashes = new Int32Array(inputs.length);
  for (let index = 0; index < inputs.length; index++) {
    hashes[index] = hashInput(inputs[index] as string | readonly number[]);
  }
  return hashes;
}

/** Of an input that was read: whether it is one text or one array of tokens. */
function isOne(input: unknown): input is string | readonly number[] {
  return typeof input === 'string' || (Array.isArray(input) && typeof input[0] === 'number');
}

function emptyInput(param: string): ApiError {
  const message = `Invalid '${param}': input cannot be an empty string.`;
  return apiError(ERROR_KINDS.wrongValue, message, param);
}

export const embeddingsProtocol: Protocol<EmbeddingsRequest> = {
  parse,

  restore: ({ model, promptTokens, hashes, dimensions, base64 }) =>
    new EmbeddingsRequest(internModel(model), promptTokens, hashes, dimensions, base64),

  encodeReply({ model, hashes, dimensions, base64 }, { usage: { promptTokens } }) {
    const tail =
      `],"model":${encodeModelName(model)}` +
      `,"usage":{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens}}}`;
    const format = vectorFormat(dimensions);
    const segments = new EmbeddingSegments('{"object":"list","data":[', hashes, format, base64, tail);
    const body = new SegmentedBody(segments, segments.length);
    return body.length > WHOLE_BYTES_MAX ? body : body.slice(0, WHOLE_BYTES_MAX);
  },

  openStream: null,
};
