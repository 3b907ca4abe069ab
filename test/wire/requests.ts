// Owns: the APIs with a good request for each, and requests as bytes. Pure.

export interface Api {
  readonly name: string;
  /** The first is the one that is asked when any would do. */
  readonly mounts: readonly string[];
  readonly streams: boolean;
  /** The required fields but for the model. */
  readonly body: Readonly<Record<string, unknown>>;
}

const MESSAGES = [{ role: 'user', content: 'Say hello.' }];

export const APIS: readonly Api[] = [
  {
    name: 'chat',
    mounts: [
      '/v1/chat/completions',
      '/compatible-mode/v1/chat/completions',
      '/openai/deployments/gpt-mini;tokens=3/chat/completions',
    ],
    streams: true,
    body: { messages: MESSAGES },
  },
  {
    name: 'completions',
    mounts: ['/v1/completions', '/compatible-mode/v1/completions'],
    streams: true,
    body: { prompt: 'Say hello.' },
  },
  {
    name: 'responses',
    mounts: ['/v1/responses', '/compatible-mode/v1/responses'],
    streams: true,
    body: { input: 'Say hello.' },
  },
  {
    name: 'embeddings',
    mounts: ['/v1/embeddings', '/compatible-mode/v1/embeddings'],
    streams: false,
    body: { input: 'Say hello.', dimensions: 2 },
  },
  {
    name: 'messages',
    mounts: ['/v1/messages'],
    streams: true,
    body: { max_tokens: 5, messages: MESSAGES },
  },
  {
    name: 'gemini',
    mounts: [
      '/v1beta/models/m;tokens=3:generateContent',
      '/v1beta/models/m;tokens=3:streamGenerateContent?alt=sse',
      '/v1beta/models/m;tokens=3:streamGenerateContent',
      '/v1beta/models/m:countTokens',
      '/v1/models/m;tokens=3:generateContent',
    ],
    streams: false,
    body: { contents: [{ parts: [{ text: 'Say hello.' }] }] },
  },
  {
    name: 'gemini embeddings',
    mounts: ['/v1beta/models/m:embedContent'],
    streams: false,
    body: { content: { parts: [{ text: 'Say hello.' }] }, outputDimensionality: 2 },
  },
  {
    name: 'gemini batch',
    mounts: ['/v1beta/models/m:batchEmbedContents'],
    streams: false,
    body: { requests: [{ content: { parts: [{ text: 'Say hello.' }] }, outputDimensionality: 2 }] },
  },
];

/** A model whose answers have three tokens. */
export const MODEL = 'm;tokens=3';

export const mountOf = (api: Api): string => api.mounts[0] as string;

/** `fields` stand in place of those of the API's good request; undefined leaves one out. */
export function bodyOf(api: Api, fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ model: MODEL, ...api.body, ...fields });
}

/** A request that asks for the connection to end. Header lines come without their end. */
export function request(
  method: string,
  path: string,
  body: string | null = null,
  headers: readonly string[] = [],
  protocol = 'HTTP/1.1',
): string {
  const length = body === null ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  const lines = [`${method} ${path} ${protocol}`, 'host: wire', 'connection: close', ...length, ...headers];
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

export function post(path: string, body: string, ...headers: string[]): string {
  return request('POST', path, body, headers);
}
