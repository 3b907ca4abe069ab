/**
 * DashScope's own text embeddings: requests and replies; there is no stream. Pure.
 * Source: Alibaba Cloud's public API reference of text embeddings (DashScope).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { SERVER_SENT_EVENTS } from '../contract/stream-format.js';
import { batchMax, batchTooLarge } from '../dashscope/model-rules.js';
import { EmbeddingsRequest, hashInputs } from '../embeddings/request.js';
import { EmbeddingSegments, vectorsBody } from '../embeddings/segments.js';
import { DIMENSIONS_MAX, vectorFormat } from '../embeddings/vector.js';
import type { JsonObject } from '../request/body/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../request/read-request.js';
import { integer, rules, STRING } from '../validation/rules.js';
import { objectIn } from './fields.js';
import { notTaken, NATIVE_WORDING as WORDING } from './wording.js';

const DIMENSIONS_DEFAULT = 1_024;

/** Sparse vectors are not made. */
export const TEXT_EMBEDDING_FIELDS = rules({
  text_type: { is: 'one of', values: ['query', 'document'] },
  dimension: integer(1, DIMENSIONS_MAX),
  output_type: { is: 'one of', values: ['dense'] },
  instruct: STRING,
});

const BODY: BodyRules<EmbeddingsRequest> = {
  wording: WORDING,
  fields: rules({
    input: { is: 'record', fields: rules({}) },
    parameters: { is: 'record', fields: TEXT_EMBEDDING_FIELDS },
  }),
  prompt: 'prompts',
  read: readTexts,
  make: (model, root, { tokens }) =>
    new EmbeddingsRequest(
      model,
      tokens,
      hashInputs(textsIn(root)),
      numberOrNull(objectIn(root, 'parameters').dimension) ?? DIMENSIONS_DEFAULT,
      false,
    ),
};

/** Of a body that was read. */
function textsIn(root: JsonObject): readonly string[] {
  const { texts } = objectIn(root, 'input');
  return typeof texts === 'string' ? [texts] : (texts as readonly string[]);
}

function readTexts(root: JsonObject, tally: PromptTally): ApiError | undefined {
  if (root.input === undefined || root.input === null) return WORDING.missing('input');
  const { texts } = objectIn(root, 'input');
  if (texts === undefined || texts === null) return WORDING.missing('input.texts');
  const all: unknown = typeof texts === 'string' ? [texts] : texts;
  if (!Array.isArray(all)) return WORDING.wrongType('input.texts', 'a string or a list of strings', texts);
  if (all.length === 0) return WORDING.emptyList('input.texts');
  const most = batchMax(typeof root.model === 'string' ? root.model : '');
  if (all.length > most) return notTaken(batchTooLarge(most), 'input.texts');
  const wrong = all.findIndex((text) => typeof text !== 'string' || text === '');
  if (wrong === -1) return tally.addPrompts(all) ?? undefined;
  const place = WORDING.at('input.texts', wrong);
  return all[wrong] === '' ? WORDING.blankText(place) : WORDING.wrongType(place, 'a string', all[wrong]);
}

const FRAME = {
  head: '{"output":{"embeddings":[',
  before: '{"text_index":',
  afterNumber: ',"embedding":',
};

export const textEmbeddingProtocol: Protocol<EmbeddingsRequest> = {
  parse: (body, options) => readRequest(body, options, BODY),
  streamFormat: SERVER_SENT_EVENTS,
  restore: EmbeddingsRequest.restore,

  encodeReply({ hashes, dimensions, base64 }, { usage: { promptTokens }, uuid }) {
    const tail = `]},"usage":{"total_tokens":${promptTokens}},"request_id":"${uuid}"}`;
    return vectorsBody(new EmbeddingSegments({ ...FRAME, tail }, hashes, vectorFormat(dimensions), base64));
  },

  openStream: null,
};
