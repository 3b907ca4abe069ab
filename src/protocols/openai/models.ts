/**
 * The list of models, and one of them. Pure. Source: OpenAI's public OpenAPI description (Model, ListModelsResponse).
 */
import type { ModelList } from '../contract/provider.js';

const OWNER = 'llm-mock-server';

function encodeOne(name: string, createdSeconds: number): string {
  return JSON.stringify({ id: name, object: 'model', created: createdSeconds, owned_by: OWNER });
}

function encodeList(names: readonly string[], createdSeconds: number): string {
  return `{"object":"list","data":[${names.map((name) => encodeOne(name, createdSeconds)).join(',')}]}`;
}

export const OPENAI_MODELS: Omit<ModelList, 'path'> = { encodeOne, encodeList };
