/**
 * The list of models, and one of them. Pure. Source: OpenAI's public OpenAPI description (Model, ListModelsResponse).
 */
import type { ListedModel, ModelList } from '../contract/provider.js';

const OWNER = 'llm-mock-server';

/** `max_model_len` is vLLM's. */
function encodeOne({ name, lenMax }: ListedModel, createdSeconds: number): string {
  const length = lenMax === null ? {} : { max_model_len: lenMax };
  return JSON.stringify({ id: name, object: 'model', created: createdSeconds, owned_by: OWNER, ...length });
}

function encodeList(models: readonly ListedModel[], createdSeconds: number): string {
  return `{"object":"list","data":[${models.map((model) => encodeOne(model, createdSeconds)).join(',')}]}`;
}

export const OPENAI_MODELS = { encodeOne, encodeList } satisfies Omit<ModelList, 'path'>;
