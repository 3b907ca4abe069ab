/**
 * The list of models, and one of them. Pure. Source: Google's public Gemini API reference (Model, ListModelsResponse).
 */
import type { ModelList } from '../contract/provider.js';

const INPUT_TOKENS_MAX = 1_048_576;
const OUTPUT_TOKENS_MAX = 65_536;
const METHODS = ['generateContent', 'countTokens', 'embedContent', 'batchEmbedContents'];

function encodeOne(name: string): string {
  return JSON.stringify({
    name: `models/${name}`,
    version: '001',
    displayName: name,
    inputTokenLimit: INPUT_TOKENS_MAX,
    outputTokenLimit: OUTPUT_TOKENS_MAX,
    supportedGenerationMethods: METHODS,
  });
}

function encodeList(names: readonly string[]): string {
  return `{"models":[${names.map(encodeOne).join(',')}]}`;
}

export const GOOGLE_MODELS: Omit<ModelList, 'path'> = { methodMark: ':', encodeOne, encodeList };
