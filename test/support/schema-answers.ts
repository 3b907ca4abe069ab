/**
 * What every API answers to a random schema, as a format and as a tool's, whole and streamed, held to ajv: the quick suite runs it
 * a few times, the slow one thousands of times.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { satisfies } from './json-property.js';
import { type Draft, jsonSchemas } from './json-schemas.js';
import { parseSse } from './sse.js';

type Use = 'format' | 'tool';
type Json = Record<string, unknown>;

/** How one API is asked for a value, and where that is in its answers. */
interface Api {
  readonly path: (stream: boolean) => string;
  readonly body: (schema: Json, use: Use) => Json;
  /** JSON text of what a whole answer says, or of what the events of a stream come to. */
  readonly whole: (answer: Json, use: Use) => string;
  readonly streamed: (events: readonly Json[], use: Use) => string;
}

const MESSAGES = [{ role: 'user', content: 'x' }];
/** Into whatever was parsed, without a type for each API. */
// biome-ignore lint/suspicious/noExplicitAny: these are answers of five APIs, of which a test names one field each
type Any = any;

const CHAT: Api = {
  path: () => '/v1/chat/completions',
  body: (schema, use) =>
    use === 'format'
      ? { messages: MESSAGES, response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } }
      : { messages: MESSAGES, tools: [{ type: 'function', function: { name: 'f', parameters: schema } }] },
  whole: (answer: Any, use) => {
    const { message } = answer.choices[0];
    return use === 'format' ? message.content : message.tool_calls[0].function.arguments;
  },
  streamed: (events, use) =>
    events
      .map((event: Any) => event.choices[0]?.delta ?? {})
      .map((delta: Any) => (use === 'format' ? delta.content : delta.tool_calls?.[0].function.arguments))
      .map((piece) => piece ?? '')
      .join(''),
};

const RESPONSES: Api = {
  path: () => '/v1/responses',
  body: (schema, use) =>
    use === 'format'
      ? { input: 'x', text: { format: { type: 'json_schema', name: 'x', schema } } }
      : { input: 'x', tools: [{ type: 'function', name: 'f', parameters: schema }] },
  whole: (answer: Any, use) =>
    use === 'format' ? answer.output[0].content[0].text : answer.output[0].arguments,
  streamed: (events, use) =>
    events
      .filter(
        (event: Any) =>
          event.type === `response.${use === 'format' ? 'output_text' : 'function_call_arguments'}.delta`,
      )
      .map((event: Any) => event.delta)
      .join(''),
};

const ANTHROPIC: Api = {
  path: () => '/v1/messages',
  body: (schema, use) =>
    use === 'format'
      ? { max_tokens: 32_768, messages: MESSAGES, output_config: { format: { type: 'json_schema', schema } } }
      : { max_tokens: 32_768, messages: MESSAGES, tools: [{ name: 'f', input_schema: schema }] },
  whole: (answer: Any, use) =>
    use === 'format' ? answer.content[0].text : JSON.stringify(answer.content[0].input),
  streamed: (events, use) =>
    events
      .filter((event: Any) => event.type === 'content_block_delta')
      .map((event: Any) => (use === 'format' ? event.delta.text : event.delta.partial_json))
      .join(''),
};

const GEMINI: Api = {
  path: (stream) => `/v1beta/models/g:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
  body: (schema, use) =>
    use === 'format'
      ? {
          contents: [{ parts: [{ text: 'x' }] }],
          generationConfig: { responseMimeType: 'application/json', responseJsonSchema: schema },
        }
      : {
          contents: [{ parts: [{ text: 'x' }] }],
          tools: [{ functionDeclarations: [{ name: 'f', parametersJsonSchema: schema }] }],
        },
  whole: (answer: Any, use) => ofPart(answer.candidates[0].content.parts[0], use),
  streamed: (events, use) =>
    events
      .flatMap((event: Any) => event.candidates[0].content.parts)
      .map((part: Any) => ofPart(part, use))
      .join(''),
};

function ofPart(part: Any, use: Use): string {
  if (use === 'format') return part.text;
  return part.functionCall === undefined ? '' : JSON.stringify(part.functionCall.args);
}

const APIS = { CHAT, RESPONSES, ANTHROPIC, GEMINI };

async function ask(url: string, api: Api, schema: Json, use: Use, stream: boolean): Promise<string> {
  const response = await fetch(url + api.path(stream), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'm',
      ...(stream && api !== GEMINI ? { stream } : {}),
      ...api.body(schema, use),
    }),
  });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  if (!stream) return api.whole(JSON.parse(text), use);
  // Comments keep a connection moving.
  const frames = text.replaceAll('\r\n', '\n').replaceAll(/^:\n\n/gm, '');
  const events = parseSse(frames).filter(({ data }) => data !== '[DONE]');
  return api.streamed(
    events.map(({ data }) => JSON.parse(data)),
    use,
  );
}

/** `url` is that of a server with a seed. Rejects with the smallest schema that an answer does not satisfy. */
export async function holdAnswersToAjv(url: string, runs: number, draft: Draft, seed: number): Promise<void> {
  const objects = jsonSchemas(draft).filter((schema): schema is Json => typeof schema === 'object');
  const names = fc.constantFrom(...(Object.keys(APIS) as (keyof typeof APIS)[]));
  const uses = fc.constantFrom<Use>('format', 'tool');
  await fc.assert(
    fc.asyncProperty(objects, names, uses, fc.boolean(), async (schema, name, use, stream) => {
      const api = APIS[name];
      const [once, again] = await Promise.all([
        ask(url, api, schema, use, stream),
        ask(url, api, schema, use, stream),
      ]);
      assert.equal(satisfies(schema, JSON.parse(once), draft), true, once);
      assert.equal(again, once);
    }),
    { numRuns: runs, seed },
  );
}
