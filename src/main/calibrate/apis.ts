/**
 * Owns what the APIs that can be measured differ in: where a request goes, what it says, and what an event of its stream tells.
 * Pure; a process of its own runs it.
 */

/** What is asked for. */
export interface Ask {
  readonly model: string;
  readonly prompt: string;
  readonly tokensMax: number;
}

/** What one event of a stream tells; what it does not tell is left out. */
export interface Told {
  /** Whether a piece of the answer, or of a call of a tool, or of thoughts came with it. */
  readonly piece?: 'answer' | 'thought';
  readonly promptTokens?: number;
  /** Of the answer, without thoughts where the API tells them apart. */
  readonly outputTokens?: number;
  readonly thoughtTokens?: number;
  /** The answer was cut off by a limit of tokens. */
  readonly isCutOff?: boolean;
}

export interface Api {
  /** Of the key, besides CALIBRATE_KEY. */
  readonly keyVariable: string;
  /** Of a key; what an endpoint without one gets is nothing. */
  headers(key: string): Readonly<Record<string, string>>;
  /** `base` as it was given. */
  url(base: string, ask: Ask): string;
  body(ask: Ask, base: string): object;
  modelsUrl(base: string): string;
  /** `event` is the parsed data of one event, of whatever shape. */
  read(event: unknown): Told;
}

/** Something that was parsed from JSON, looked into without trust. */
type Json = { readonly [Key in string]?: unknown };

export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function firstOf(value: unknown): Json {
  return asJson(Array.isArray(value) ? value[0] : undefined);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** Left out where the field is no count, so that a later event does not take back what an earlier one told. */
function counted<Name extends keyof Told>(name: Name, value: unknown): Told {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? { [name]: value } : {};
}

/** A base with its version, whether it was given with it or without. */
function versioned(base: string, version: string): string {
  return /\/v\d+(?:beta\d*)?$/.test(base) ? base : `${base}/${version}`;
}

/** The only host that refuses `max_tokens` for some of its models; others know nothing but that. */
const OPENAI_HOST = 'https://api.openai.com';

const openai: Api = {
  keyVariable: 'OPENAI_API_KEY',
  headers: (key) => ({ authorization: `Bearer ${key}` }),
  url: (base) => (base.endsWith('/chat/completions') ? base : `${versioned(base, 'v1')}/chat/completions`),
  body: ({ model, prompt, tokensMax }, base) => ({
    model,
    messages: [{ role: 'user', content: prompt }],
    stream: true,
    stream_options: { include_usage: true },
    [base.startsWith(OPENAI_HOST) ? 'max_completion_tokens' : 'max_tokens']: tokensMax,
  }),
  modelsUrl: (base) => `${versioned(base.replace(/\/chat\/completions$/, ''), 'v1')}/models`,
  read(event) {
    const { choices, usage } = asJson(event);
    const { delta, finish_reason: finish } = firstOf(choices);
    const { content, reasoning_content: thought, reasoning, tool_calls: calls } = asJson(delta);
    const { prompt_tokens, completion_tokens, completion_tokens_details } = asJson(usage);
    const { reasoning_tokens } = asJson(completion_tokens_details);
    const thoughts = typeof reasoning_tokens === 'number' ? reasoning_tokens : 0;
    const all = typeof completion_tokens === 'number' ? completion_tokens - thoughts : undefined;
    return {
      ...pieceOf(isText(content) || calls !== undefined, isText(thought) || isText(reasoning)),
      ...counted('promptTokens', prompt_tokens),
      ...counted('outputTokens', all),
      ...counted('thoughtTokens', reasoning_tokens),
      ...(finish === 'length' ? { isCutOff: true } : {}),
    };
  },
};

const anthropic: Api = {
  keyVariable: 'ANTHROPIC_API_KEY',
  headers: (key) => ({ 'x-api-key': key }),
  url: (base) => `${versioned(base, 'v1')}/messages`,
  body: ({ model, prompt, tokensMax }) => ({
    model,
    messages: [{ role: 'user', content: prompt }],
    max_tokens: tokensMax,
    stream: true,
  }),
  modelsUrl: (base) => `${versioned(base, 'v1')}/models`,
  read(event) {
    const { type, delta, message, usage } = asJson(event);
    if (type === 'message_start') {
      return counted('promptTokens', asJson(asJson(message).usage).input_tokens);
    }
    const { text, thinking, partial_json: json, stop_reason: stop } = asJson(delta);
    return {
      ...pieceOf(isText(text) || isText(json), isText(thinking)),
      ...counted('outputTokens', asJson(usage).output_tokens),
      ...(stop === 'max_tokens' ? { isCutOff: true } : {}),
    };
  },
};

const google: Api = {
  keyVariable: 'GEMINI_API_KEY',
  headers: (key) => ({ 'x-goog-api-key': key }),
  url: (base, { model }) =>
    `${versioned(base, 'v1beta')}/models/${encodeURIComponent(model)}:streamGenerateContent?alt=sse`,
  body: ({ prompt, tokensMax }) => ({
    contents: [{ role: 'user', parts: [{ text: prompt }] }],
    generationConfig: { maxOutputTokens: tokensMax },
  }),
  modelsUrl: (base) => `${versioned(base, 'v1beta')}/models`,
  read(event) {
    const { candidates, usageMetadata } = asJson(event);
    const { content, finishReason } = firstOf(candidates);
    const { parts } = asJson(content);
    const pieces = (Array.isArray(parts) ? parts : []).map(asJson);
    const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = asJson(usageMetadata);
    return {
      ...pieceOf(
        pieces.some(({ text, thought, functionCall }) => isPiece(text, functionCall) && thought !== true),
        pieces.some(({ text, thought }) => isText(text) && thought === true),
      ),
      ...counted('promptTokens', promptTokenCount),
      ...counted('outputTokens', candidatesTokenCount),
      ...counted('thoughtTokens', thoughtsTokenCount),
      ...(finishReason === 'MAX_TOKENS' ? { isCutOff: true } : {}),
    };
  },
};

function isPiece(text: unknown, call: unknown): boolean {
  return isText(text) || call !== undefined;
}

function pieceOf(isAnswer: boolean, isThought: boolean): Told {
  return isAnswer ? { piece: 'answer' } : isThought ? { piece: 'thought' } : {};
}

export const APIS = { openai, anthropic, google } as const satisfies Readonly<Record<string, Api>>;

export type ApiName = keyof typeof APIS;

export const API_NAMES = Object.keys(APIS) as readonly ApiName[];

/** The names in an answer to `modelsUrl`, in its order. */
export function modelNamesIn(answer: unknown): readonly string[] {
  const { data, models } = asJson(answer);
  const list = Array.isArray(data) ? data : Array.isArray(models) ? models : [];
  return list.flatMap((one) => {
    const { id, name } = asJson(one);
    const known = typeof id === 'string' ? id : name;
    return typeof known === 'string' ? [known.replace(/^models\//, '')] : [];
  });
}
