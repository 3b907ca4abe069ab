// OpenAI's own client, against the mock or a gateway before it.
import OpenAI from 'openai';
import { VERSION } from 'openai/version';
import { BASE_URL, gather, headers, KEY, LIMITED, messages, run, SCHEMA, SLOW, WELL } from './tour.mjs';

const client = new OpenAI({ baseURL: `${BASE_URL}/v1`, apiKey: KEY, maxRetries: 0, defaultHeaders: headers });
const { completions } = client.chat;
const usageOf = ({ usage }) => (usage ? [usage.prompt_tokens, usage.completion_tokens] : null);
const tools = [{ type: 'function', function: { name: 'keep', parameters: SCHEMA } }];
const format = { type: 'json_schema', json_schema: { name: 'city', schema: SCHEMA, strict: true } };

await run(VERSION, {
  answer: async () => {
    const reply = await completions.create({ model: WELL, messages });
    return { text: reply.choices[0].message.content, usage: usageOf(reply) };
  },
  stream: async () => {
    const options = { stream: true, stream_options: { include_usage: true } };
    const pieces = await completions.create({ model: WELL, messages, ...options });
    return gather(pieces, ({ choices }) => choices[0]?.delta.content, usageOf);
  },
  tools: async () => {
    const reply = await completions.create({ model: WELL, messages, tools, tool_choice: 'required' });
    const { name, arguments: text } = reply.choices[0].message.tool_calls[0].function;
    return [name, JSON.parse(text)];
  },
  schema: async () => {
    const reply = await completions.parse({ model: WELL, messages, response_format: format });
    return JSON.parse(reply.choices[0].message.content);
  },
  embeddings: async () => {
    const reply = await client.embeddings.create({ model: WELL, input: ['one', 'two'] });
    return reply.data.map(({ embedding }) => embedding.length);
  },
  errors: () => completions.create({ model: LIMITED, messages }),
  cancel: async () => {
    const pieces = await completions.create({ model: SLOW, messages, stream: true });
    let seen = 0;
    for await (const { choices } of pieces) {
      if (!choices[0]?.delta.content) continue;
      seen += 1;
      break;
    }
    return seen;
  },
});
