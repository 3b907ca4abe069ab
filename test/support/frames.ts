// Owns: streams of every API taken apart into their frames, with what differs from one reply to the next left out. Pure.

export interface StreamApi {
  readonly name: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What says that a stream is wanted, where no body does. */
  readonly headers?: Readonly<Record<string, string>>;
}

const MESSAGES = [{ role: 'user', content: 'hello' }];
const CONTENTS = [{ role: 'user', parts: [{ text: 'hello' }] }];

/** Every API that streams. `MODEL` in the path is the name of the model. */
export const STREAM_APIS: readonly StreamApi[] = [
  { name: 'chat', path: '/v1/chat/completions', body: { messages: MESSAGES, stream: true } },
  { name: 'completions', path: '/v1/completions', body: { prompt: 'hello', stream: true } },
  { name: 'responses', path: '/v1/responses', body: { input: 'hello', stream: true } },
  { name: 'anthropic', path: '/v1/messages', body: { max_tokens: 100, messages: MESSAGES, stream: true } },
  {
    name: 'dashscope chat',
    path: '/compatible-mode/v1/chat/completions',
    body: { messages: MESSAGES, stream: true },
  },
  {
    name: 'gemini events',
    path: '/v1beta/models/MODEL:streamGenerateContent?alt=sse',
    body: { contents: CONTENTS },
  },
  { name: 'gemini array', path: '/v1beta/models/MODEL:streamGenerateContent', body: { contents: CONTENTS } },
  {
    name: 'dashscope text',
    path: '/api/v1/services/aigc/text-generation/generation',
    body: { input: { prompt: 'hello' }, parameters: { incremental_output: true } },
    headers: { accept: 'text/event-stream' },
  },
  {
    name: 'dashscope multimodal',
    path: '/api/v1/services/aigc/multimodal-generation/generation',
    body: { input: { messages: MESSAGES }, parameters: { incremental_output: true } },
    headers: { 'x-dashscope-sse': 'enable' },
  },
];

/** Path and body of a request of that API for a model. */
export function requestOf(
  api: StreamApi,
  model: string,
  fields: object = {},
): readonly [path: string, body: string] {
  const path = api.path.replace('MODEL', model);
  return [path, JSON.stringify({ ...(path === api.path ? { model } : {}), ...api.body, ...fields })];
}

/** The frames of a stream; of an array its elements and brackets. Ids, times and the model's name are left out. */
export function framesOf(text: string, isArray = false): readonly string[] {
  const plain = text
    .replace(/[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}/g, 'ID')
    .replace(/"(created|created_at|completed_at)":\d+/g, '"$1":0')
    .replace(/"createTime":"[^"]+"/g, '"createTime":""')
    .replace(/m;fault=[^"]+/g, 'm');
  const apart = isArray ? plain.split(/,\r\n|(?<=^\[)|(?=\]$)/) : plain.split(/(?<=\n\r?\n)/);
  return apart.filter((frame) => frame !== '');
}
