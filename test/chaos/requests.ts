// Owns: requests as bytes: every API at its mounts, with an answer of about the size that is wanted, in every framing.
// Must never: depend on a server; bodies are made once.

/** The APIs at the mounts where they are asked. */
export const MOUNTS = [
  { path: '/v1/chat/completions', api: 'chat', streams: true },
  { path: '/v1/completions', api: 'completions', streams: true },
  { path: '/v1/responses', api: 'responses', streams: true },
  { path: '/v1/embeddings', api: 'embeddings', streams: false },
  { path: '/v1/messages', api: 'messages', streams: true },
  { path: '/compatible-mode/v1/chat/completions', api: 'chat', streams: true },
  { path: '/compatible-mode/v1/embeddings', api: 'embeddings', streams: false },
] as const;

export type Mount = (typeof MOUNTS)[number];
type Api = Mount['api'];

/** Bytes of an event for one token, seen with the default text; they need not be exact. */
const EVENT_BYTES: Readonly<Record<Api, number>> = {
  chat: 275,
  completions: 200,
  responses: 195,
  embeddings: 0,
  messages: 115,
};
/** Bytes of a token in a whole answer, and of a number in an embedding. */
const TOKEN_BYTES = 4.9;
const NUMBER_BYTES = 13.6;
const DIMENSIONS_MAX = 1_536;
const TOKENS_MAX = 32_768;
/** More than the default of MAX_BODY_BYTES. */
const LARGE_BODY_BYTES = 20_000;

/** A model's name with its overrides, and the rest of the body. Answers have about `bytes` bytes. */
export function bodyOf(mount: Mount, stream: boolean, bytes: number, overrides = ''): string {
  if (mount.api === 'embeddings') return embeddingsBody(bytes, overrides);
  const choicesMax = mount.api === 'chat' || mount.api === 'completions' ? 8 : 1;
  const choiceBytes = stream ? EVENT_BYTES[mount.api] : TOKEN_BYTES;
  const choices = Math.min(choicesMax, Math.max(1, Math.ceil(bytes / 40_000)));
  const tokens = Math.min(TOKENS_MAX, Math.max(1, Math.round(bytes / choices / choiceBytes)));
  const model = `chaos;tokens=${tokens}${overrides}`;
  const common = `{"model":"${model}","stream":${stream}`;
  const asked = '[{"role":"user","content":"Say hello to everyone."}]';
  switch (mount.api) {
    case 'chat':
      return `${common},"n":${choices},"messages":${asked}}`;
    case 'completions':
      return `${common},"n":${choices},"max_tokens":${tokens},"prompt":"Say hello."}`;
    case 'responses':
      return `${common},"input":"Say hello to everyone."}`;
    default:
      return `${common},"max_tokens":${tokens},"messages":${asked}}`;
  }
}

function embeddingsBody(bytes: number, overrides: string): string {
  const numbers = Math.max(1, Math.round(bytes / NUMBER_BYTES));
  const inputs = Math.ceil(numbers / DIMENSIONS_MAX);
  const dimensions = Math.min(DIMENSIONS_MAX, Math.round(numbers / inputs));
  const input = JSON.stringify(Array.from({ length: inputs }, (_, index) => `text ${index}`));
  return `{"model":"chaos${overrides}","input":${input},"dimensions":${dimensions}}`;
}

/** A body that is longer than a server takes by default. */
export const LARGE_BODY = `{"messages":[{"role":"user","content":"${'x'.repeat(LARGE_BODY_BYTES)}"}]}`;
export const BAD_JSON = '{"messages":[{"role":"user","content":"hel';

export interface Framing {
  readonly protocol: 'HTTP/1.0' | 'HTTP/1.1';
  readonly chunked: boolean;
  readonly close: boolean;
  readonly apiKey: string | null;
  /** Without the line's end. */
  readonly delayHeader: string | null;
}

export const PLAIN_FRAMING: Framing = {
  protocol: 'HTTP/1.1',
  chunked: false,
  close: false,
  apiKey: null,
  delayHeader: null,
};

/** Head and body apart, so that a client may die between the two; all ASCII. */
export function frame(path: string, body: string, framing: Framing): { head: string; body: string } {
  const { protocol, chunked, close, apiKey, delayHeader } = framing;
  let head = `POST ${path} ${protocol}\r\nhost: chaos\r\ncontent-type: application/json\r\n`;
  if (apiKey !== null) head += `authorization: Bearer ${apiKey}\r\n`;
  if (delayHeader !== null) head += `x-mock-delay: ${delayHeader}\r\n`;
  if (close) head += 'connection: close\r\n';
  if (!chunked) return { head: `${head}content-length: ${body.length}\r\n\r\n`, body };
  const middle = body.length >> 1;
  const pieces = [body.slice(0, middle), body.slice(middle), ''];
  const framed = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
  return { head: `${head}transfer-encoding: chunked\r\n\r\n`, body: framed };
}
