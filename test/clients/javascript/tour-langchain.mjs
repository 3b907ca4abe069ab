// LangChain's chat model over the API of OpenAI.
import { readFileSync } from 'node:fs';
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai';
import { BASE_URL, KEY, LIMITED, QUESTION, run, SCHEMA, SLOW, WELL } from './tour.mjs';

const common = { apiKey: KEY, maxRetries: 0, configuration: { baseURL: `${BASE_URL}/v1` } };
const chat = (model) => new ChatOpenAI({ ...common, model });
const of = ({ content, usage_metadata: usage }) => ({
  text: content,
  usage: [usage?.input_tokens, usage?.output_tokens],
});
const entry = import.meta.resolve('@langchain/openai');
const { version } = JSON.parse(readFileSync(new URL(`${entry.split('/openai/')[0]}/openai/package.json`)));

await run(version, {
  answer: async () => of(await chat(WELL).invoke(QUESTION)),
  stream: async () => {
    let whole;
    for await (const piece of await chat(WELL).stream(QUESTION)) whole = whole ? whole.concat(piece) : piece;
    return of(whole);
  },
  tools: async () => {
    const tools = [{ type: 'function', function: { name: 'keep', parameters: SCHEMA } }];
    const { tool_calls: calls } = await chat(WELL).invoke(QUESTION, { tools, tool_choice: 'required' });
    return [calls[0].name, calls[0].args];
  },
  schema: () => chat(WELL).withStructuredOutput(SCHEMA, { name: 'city' }).invoke(QUESTION),
  embeddings: async () => {
    const vectors = await new OpenAIEmbeddings({ ...common, model: WELL }).embedDocuments(['one', 'two']);
    return vectors.map(({ length }) => length);
  },
  errors: () => chat(LIMITED).invoke(QUESTION),
  cancel: async () => {
    const leaving = new AbortController();
    for await (const { content } of await chat(SLOW).stream(QUESTION, { signal: leaving.signal })) {
      if (!content) continue;
      leaving.abort();
      return 1;
    }
    return 0;
  },
});
