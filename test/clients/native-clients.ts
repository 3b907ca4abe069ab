// Owns: what clients that speak no dialect of OpenAI's get, of which each call has a shape of its own. Plain data: each row is a script
// and what it has to print.

export interface NativeClient {
  /** As its registry calls it. */
  readonly name: string;
  /** Below test/clients/python. */
  readonly script: string;
  /** What each of its checks came to. */
  readonly seen: Readonly<Record<string, unknown>>;
}

const TEXT = 'alpha beta gamma';
const USAGE = { promptTokens: 10, completionTokens: 3 };
const SO_FAR = ['alpha', 'alpha beta', TEXT, TEXT];
const FINISH = ['null', 'stop'];

export const NATIVE_CLIENTS: readonly NativeClient[] = [
  {
    name: 'dashscope',
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
];
