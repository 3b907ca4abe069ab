// Owns: answers by their text and their form: long ones, cut ones, several at once, every kind of content and of numbers.

import type { WireCase } from './cases.js';
import { APIS, type Api, bodyOf, mountOf, post } from './requests.js';
import type { ServerName } from './servers.js';

const LONG_TEXT = 'The quick brown fox jumps over the lazy dog. "\\ \u00e9\u{1f642}\n'.repeat(40);
const said = (content: unknown) => ({ messages: [{ role: 'user', content }] });

/** Fields that change the answer, for the APIs that have them. */
const FORMS: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  chat: [
    { n: 3 },
    { n: 8, model: 'm;tokens=700' },
    { model: 'm;tokens=20', stop: 'mocked' },
    { model: 'm;tokens=20', stop: ['no such', 'answer'] },
    { model: 'm;tokens=20', stop: 'Hello' },
    { model: 'm;tokens=20', max_tokens: 7 },
    { model: 'm;tokens=20', max_tokens: 9, max_completion_tokens: 4 },
    { model: 'm;tokens=5000' },
    { model: 'plain' },
    { model: 'ü;tokens=3' },
    { ...said(LONG_TEXT), model: 'm;tokens=900' },
    { ...said(LONG_TEXT), model: 'm;tokens=900', stop: 'dog' },
    said([
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ]),
    {
      messages: [
        { role: 'user', content: 'first' },
        { role: 'assistant', content: 'second' },
      ],
    },
  ],
  completions: [
    { prompt: ['a', 'b'] },
    { prompt: [1, 2, 3] },
    { prompt: [[1, 2], [3]], n: 2 },
    { prompt: LONG_TEXT, model: 'm;tokens=900', max_tokens: 800 },
    { model: 'm;tokens=50', max_tokens: 40, stop: 'token' },
    { prompt: null },
    { model: 'm;tokens=5000', max_tokens: 4000, n: 4 },
  ],
  responses: [
    { model: 'm;tokens=20', max_output_tokens: 5 },
    { model: 'm;tokens=2000' },
    { input: LONG_TEXT, model: 'm;tokens=900', instructions: 'Be kind.' },
    { input: [{ role: 'user', content: [{ type: 'input_text', text: 'hello' }] }] },
    { input: [{ type: 'function_call_output', call_id: 'x', output: 'y' }] },
  ],
  embeddings: [
    { input: ['a', 'b', LONG_TEXT] },
    { input: [1, 2, 3] },
    { input: [[1], [2, 3]], encoding_format: 'base64' },
    { dimensions: 3072 },
    { dimensions: undefined, input: Array.from({ length: 20 }, (_, index) => `text ${index}`) },
    { dimensions: 1, encoding_format: 'base64' },
  ],
  messages: [
    { model: 'm;tokens=20', max_tokens: 100, stop_sequences: ['mocked', 'x'] },
    { model: 'm;tokens=20', max_tokens: 7 },
    { ...said(LONG_TEXT), model: 'm;tokens=900', max_tokens: 5000, system: 'Be kind.' },
    { model: 'm;tokens=2000', max_tokens: 5000 },
    { system: [{ type: 'text', text: 'Be kind.' }] },
  ],
};

const CONTENTS: readonly ServerName[] = ['plain', 'echoing', 'wordy', 'quoting', 'unbending', 'timed'];

function formsOf(api: Api, server: ServerName): WireCase[] {
  return [{}, ...(FORMS[api.name] ?? [])].flatMap((form, index) => {
    const whole = bodyOf(api, form);
    const streams = api.streams
      ? [
          { what: 'streamed', body: bodyOf(api, { ...form, stream: true }) },
          {
            what: 'with usage',
            body: bodyOf(api, { ...form, stream: true, stream_options: { include_usage: true } }),
          },
        ]
      : [];
    return [{ what: 'whole', body: whole }, ...streams].map(({ what, body }) => ({
      name: `${api.name} form ${index} of ${server}, ${what}`,
      server,
      bytes: post(mountOf(api), body),
    }));
  });
}

export function textCases(): readonly WireCase[] {
  const forms = CONTENTS.flatMap((server) => APIS.flatMap((api) => formsOf(api, server)));
  const compatible = APIS.flatMap((api) => api.mounts.slice(1, 2)).flatMap((mount) =>
    [{}, { stream: true }, { stream: true, stream_options: { include_usage: true } }].map((form) => ({
      name: `compatible ${mount} ${JSON.stringify(form)}`,
      server: 'timed' as const,
      bytes: post(mount, bodyOf(APIS.find(({ mounts }) => mounts.includes(mount)) as Api, form)),
    })),
  );
  return [...forms, ...compatible];
}
