/**
 * The list of models, and one of them. Pure. Source: Google's public Gemini API reference (Model, ListModelsResponse).
 */
import type { ListedModel, ModelList } from '../contract/provider.js';

const INPUT_TOKENS_MAX = 1_048_576;
const OUTPUT_TOKENS_MAX = 65_536;
const METHODS = ['generateContent', 'countTokens', 'embedContent', 'batchEmbedContents'];

function encodeOne({ name, lenMax }: ListedModel): string {
  return JSON.stringify({
    name: `models/${name}`,
    version: '001',
    displayName: name,
    inputTokenLimit: lenMax ?? INPUT_TOKENS_MAX,
    outputTokenLimit: Math.min(lenMax ?? OUTPUT_TOKENS_MAX, OUTPUT_TOKENS_MAX),
    supportedGenerationMethods: METHODS,
  });
}

function encodeList(models: readonly ListedModel[]): string {
  return `{"models":[${models.map(encodeOne).join(',')}]}`;
}

export const GOOGLE_MODELS: Omit<ModelList, 'path'> = { methodMark: ':', encodeOne, encodeList };
