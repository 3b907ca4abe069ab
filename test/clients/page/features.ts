// Owns: what clients are asked for, as the columns of the table in docs/clients.md. Plain data.

export const FEATURES = [
  'answer',
  'stream',
  'usage',
  'tools',
  'schema',
  'embeddings',
  'errors',
  'cancel',
] as const;

export type Feature = (typeof FEATURES)[number];

/** Their heads, in both languages. */
export const FEATURE_WORDS: Readonly<Record<Feature, readonly [english: string, chinese: string]>> = {
  answer: ['Answer', '整段回答'],
  stream: ['Stream', '流式'],
  usage: ['Usage', '用量'],
  tools: ['Tools', '工具'],
  schema: ['Structured output', '结构化输出'],
  embeddings: ['Embeddings', '向量'],
  errors: ['Errors', '错误'],
  cancel: ['Cancel', '取消'],
};
