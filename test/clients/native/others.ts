// Owns: what the official clients of DashScope, Cohere, Ollama and AWS Bedrock get. Plain data.

import type { NativeClient } from '../native-clients.js';

const TEXT = 'alpha beta gamma';
const USAGE = { promptTokens: 10, completionTokens: 3 };
const ANSWER = { text: TEXT, ...USAGE };
const GENERATED = { ...ANSWER, promptTokens: 4, finish: 'stop' };
const PIECES = ['alpha', ' beta', ' gamma'];
const CALL = ['keep', ['city']];
const SO_FAR = ['alpha', 'alpha beta', TEXT, TEXT];
const FINISH = ['null', 'stop'];

export const NATIVE_OTHERS: readonly NativeClient[] = [
  {
    name: 'dashscope',
    apis: ['DashScope: generation, embeddings, rerank', 'DashScope：生成、向量、重排'],
    script: 'use-dashscope.py',
    seen: {
      text: { text: TEXT, ...USAGE, finish: 'stop' },
      message: { text: TEXT, ...USAGE },
      stream: { text: '', ...USAGE, contents: SO_FAR, finish: FINISH },
      piecewise: { text: '', ...USAGE, contents: ['alpha', ' beta', ' gamma', ''], finish: FINISH },
      merged: { text: '', ...USAGE, contents: SO_FAR, finish: FINISH },
      awaited: TEXT,
      several: { contents: [TEXT, TEXT], tokens: 6 },
      thoughts: { thought: 3, said: TEXT, reasoning: 3 },
      tools: { names: ['keep', 'keep'], keys: [['city'], ['city']], finish: ['tool_calls', 'tool_calls'] },
      multimodal: [TEXT, TEXT],
      embeddings: { lengths: [64, 64], tokens: 2 },
      rerank: { count: 2, best: [1, 'a red fox'], likely: true },
      errors: {
        limited: [429, 'Throttling.RateQuota', true],
        wrong: [400, 'InvalidParameter', true],
        batch: [400, 'InvalidParameter', true],
        thinking: [400, 'InvalidParameter', true],
        streamed: [400, 'ModelServingError', true],
      },
    },
  },
  {
    name: 'cohere',
    apis: ['rerank, v1 and v2', '重排，v1 与 v2'],
    script: 'use-cohere.py',
    seen: {
      v1: { best: [1, true, 'a red fox'], count: 2, version: '1', units: 1 },
      v2: { best: [1, true, null], count: 2, version: '2', units: 1 },
      limited: [
        ['TooManyRequestsError', 429, ['message']],
        ['TooManyRequestsError', 429, ['message']],
      ],
      wrong: [
        ['BadRequestError', 400, ['message']],
        ['BadRequestError', 400, ['message']],
      ],
    },
  },
  {
    name: 'ollama',
    apis: ['Ollama: chat, generate, embed, models', 'Ollama：对话、生成、向量、模型列表'],
    script: 'use-ollama.py',
    seen: {
      chat: { ...ANSWER, finish: 'stop' },
      chat_stream: { text: '', ...USAGE, finish: 'stop', contents: [...PIECES, ''] },
      generate: [GENERATED, GENERATED],
      awaited: TEXT,
      tools: [CALL, CALL],
      thoughts: [true, TEXT],
      schema: ['city'],
      lengths: [
        ['alpha beta', 'length'],
        ['alpha beta', 'stop'],
      ],
      embeddings: [[8, 8], 768],
      models: [true, true, 'gguf'],
      errors: {
        limited: ['ResponseError', 429],
        streamed: ['ResponseError', 429],
        // A line of a stream has no status.
        within: ['ResponseError', -1],
        wrong: ['ResponseError', 400],
        long: ['ResponseError', 413],
      },
    },
  },
  {
    name: 'boto3',
    apis: ['Bedrock: Converse, invoke, both streamed', 'Bedrock：Converse 与 invoke，均含流式'],
    script: 'use-boto3.py',
    seen: {
      converse: { ...ANSWER, finish: 'end_turn' },
      converse_stream: { text: '', ...USAGE, finish: 'end_turn', contents: PIECES },
      tools: ['keep', ['city'], ['city']],
      thoughts: [true, true, TEXT],
      cut: ['alpha beta', 'max_tokens'],
      invoked: { claude: TEXT, nova: 'alpha beta', llama: TEXT, titan: TEXT, embedded: 256 },
      invoked_stream: { claude: TEXT, metrics: true, nova: TEXT, llama: TEXT, titan: TEXT },
      errors: {
        limited: ['ThrottlingException', 429],
        streamed: ['ThrottlingException', 429],
        invoked: ['ThrottlingException', 429],
        chunks: ['ThrottlingException', 429],
        within: ['EventStreamError', 'throttlingException'],
        wrong: ['ValidationException', 400],
        embedded: ['ValidationException', 400],
        long: ['RequestEntityTooLargeException', 413],
      },
    },
  },
];
