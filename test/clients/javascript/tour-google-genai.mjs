// Google's own client.
import { readFileSync } from 'node:fs';
import { GoogleGenAI } from '@google/genai';
import { BASE_URL, gather, KEY, LIMITED, QUESTION, run, SCHEMA, SLOW, WELL } from './tour.mjs';

const { models } = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: BASE_URL } });
const asked = { model: WELL, contents: QUESTION };
const usageOf = ({ usageMetadata: usage }) =>
  usage ? [usage.promptTokenCount, usage.candidatesTokenCount] : null;
const entry = import.meta.resolve('@google/genai');
const { version } = JSON.parse(readFileSync(new URL(`${entry.split('/genai/')[0]}/genai/package.json`)));

await run(version, {
  answer: async () => {
    const reply = await models.generateContent(asked);
    return { text: reply.text, usage: usageOf(reply) };
  },
  stream: async () => gather(await models.generateContentStream(asked), ({ text }) => text, usageOf),
  tools: async () => {
    const functionDeclarations = [{ name: 'keep', parametersJsonSchema: SCHEMA }];
    const toolConfig = { functionCallingConfig: { mode: 'ANY' } };
    const reply = await models.generateContent({
      ...asked,
      config: { tools: [{ functionDeclarations }], toolConfig },
    });
    const { name, args } = reply.functionCalls[0];
    return [name, args];
  },
  schema: async () => {
    const config = { responseMimeType: 'application/json', responseJsonSchema: SCHEMA };
    return JSON.parse((await models.generateContent({ ...asked, config })).text);
  },
  embeddings: async () => {
    const reply = await models.embedContent({ model: WELL, contents: ['one', 'two'] });
    return reply.embeddings.map(({ values }) => values.length);
  },
  errors: () => models.generateContent({ ...asked, model: LIMITED }),
  cancel: async () => {
    const leaving = new AbortController();
    const config = { abortSignal: leaving.signal };
    for await (const { text } of await models.generateContentStream({ ...asked, model: SLOW, config })) {
      if (!text) continue;
      leaving.abort();
      return 1;
    }
    return 0;
  },
});
