/**
 * Models as Ollama lists them: those that are there, and those that are loaded, which are the same here; and its version. Pure.
 * Source: Ollama's public API reference (GET /api/tags, GET /api/ps, GET /api/version, POST /api/show).
 */
import { hashBytes } from '../../behavior/random/hash.js';
import type { ListedModel, ModelList } from '../contract/provider.js';

/** The release whose answers these are. */
const VERSION = '0.12.6';
/** Of an eight-billion model in four bits, about. */
const SIZE_BYTES = 4_661_224_676;
const LENGTH_DEFAULT = 131_072;
const DIGEST_WORDS = 8;
const DIGITS_PER_WORD = 8;
const MS_PER_SECOND = 1_000;
/** Models stay loaded for five minutes there; here for ever, and this is far enough. */
const EXPIRES_AT = '2318-11-04T00:00:00Z';

const DETAILS = {
  parent_model: '',
  format: 'gguf',
  family: 'llama',
  families: ['llama'],
  parameter_size: '8.0B',
  quantization_level: 'Q4_0',
};

/** Sixty-four digits, as of a SHA-256; the same for the same name. */
function digestOf(name: string): string {
  const bytes = Buffer.from(name);
  return Array.from({ length: DIGEST_WORDS }, (_, seed) =>
    hashBytes(bytes, seed).toString(16).padStart(DIGITS_PER_WORD, '0'),
  ).join('');
}

function identityOf({ name }: ListedModel) {
  const digest = digestOf(name);
  return { name, model: name, size: SIZE_BYTES, digest, details: DETAILS };
}

function encodeTags(models: readonly ListedModel[], createdSeconds: number): string {
  const modifiedAt = new Date(createdSeconds * MS_PER_SECOND).toISOString();
  return JSON.stringify({
    models: models.map((model) => ({ ...identityOf(model), modified_at: modifiedAt })),
  });
}

function encodeLoaded(models: readonly ListedModel[]): string {
  return JSON.stringify({
    models: models.map((model) => ({
      ...identityOf(model),
      expires_at: EXPIRES_AT,
      size_vram: SIZE_BYTES,
      context_length: model.lenMax ?? LENGTH_DEFAULT,
    })),
  });
}

export const OLLAMA_PAGES: readonly ModelList[] = [
  { path: '/api/tags', encodeList: encodeTags },
  { path: '/api/ps', encodeList: encodeLoaded },
  { path: '/api/version', encodeList: () => JSON.stringify({ version: VERSION }) },
];

/** What is told of any model. */
export const SHOWN = JSON.stringify({
  modelfile: '# A mock: there is no such file.',
  parameters: '',
  template: '{{ .Prompt }}',
  details: DETAILS,
  model_info: {
    'general.architecture': 'llama',
    'general.parameter_count': 8_030_261_248,
    'llama.context_length': LENGTH_DEFAULT,
    'llama.embedding_length': 4_096,
  },
  capabilities: ['completion', 'tools', 'thinking', 'vision', 'embedding'],
  modified_at: '2025-01-01T00:00:00Z',
});
