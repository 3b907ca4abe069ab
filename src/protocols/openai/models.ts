/**
 * The list of models, and one of them. Pure. Source: OpenAI's public OpenAPI description (Model, ListModelsResponse).
 */
const OWNER = 'llm-mock-server';

/** `createdSeconds` counts from the epoch. */
export function encodeModel(name: string, createdSeconds: number): string {
  return JSON.stringify({ id: name, object: 'model', created: createdSeconds, owned_by: OWNER });
}

export function encodeModelList(names: readonly string[], createdSeconds: number): string {
  return `{"object":"list","data":[${names.map((name) => encodeModel(name, createdSeconds)).join(',')}]}`;
}
