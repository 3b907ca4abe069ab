// Vercel's AI SDK over the API of OpenAI.
import { readFileSync } from 'node:fs';
import { createOpenAI } from '@ai-sdk/openai';
import { embedMany, generateObject, generateText, jsonSchema, streamText, tool } from 'ai';
import { BASE_URL, KEY, LIMITED, QUESTION, run, SCHEMA, SLOW, WELL } from './tour.mjs';

const openai = createOpenAI({ baseURL: `${BASE_URL}/v1`, apiKey: KEY });
const asked = (model) => ({ model: openai.chat(model), prompt: QUESTION, maxRetries: 0 });
const usageOf = ({ inputTokens, outputTokens }) => [inputTokens, outputTokens];
const entry = import.meta.resolve('ai');
const { version } = JSON.parse(readFileSync(new URL(`${entry.split('/ai/')[0]}/ai/package.json`)));

await run(version, {
  answer: async () => {
    const { text, usage } = await generateText(asked(WELL));
    return { text, usage: usageOf(usage) };
  },
  stream: async () => {
    const { text, usage } = streamText(asked(WELL));
    return { text: await text, usage: usageOf(await usage) };
  },
  tools: async () => {
    const tools = { keep: tool({ inputSchema: jsonSchema(SCHEMA) }) };
    const { toolCalls } = await generateText({ ...asked(WELL), tools, toolChoice: 'required' });
    return [toolCalls[0].toolName, toolCalls[0].input];
  },
  schema: async () => (await generateObject({ ...asked(WELL), schema: jsonSchema(SCHEMA) })).object,
  embeddings: async () => {
    const { embeddings } = await embedMany({ model: openai.embedding(WELL), values: ['one', 'two'] });
    return embeddings.map(({ length }) => length);
  },
  errors: () => generateText(asked(LIMITED)),
  cancel: async () => {
    const leaving = new AbortController();
    const { textStream } = streamText({ ...asked(SLOW), abortSignal: leaving.signal });
    for await (const text of textStream) {
      if (!text) continue;
      leaving.abort();
      return 1;
    }
    return 0;
  },
});
