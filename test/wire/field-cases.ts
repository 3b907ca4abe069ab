// Owns: every field of every API with values of every kind: what is taken, what is refused, and in which words.

import type { WireCase } from './cases.js';
import { APIS, type Api, bodyOf, mountOf, post } from './requests.js';

/** Of every kind that JSON has, and about every bound that a field has. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  -3,
  -0.5,
  0,
  0.5,
  1,
  1.5,
  2,
  5,
  9,
  21,
  3_073,
  1e300,
  '',
  'auto',
  'a text',
  [],
  [1],
  [1, 2],
  [-1],
  ['a'],
  ['a', 'b', 'c', 'd', 'e'],
  [''],
  [null],
  [[1, 2], [3]],
  [['a']],
  {},
  { include_usage: true },
  { include_usage: 'yes' },
  { type: 'text' },
  [{ type: 'text', text: 'part' }],
];

const SAMPLING = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'seed',
  'logit_bias',
  'user',
];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  chat: [
    ...SAMPLING,
    ...['model', 'messages', 'stream', 'stream_options', 'n', 'max_tokens', 'max_completion_tokens', 'stop'],
    ...['logprobs', 'top_logprobs', 'metadata', 'response_format', 'tools', 'parallel_tool_calls', 'unknown'],
  ],
  completions: [
    ...SAMPLING,
    ...[
      'model',
      'prompt',
      'max_tokens',
      'stream',
      'stream_options',
      'n',
      'stop',
      'logprobs',
      'echo',
      'suffix',
    ],
    ...['best_of'],
  ],
  responses: [
    ...['model', 'input', 'instructions', 'max_output_tokens', 'stream', 'store', 'temperature', 'top_p'],
    ...[
      'top_logprobs',
      'background',
      'parallel_tool_calls',
      'metadata',
      'reasoning',
      'text',
      'stream_options',
    ],
    ...['tools', 'include', 'tool_choice', 'max_tool_calls', 'previous_response_id', 'truncation', 'user'],
  ],
  embeddings: ['model', 'input', 'dimensions', 'encoding_format', 'user'],
  messages: [
    ...[
      'model',
      'max_tokens',
      'messages',
      'system',
      'stop_sequences',
      'stream',
      'temperature',
      'top_p',
      'top_k',
    ],
    ...['metadata', 'thinking', 'tool_choice', 'tools', 'service_tier'],
  ],
  gemini: [
    ...['contents', 'systemInstruction', 'system_instruction', 'generationConfig', 'tools', 'toolConfig'],
    ...['safetySettings', 'cachedContent', 'unknown'],
  ],
  'gemini embeddings': ['content', 'outputDimensionality', 'taskType', 'title'],
  'gemini batch': ['requests'],
};

/** In place of the one message, or of its content. */
const MESSAGES: readonly unknown[] = [
  'hello',
  1,
  null,
  {},
  { role: 1, content: 'a' },
  { role: 'nobody', content: 'a' },
  { role: 'system', content: 'a' },
  { role: 'assistant', content: 'a' },
  { role: 'tool', content: 'a', tool_call_id: 'x' },
  { role: 'user' },
  { content: 'a' },
  { type: 'function_call', name: 'f' },
  { type: 7 },
];
const CONTENTS: readonly unknown[] = [
  null,
  1,
  '',
  [],
  ['text'],
  [1],
  [{}],
  [{ type: 1 }],
  [{ type: 'text' }],
  [{ type: 'text', text: 1 }],
  [
    { type: 'text', text: 'one' },
    { type: 'text', text: ' two' },
  ],
  [{ type: 'input_text', text: 'one' }],
  [{ type: 'input_text' }],
  [{ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }],
  [
    { type: 'image', source: {} },
    { type: 'text', text: 'what is it?' },
  ],
  [{ type: 'tool_result', tool_use_id: 'x', content: 'done' }],
];

function messageCases(api: Api, field: string): WireCase[] {
  const inPlace = MESSAGES.map((message) => ['message', message, [message]] as const);
  const behind = MESSAGES.map(
    (message) => ['second message', message, [{ role: 'user', content: 'a' }, message]] as const,
  );
  const within = CONTENTS.map((content) => ['content', content, [{ role: 'user', content }]] as const);
  return [...inPlace, ...behind, ...within].map(([what, value, messages]) => ({
    name: `${api.name}: ${what} ${JSON.stringify(value)}`,
    server: 'plain',
    bytes: post(mountOf(api), bodyOf(api, { [field]: messages })),
  }));
}

/** Fields within the configuration of Gemini, in either spelling. */
const GEMINI_CONFIG = [
  ...['candidateCount', 'max_output_tokens', 'stopSequences', 'temperature', 'topP', 'top_k', 'seed'],
  ...['presencePenalty', 'responseMimeType', 'responseSchema', 'logprobs', 'thinkingConfig'],
];

function geminiConfigCases(): WireCase[] {
  const gemini = APIS.find(({ name }) => name === 'gemini') as Api;
  return GEMINI_CONFIG.flatMap((field) =>
    VALUES.map((value) => ({
      name: `gemini: generationConfig.${field} ${JSON.stringify(value)}`,
      server: 'plain',
      bytes: post(mountOf(gemini), bodyOf(gemini, { generationConfig: { [field]: value } })),
    })),
  );
}

export function fieldCases(): readonly WireCase[] {
  const fields = APIS.flatMap((api) => {
    const cases = (FIELDS[api.name] ?? []).flatMap((field) => [
      { what: `${field} left out`, body: bodyOf(api, { [field]: undefined }) },
      ...VALUES.map((value) => ({
        what: `${field} ${JSON.stringify(value)}`,
        body: bodyOf(api, { [field]: value }),
      })),
    ]);
    const ofFields = cases.map(({ what, body }) => ({
      name: `${api.name}: ${what}`,
      server: 'plain' as const,
      bytes: post(mountOf(api), body),
    }));
    if (api.name === 'chat' || api.name === 'messages')
      return [...ofFields, ...messageCases(api, 'messages')];
    return api.name === 'responses' ? [...ofFields, ...messageCases(api, 'input')] : ofFields;
  });
  return [...fields, ...geminiConfigCases()];
}
