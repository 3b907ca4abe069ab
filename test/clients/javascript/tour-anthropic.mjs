// Anthropic's own client.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Anthropic from '@anthropic-ai/sdk';
import { BASE_URL, KEY, LIMITED, messages, run, SCHEMA, SLOW, WELL } from './tour.mjs';

const client = new Anthropic({ baseURL: BASE_URL, apiKey: KEY, maxRetries: 0 });
const asked = { model: WELL, max_tokens: 100, messages };
const main = createRequire(import.meta.url).resolve('@anthropic-ai/sdk');
const { version } = JSON.parse(readFileSync(new URL('package.json', `file://${main}`)));
const of = ({ content, usage }) => ({
  text: content[0].text,
  usage: [usage.input_tokens, usage.output_tokens],
});

await run(version, {
  answer: async () => of(await client.messages.create(asked)),
  stream: async () => of(await client.messages.stream(asked).finalMessage()),
  tools: async () => {
    const tools = [{ name: 'keep', input_schema: SCHEMA }];
    const { content } = await client.messages.create({ ...asked, tools, tool_choice: { type: 'any' } });
    const { name, input } = content.find(({ type }) => type === 'tool_use');
    return [name, input];
  },
  schema: async () => {
    const format = { type: 'json_schema', schema: SCHEMA };
    const reply = await client.messages.create({ ...asked, output_config: { format } });
    return JSON.parse(reply.content[0].text);
  },
  errors: () => client.messages.create({ ...asked, model: LIMITED }),
  cancel: async () => {
    const events = await client.messages.create({ ...asked, model: SLOW, stream: true });
    for await (const { type } of events) if (type === 'content_block_delta') return 1;
    return 0;
  },
});
