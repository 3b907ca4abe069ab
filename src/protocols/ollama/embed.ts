/**
 * Ollama's embed, and embeddings, which came before it: requests and replies. Pure.
 * Source: Ollama's public API reference (POST /api/embed, POST /api/embeddings).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Protocol } from '../contract/protocol.js';
import { JSON_LINES } from '../contract/stream-format.js';
import { EmbeddingsRequest, hashInputs } from '../embeddings/request.js';
import { EmbeddingSegments, vectorsBody } from '../embeddings/segments.js';
import { DIMENSIONS_MAX, vectorFormat } from '../embeddings/vector.js';
import type { JsonObject } from '../request/body/json-body.js';
import { encodeModelName } from '../request/model-names.js';
import type { PromptTally } from '../request/prompt-tally.js';
import { type BodyRules, numberOrNull, readRequest } from '../request/read-request.js';
import { BOOLEAN, integer, rules, STRING } from '../validation/rules.js';
import { OPTIONS } from './fields.js';
import { encodeDurations } from './line.js';
import { OLLAMA_WORDING } from './wording.js';

const INPUTS_MAX = 2_048;
/** Of nomic-embed-text, which most ask there. */
const DIMENSIONS_DEFAULT = 768;
const AT_ONCE = { firstMs: 0, totalMs: 0 };

const EMBED_FIELDS = rules({ options: OPTIONS, truncate: BOOLEAN, dimensions: integer(1, DIMENSIONS_MAX) });
const OLDER_FIELDS = rules({ options: OPTIONS, prompt: STRING });

/** A text, or texts. */
function readInput({ input }: JsonObject, tally: PromptTally): ApiError | undefined {
  if (input === undefined || input === null) return OLLAMA_WORDING.missing('input');
  const texts: unknown = typeof input === 'string' ? [input] : input;
  if (!Array.isArray(texts)) {
    return OLLAMA_WORDING.wrongType('input', 'a string or a list of strings', input);
  }
  if (texts.length === 0) return OLLAMA_WORDING.emptyList('input');
  if (texts.length > INPUTS_MAX) return OLLAMA_WORDING.listTooLong('input', INPUTS_MAX, texts.length);
  const wrong: unknown = texts.find((text) => typeof text !== 'string');
  if (wrong !== undefined) return OLLAMA_WORDING.wrongType('input', 'a string', wrong);
  tally.addPrompts(texts as readonly string[]);
  return undefined;
}

const EMBED_BODY: BodyRules<EmbeddingsRequest> = {
  wording: OLLAMA_WORDING,
  fields: EMBED_FIELDS,
  prompt: 'prompts',
  read: readInput,
  make(model, { input, dimensions }, { tokens }) {
    const hashes = hashInputs(typeof input === 'string' ? [input] : (input as readonly string[]));
    return new EmbeddingsRequest(
      model,
      tokens,
      hashes,
      numberOrNull(dimensions) ?? DIMENSIONS_DEFAULT,
      false,
    );
  },
};

const OLDER_BODY: BodyRules<EmbeddingsRequest> = {
  wording: OLLAMA_WORDING,
  fields: OLDER_FIELDS,
  prompt: 'prompts',
  read: ({ prompt }, tally) => tally.addPrompts([typeof prompt === 'string' ? prompt : '']) as undefined,
  make: (model, { prompt }, { tokens }) =>
    new EmbeddingsRequest(
      model,
      tokens,
      hashInputs([typeof prompt === 'string' ? prompt : '']),
      DIMENSIONS_DEFAULT,
      false,
    ),
};

export const embedProtocol: Protocol<EmbeddingsRequest> = {
  parse: (body, options) => readRequest(body, options, EMBED_BODY),
  streamFormat: JSON_LINES,
  tellsTimes: true,
  restore: EmbeddingsRequest.restore,
  encodeReply({ model, hashes, dimensions }, { usage, times = AT_ONCE }) {
    const { totalMs } = times;
    const told = encodeDurations({ firstMs: totalMs, totalMs }, null, usage.promptTokens);
    const head = `{"model":${encodeModelName(model)},"embeddings":[`;
    const frame = { head, before: '', afterNumber: null, tail: `],${told}}`, isBare: true };
    return vectorsBody(new EmbeddingSegments(frame, hashes, vectorFormat(dimensions), false));
  },
  openStream: null,
};

const OLDER_FRAME = { head: '{"embedding":', before: '', afterNumber: null, tail: '}', isBare: true };

export const olderEmbeddingsProtocol: Protocol<EmbeddingsRequest> = {
  parse: (body, options) => readRequest(body, options, OLDER_BODY),
  streamFormat: JSON_LINES,
  restore: EmbeddingsRequest.restore,
  encodeReply: ({ hashes, dimensions }) =>
    vectorsBody(new EmbeddingSegments(OLDER_FRAME, hashes, vectorFormat(dimensions), false)),
  openStream: null,
};
