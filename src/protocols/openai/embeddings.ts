/**
 * Embeddings: requests and replies; there is no stream. Pure. A held request keeps a 32-bit hash of each input.
 * Source: OpenAI's public OpenAPI description (CreateEmbeddingRequest, CreateEmbeddingResponse).
 */
import type { ApiError } from '../../shared/errors.js';
import type { ModelRequest, Protocol } from '../contract/protocol.js';
import { WHOLE_BYTES_MAX } from '../contract/reply-body.js';
import { SegmentedBody } from '../contract/segmented-body.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { EmbeddingSegments } from '../embeddings/segments.js';
import { DIMENSIONS_MAX, hashInput, vectorFormat } from '../embeddings/vector.js';
import type { JsonObject } from '../request/json-body.js';
import { encodeModelName, internModel } from '../request/model-names.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../request/read-request.js';
import { NO_STOP } from '../request/text-request.js';
import { integer, rules, STRING } from '../validation/rules.js';
import { countPrompts, readPrompts } from './prompt-input.js';
import { invalid, OPENAI_WORDING } from './wording.js';

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

export const EMBEDDINGS_FIELDS = rules({
  dimensions: integer(1, DIMENSIONS_MAX),
  encoding_format: { is: 'one of', values: ['float', 'base64'] },
  user: STRING,
});

type Input = string | readonly number[];

const EMBEDDINGS_BODY: BodyRules<EmbeddingsRequest> = {
  wording: OPENAI_WORDING,
  fields: EMBEDDINGS_FIELDS,
  prompt: 'prompts',
  read: readInputs,
  make: (model, root, { tokens }) =>
    new EmbeddingsRequest(
      model,
      tokens,
      hashInputs(inputsOf(root)),
      numberOrNull(root.dimensions) ?? DIMENSIONS_DEFAULT,
      root.encoding_format === 'base64',
    ),
};

function readInputs(root: JsonObject, tally: PromptTally): ApiError | undefined {
  const input = root.input ?? undefined;
  const count = countPrompts(input);
  if (count > INPUTS_MAX) return OPENAI_WORDING.listTooLong('input', INPUTS_MAX, count);
  const problem = readPrompts(input, 'input', tally);
  if (problem !== undefined) return problem;
  const empty = inputsOf(root).indexOf('');
  if (empty === -1) return undefined;
  return invalid(isOne(input) ? 'input' : `input[${empty}]`, 'input cannot be an empty string');
}

/** Of a body that was read. */
function inputsOf({ input }: JsonObject): readonly Input[] {
  return isOne(input) ? [input] : (input as readonly Input[]);
}

function hashInputs(inputs: readonly Input[]): Int32Array {
  const hashes = new Int32Array(inputs.length);
  for (let index = 0; index < inputs.length; index++) {
    hashes[index] = hashInput(inputs[index] as Input);
  }
  return hashes;
}

/** Of an input that was read: whether it is one text or one array of tokens. */
function isOne(input: unknown): input is Input {
  return typeof input === 'string' || (Array.isArray(input) && typeof input[0] === 'number');
}

export const embeddingsProtocol: Protocol<EmbeddingsRequest> = {
  parse: (body, options) => readRequest(body, options, EMBEDDINGS_BODY),

  streamFormat: SERVER_SENT_EVENTS,

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
