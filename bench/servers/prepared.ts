// Owns: what the servers of ours for the bench answer, byte for byte as long as what the product answers; made once.
// Must never: depend on a request.

import { pieceAt, TEXT_TOKENS } from './pieces.js';
import { BODY_BYTES_MAX, TEXT } from './work.js';

const ID = '374a8ea1-1e17-4432-80f3-953a00000000';
const COMMON = {
  created: 1_795_641_539,
  model: 'qwen-plus',
  service_tier: 'default',
  system_fingerprint: null,
};

/** A string: Node.js writes a short one together with the head, a buffer apart from it. All of it is ASCII. */
export const ANSWER = JSON.stringify({
  id: `chatcmpl-${ID}`,
  object: 'chat.completion',
  ...COMMON,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: TEXT, refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: {
    prompt_tokens: 8,
    completion_tokens: TEXT_TOKENS,
    total_tokens: 8 + TEXT_TOKENS,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  },
});

const REQUEST_ID = { 'x-request-id': `req_${ID.replaceAll('-', '')}` };
export const JSON_HEADERS = { 'content-type': 'application/json', ...REQUEST_ID };
export const FULL_HEADERS = { 'content-type': 'application/json', 'retry-after': '1', ...REQUEST_ID };
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
  ...REQUEST_ID,
};

export const NOT_JSON = refusal(
  'The request body could not be parsed as JSON.',
  'invalid_request_error',
  null,
);
export const TOO_LARGE = refusal(
  `The request body is larger than ${BODY_BYTES_MAX} bytes.`,
  'invalid_request_error',
  'request_too_large',
);

export function fullOf(cap: number): string {
  const message = `All ${cap} slots of this mock server are in use (MAX_CONCURRENT=${cap}). Please retry later.`;
  return refusal(message, 'service_unavailable_error', 'capacity_exceeded');
}

function refusal(message: string, type: string, code: string | null): string {
  return JSON.stringify({ error: { message, type, param: null, code } });
}

export const ROLE_EVENT = event({ role: 'assistant', content: '' }, null);
/** Sent ahead of the end to those who asked for it. */
export const USAGE_EVENT = `data: ${JSON.stringify({
  id: `chatcmpl-${ID}`,
  object: 'chat.completion.chunk',
  ...COMMON,
  choices: [],
  usage: { prompt_tokens: 8, completion_tokens: TEXT_TOKENS, total_tokens: 8 + TEXT_TOKENS },
})}\n\n`;
export const FINISH_EVENT = event({}, 'stop');
export const DONE_EVENT = 'data: [DONE]\n\n';

/**
 * What is written for each token of a stream: the role goes ahead of the first, the finish and the end come with the
 * last, with the usage between them if it is asked for. As ASCII, ready for the wire.
 */
export function eventsOf(tokens: number, usage = false): readonly string[] {
  const events = Array.from({ length: tokens }, (_, index) => event({ content: pieceAt(index) }, null));
  const last = FINISH_EVENT + (usage ? USAGE_EVENT : '') + DONE_EVENT;
  if (tokens < 2) return [ROLE_EVENT + (events[0] ?? '') + last];
  return [ROLE_EVENT + events[0], ...events.slice(1, -1), events.at(-1) + last];
}

export function event(delta: object, finishReason: string | null): string {
  const chunk = {
    id: `chatcmpl-${ID}`,
    object: 'chat.completion.chunk',
    ...COMMON,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
