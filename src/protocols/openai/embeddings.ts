/**
 * Embeddings: requests and replies; there is no stream. Pure. A held request keeps a 32-bit hash of each input.
 * Source: OpenAI's public OpenAPI description (CreateEmbeddingRequest, CreateEmbeddingResponse).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Answer, Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { EmbeddingsRequest, hashInputs, type Input } from '../embeddings/request.js';
import { EmbeddingSegments, type VectorFrame, vectorsBody } from '../embeddings/segments.js';
import { DIMENSIONS_MAX, vectorFormat } from '../embeddings/vector.js';
import type { JsonObject } from '../request/body/json-body.js';
import { encodeModelName } from '../request/model-names.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../request/read-request.js';
import { integer, rules, STRING } from '../validation/rules.js';
import { countPrompts, readPrompts } from './common/prompt-input.js';
import { invalid, OPENAI_WORDING } from './common/wording.js';

const INPUTS_MAX = 2_048;
const DIMENSIONS_DEFAULT = 1_536;

export const EMBEDDINGS_FIELDS = rules({
  dimensions: integer(1, DIMENSIONS_MAX),
  encoding_format: { is: 'one of', values: ['float', 'base64'] },
  user: STRING,
});

/** What is refused beside, by the number of inputs. */
type CheckInputs = (root: JsonObject, inputs: number) => ApiError | undefined;

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

/** Of an input that was read: whether it is one text or one array of tokens. */
function isOne(input: unknown): input is Input {
  return typeof input === 'string' || (Array.isArray(input) && typeof input[0] === 'number');
}

const FRAME = {
  head: '{"object":"list","data":[',
  before: '{"object":"embedding","index":',
  afterNumber: ',"embedding":',
};

function createProtocol(
  body: BodyRules<EmbeddingsRequest>,
  frameOf: (request: EmbeddingsRequest, answer: Answer) => VectorFrame,
): Protocol<EmbeddingsRequest> {
  return {
    parse: (bytes, options) => readRequest(bytes, options, body),
    streamFormat: SERVER_SENT_EVENTS,
    restore: EmbeddingsRequest.restore,
    encodeReply(request, answer) {
      const { hashes, dimensions, base64 } = request;
      const frame = frameOf(request, answer);
      return vectorsBody(new EmbeddingSegments(frame, hashes, vectorFormat(dimensions), base64));
    },
    openStream: null,
  };
}

function encodeUsage({ usage: { promptTokens } }: Answer): string {
  return `"usage":{"prompt_tokens":${promptTokens},"total_tokens":${promptTokens}}`;
}

export function createEmbeddingsProtocol(check?: CheckInputs): Protocol<EmbeddingsRequest> {
  const together = (root: JsonObject): ApiError | undefined => check?.(root, countPrompts(root.input));
  const body = check === undefined ? EMBEDDINGS_BODY : { ...EMBEDDINGS_BODY, together };
  return createProtocol(body, ({ model }, answer) => ({
    ...FRAME,
    tail: `],"model":${encodeModelName(model)},${encodeUsage(answer)}}`,
  }));
}

export const embeddingsProtocol = createEmbeddingsProtocol();

/** vLLM's: a vector for each input in a shape of its own. */
export const poolingProtocol = createProtocol(EMBEDDINGS_BODY, ({ model }, answer) => ({
  head: `{"id":"pool-${answer.uuid}","object":"list","created":${answer.createdSeconds},"model":${encodeModelName(model)},"data":[`,
  before: '{"index":',
  afterNumber: ',"object":"pooling","data":',
  tail: `],${encodeUsage(answer)}}`,
}));
