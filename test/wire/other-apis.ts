// Owns: the APIs beside those in requests.ts, with a good request for each, and how it is asked for as a stream. Pure data.
// Must never: ask for a stream whose frames carry the id of the reply, encoded: it is another one in each run.

export interface OtherApi {
  /** Unique. */
  readonly name: string;
  readonly mount: string;
  readonly headers?: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
  /** Optional fields that are tried, beside all those of the body. */
  readonly fields?: readonly string[];
  /** What is different where a stream is wanted; absent where there is none. */
  readonly streamed?: {
    readonly mount?: string;
    readonly headers?: readonly string[];
    readonly body?: Readonly<Record<string, unknown>>;
  };
}

const M = 'm;tokens=3';
const MESSAGES = [{ role: 'user', content: 'Say hello.' }];
const BLOCKS = [{ role: 'user', content: [{ text: 'Say hello.' }] }];
const RANKED = { query: 'red fox', documents: ['stars', 'a red fox'] };
const SSE = ['x-dashscope-sse: enable'];
const STREAM = { body: { stream: true } };
const COHERE = ['x-fern-sdk-name: cohere'];

const DASHSCOPE = '/api/v1/services';

function bedrock(model: string, body: OtherApi['body'], streams = true): OtherApi {
  const path = `/model/${model};tokens=3`;
  const streamed = streams ? { streamed: { mount: `${path}/invoke-with-response-stream` } } : {};
  return { name: `bedrock ${model}`, mount: `${path}/invoke`, body, ...streamed };
}

// biome-ignore format: a table, a line for each API
export const OTHER_APIS: readonly OtherApi[] = [
  { name: 'azure completions', mount: `/openai/deployments/${M}/completions`, body: { prompt: 'hello' }, streamed: STREAM },
  { name: 'azure embeddings', mount: '/openai/deployments/m/embeddings', body: { input: 'hello', dimensions: 2 } },
  { name: 'azure deployed responses', mount: `/openai/deployments/${M}/responses`, body: { model: M, input: 'hello' }, streamed: STREAM },
  { name: 'azure v1 chat', mount: '/openai/v1/chat/completions', body: { model: M, messages: MESSAGES }, streamed: STREAM },
  { name: 'azure v1 completions', mount: '/openai/v1/completions', body: { model: M, prompt: 'hello' }, streamed: STREAM },
  { name: 'azure v1 responses', mount: '/openai/v1/responses', body: { model: M, input: 'hello' }, streamed: STREAM },
  { name: 'azure responses', mount: '/openai/responses', body: { model: M, input: 'hello' }, streamed: STREAM },
  { name: 'azure v1 embeddings', mount: '/openai/v1/embeddings', body: { model: M, input: 'hello', dimensions: 2 } },
  { name: 'azure images', mount: `/openai/deployments/${M}/images/generations`, body: { prompt: 'A cat', size: '256x256' }, streamed: STREAM },
  { name: 'azure speech', mount: `/openai/deployments/${M}/audio/speech`, body: { input: 'hello', voice: 'alloy', response_format: 'wav' } },
  { name: 'count_tokens', mount: '/v1/messages/count_tokens', body: { model: M, messages: MESSAGES }, fields: ['system', 'tools', 'max_tokens'] },
  { name: 'moderations', mount: '/v1/moderations', body: { model: M, input: 'hello' } },
  { name: 'tokenize', mount: '/tokenize', body: { model: M, prompt: 'hello' }, fields: ['return_token_strs', 'add_special_tokens'] },
  { name: 'tokenize messages', mount: '/tokenize', body: { model: M, messages: MESSAGES } },
  { name: 'detokenize', mount: '/detokenize', body: { model: M, tokens: [1, 2] } },
  { name: 'rerank', mount: '/v1/rerank', body: { model: M, ...RANKED }, fields: ['top_n', 'return_documents'] },
  { name: 'rerank, short', mount: '/rerank', body: { model: M, ...RANKED } },
  { name: 'cohere v1 rerank', mount: '/v1/rerank', headers: COHERE, body: { model: M, ...RANKED }, fields: ['top_n', 'return_documents'] },
  { name: 'cohere v2 rerank', mount: '/v2/rerank', body: { model: M, ...RANKED }, fields: ['top_n'] },
  { name: 'score', mount: '/v1/score', body: { model: M, text_1: 'red fox', text_2: ['stars', 'a red fox'] } },
  { name: 'pooling', mount: '/pooling', body: { model: M, input: 'hello', dimensions: 2 } },
  { name: 'dashscope prompt', mount: `${DASHSCOPE}/aigc/text-generation/generation`, body: { model: M, input: { prompt: 'hello' }, parameters: {} }, streamed: { headers: SSE } },
  { name: 'dashscope messages', mount: `${DASHSCOPE}/aigc/text-generation/generation`, body: { model: M, input: { messages: MESSAGES }, parameters: { result_format: 'message' } }, streamed: { headers: SSE } },
  { name: 'dashscope multimodal', mount: `${DASHSCOPE}/aigc/multimodal-generation/generation`, body: { model: M, input: { messages: BLOCKS } }, streamed: { headers: SSE } },
  { name: 'dashscope embeddings', mount: `${DASHSCOPE}/embeddings/text-embedding/text-embedding`, body: { model: M, input: { texts: ['hello'] }, parameters: { dimension: 64 } } },
  { name: 'dashscope rerank', mount: `${DASHSCOPE}/rerank/text-rerank/text-rerank`, body: { model: M, input: RANKED, parameters: { top_n: 1 } } },
  { name: 'ollama chat', mount: '/api/chat', body: { model: M, messages: MESSAGES, stream: false }, fields: ['options', 'format', 'think', 'keep_alive', 'tools'], streamed: STREAM },
  { name: 'ollama generate', mount: '/api/generate', body: { model: M, prompt: 'hello', stream: false }, fields: ['system', 'options', 'format', 'think', 'suffix', 'images'], streamed: STREAM },
  { name: 'ollama embed', mount: '/api/embed', body: { model: M, input: 'hello', dimensions: 2 }, fields: ['truncate', 'options'] },
  { name: 'ollama embeddings', mount: '/api/embeddings', body: { model: M, prompt: 'hello' } },
  { name: 'ollama show', mount: '/api/show', body: { model: M } },
  { name: 'bedrock converse', mount: `/model/${M}/converse`, body: { messages: BLOCKS }, fields: ['system', 'inferenceConfig', 'toolConfig', 'guardrailConfig'], streamed: { mount: `/model/${M}/converse-stream` } },
  bedrock('claude', { max_tokens: 5, messages: MESSAGES }, false),
  bedrock('nova', { messages: BLOCKS, inferenceConfig: {} }),
  bedrock('llama', { prompt: 'hello', max_gen_len: 2 }),
  bedrock('titan', { inputText: 'hello', textGenerationConfig: {} }),
  bedrock('titan-embed', { inputText: 'hello', dimensions: 2 }, false),
  { name: 'images', mount: '/v1/images/generations', body: { model: M, prompt: 'A cat', size: '256x256' }, fields: ['n', 'response_format', 'output_format', 'quality', 'partial_images'], streamed: STREAM },
  { name: 'speech', mount: '/v1/audio/speech', body: { model: M, input: 'hello', voice: 'alloy', response_format: 'wav' }, fields: ['speed', 'instructions'], streamed: { body: { stream_format: 'sse' } } },
];
