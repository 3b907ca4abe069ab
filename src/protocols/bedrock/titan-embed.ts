/**
 * Amazon's Titan embeddings in Bedrock: requests and replies. Pure.
 * Source: AWS's public guide to inference parameters (Amazon Titan Text Embeddings models).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { EmbeddingsRequest, hashInputs } from '../embeddings/request.js';
import { EmbeddingSegments, vectorsBody } from '../embeddings/segments.js';
import { DIMENSIONS_MAX, vectorFormat } from '../embeddings/vector.js';
import type { JsonObject } from '../request/body/json-body.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../request/read-request.js';
import { BOOLEAN, integer, LIST, rules } from '../validation/rules.js';
import { EVENT_STREAM } from './frames.js';
import { BEDROCK_WORDING } from './wording.js';

const DIMENSIONS_DEFAULT = 1_024;

const TITAN_BODY: BodyRules<EmbeddingsRequest> = {
  wording: BEDROCK_WORDING,
  fields: rules({ dimensions: integer(1, DIMENSIONS_MAX), normalize: BOOLEAN, embeddingTypes: LIST }),
  prompt: 'prompts',
  read: readInput,
  make: (model, { inputText, dimensions }, { tokens }) =>
    new EmbeddingsRequest(
      model,
      tokens,
      hashInputs([inputText as string]),
      numberOrNull(dimensions) ?? DIMENSIONS_DEFAULT,
      false,
    ),
};

function readInput({ inputText }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (inputText === undefined || inputText === null) return BEDROCK_WORDING.missing('inputText');
  if (typeof inputText !== 'string') return BEDROCK_WORDING.wrongType('inputText', 'a string', inputText);
  tally.addPrompts([inputText]);
  return undefined;
}

export const titanEmbedProtocol: Protocol<EmbeddingsRequest> = {
  parse: (body, options) => readRequest(body, options, TITAN_BODY),
  streamFormat: EVENT_STREAM,
  restore: EmbeddingsRequest.restore,
  encodeReply({ hashes, dimensions }, { usage: { promptTokens } }) {
    const tail = `,"inputTextTokenCount":${promptTokens}}`;
    const frame = { head: '{"embedding":', before: '', afterNumber: null, tail, isBare: true };
    return vectorsBody(new EmbeddingSegments(frame, hashes, vectorFormat(dimensions), false));
  },
  openStream: null,
};
