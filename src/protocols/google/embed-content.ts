/**
 * Gemini's embedContent and batchEmbedContents: requests and replies. Pure.
 * Source: Google's public Gemini API reference (EmbedContentRequest, BatchEmbedContentsRequest).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { EmbeddingsRequest, hashInputs } from '../embeddings/request.js';
import { EmbeddingSegments, type VectorFrame, vectorsBody } from '../embeddings/segments.js';
import { DIMENSIONS_MAX, vectorFormat } from '../embeddings/vector.js';
import { isObject, type JsonObject } from '../request/body/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../request/read-request.js';
import { checkFields } from '../validation/check.js';
import { integer, STRING } from '../validation/rules.js';
import { readOneContent, textOf } from './contents.js';
import { eitherSpelling, fieldOf } from './fields.js';
import { GOOGLE_WORDING } from './wording.js';

const REQUESTS_MAX = 100;
const DIMENSIONS_DEFAULT = 3_072;

const EMBED_FIELDS = eitherSpelling({
  taskType: STRING,
  title: STRING,
  outputDimensionality: integer(1, DIMENSIONS_MAX),
});

function dimensionsOf(request: JsonObject): number {
  return numberOrNull(fieldOf(request, 'outputDimensionality')) ?? DIMENSIONS_DEFAULT;
}

const ONE_BODY: BodyRules<EmbeddingsRequest> = {
  wording: GOOGLE_WORDING,
  fields: EMBED_FIELDS,
  prompt: 'prompts',
  read: ({ content }, tally) => readOneContent(content, 'content', tally),
  make: (model, root, { tokens }) =>
    new EmbeddingsRequest(model, tokens, hashInputs([textOf(root.content)]), dimensionsOf(root), false),
};

/** Each with fields of its own; what the first says of the length holds for all. */
const BATCH_BODY: BodyRules<EmbeddingsRequest> = {
  wording: GOOGLE_WORDING,
  fields: new Map(),
  prompt: 'prompts',
  read: ({ requests }, tally) => readBatch(requests, tally),
  make(model, root, { tokens }) {
    const requests = root.requests as readonly [JsonObject, ...JsonObject[]];
    const hashes = hashInputs(requests.map(({ content }) => textOf(content)));
    return new EmbeddingsRequest(model, tokens, hashes, dimensionsOf(requests[0]), false);
  },
};

function readBatch(requests: unknown, tally: PromptTally): ApiError | undefined {
  if (requests === undefined) return GOOGLE_WORDING.missing('requests');
  if (!Array.isArray(requests)) return GOOGLE_WORDING.wrongType('requests', 'a list of objects', requests);
  if (requests.length === 0) return GOOGLE_WORDING.emptyList('requests');
  if (requests.length > REQUESTS_MAX) {
    return GOOGLE_WORDING.listTooLong('requests', REQUESTS_MAX, requests.length);
  }
  for (let index = 0; index < requests.length; index++) {
    const request: unknown = requests[index];
    const place = `requests[${index}]`;
    if (!isObject(request)) return GOOGLE_WORDING.wrongType(place, 'an object', request);
    const problem =
      checkFields(request, EMBED_FIELDS, GOOGLE_WORDING, place) ??
      readOneContent(request.content, `${place}.content`, tally);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const ONE: VectorFrame = { head: '{"embedding":', before: '{"values":', afterNumber: null, tail: '}' };
const BATCH: VectorFrame = { head: '{"embeddings":[', before: '{"values":', afterNumber: null, tail: ']}' };

function createProtocol(
  rules: BodyRules<EmbeddingsRequest>,
  frame: VectorFrame,
): Protocol<EmbeddingsRequest> {
  return {
    parse: (body, options) => readRequest(body, options, rules),
    streamFormat: SERVER_SENT_EVENTS,
    restore: EmbeddingsRequest.restore,
    encodeReply: ({ hashes, dimensions }) =>
      vectorsBody(new EmbeddingSegments(frame, hashes, vectorFormat(dimensions), false)),
    openStream: null,
  };
}

export const embedContentProtocol = createProtocol(ONE_BODY, ONE);
export const batchEmbedContentsProtocol = createProtocol(BATCH_BODY, BATCH);
