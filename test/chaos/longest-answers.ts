// Owns: requests for the longest answer that each API gives under default settings, whole and streamed. Pure.
// Must never: ask for more than the API allows; what is refused holds nothing.

import { frame, PLAIN_FRAMING } from './requests.js';

const INPUTS = 2_048;
const DIMENSIONS = 3_072;
const PROMPTS = 16;
const CHOICES = 8;
const TOKENS = 32_768;

const model = `"model":"m;tokens=${TOKENS};delay=0s"`;
const said = (text: string): string => `"messages":[{"role":"user","content":"${text}"}]`;
const asked = said('hello');
const inputs = (count: number): string => JSON.stringify(Array.from({ length: count }, () => 'a'));

/** Path and body by the name of the command's option `--api`. */
export const LONGEST_ANSWERS: ReadonlyMap<string, { readonly path: string; readonly body: string }> = new Map(
  Object.entries({
    embeddings: {
      path: '/v1/embeddings',
      body: `{"model":"m;delay=0s","input":${inputs(INPUTS)},"dimensions":${DIMENSIONS}}`,
    },
    completions: {
      path: '/v1/completions',
      body: `{${model},"prompt":${inputs(PROMPTS)},"n":${CHOICES},"max_tokens":${TOKENS}}`,
    },
    'completions-stream': {
      path: '/v1/completions',
      body: `{${model},"prompt":${inputs(PROMPTS)},"n":${CHOICES},"max_tokens":${TOKENS},"stream":true}`,
    },
    chat: { path: '/v1/chat/completions', body: `{${model},"n":${CHOICES},${asked}}` },
    'chat-stream': { path: '/v1/chat/completions', body: `{${model},"n":${CHOICES},${asked},"stream":true}` },
    responses: { path: '/v1/responses', body: `{${model},"input":"hello"}` },
    'responses-stream': { path: '/v1/responses', body: `{${model},"input":"hello","stream":true}` },
    messages: { path: '/v1/messages', body: `{${model},"max_tokens":${TOKENS},${asked}}` },
    'messages-stream': {
      path: '/v1/messages',
      body: `{${model},"max_tokens":${TOKENS},${asked},"stream":true}`,
    },
  }),
);

/**
 * Small requests whose texts cost the most while they wait, of a server with RESPONSE_CONTENT=echo (and USAGE=exact): what
 * is escaped and searched for a stop, and what is counted. For `--api`, too, but not among `all`.
 */
const HELD_TEXTS: ReadonlyMap<string, { readonly path: string; readonly body: string }> = new Map(
  Object.entries({
    'echo-stop': {
      path: '/v1/chat/completions',
      body: `{"model":"m;tokens=${TOKENS};delay=20s","stop":"zzz",${said('\\u0001'.repeat(64))}}`,
    },
    'echo-exact': {
      path: '/v1/chat/completions',
      body: `{"model":"m;tokens=${TOKENS};delay=20s",${said('abcdefgh'.repeat(8))}}`,
    },
  }),
);

/** Embeddings as a well-behaved client asks for many of them at once; `delayMs` null leaves the server its default. */
export function embeddingsRequest(
  count: number,
  dimensions: number,
  apiKey: string | null,
  delayMs: number | null,
): string {
  const body = `{"model":"m","input":${inputs(count)},"dimensions":${dimensions}}`;
  const delayHeader = delayMs === null ? null : `${delayMs}ms`;
  const framed = frame('/v1/embeddings', body, { ...PLAIN_FRAMING, apiKey, delayHeader });
  return framed.head + framed.body;
}

/** Throws with the names that there are. */
export function longestRequest(name: string, apiKey: string | null): string {
  const answer = LONGEST_ANSWERS.get(name) ?? HELD_TEXTS.get(name);
  if (answer === undefined)
    throw new Error(
      `--api ${name}: one of all, ${[...LONGEST_ANSWERS.keys(), ...HELD_TEXTS.keys()].join(', ')}`,
    );
  const framed = frame(answer.path, answer.body, { ...PLAIN_FRAMING, apiKey });
  return framed.head + framed.body;
}
