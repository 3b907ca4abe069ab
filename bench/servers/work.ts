// Owns: the work that every server of the bench does, as settings in the environment. The servers read it, the bench
// writes it. Must never: know a server.

/**
 * What a request to the server under test costs it. A server is started either for whole answers (no tokens) or for
 * streams (some): ours takes one schedule for both. One that is started for streams is asked for no whole answer but
 * the warm-up.
 */
export interface Work {
  readonly port: number;
  /** Most requests in flight; one more gets 503 at once. */
  readonly cap: number;
  /** How long a whole answer is held. */
  readonly delayMs: number;
  /** A stream's token k (from 1) is due at k · tokenGapMs. Whole milliseconds: not all servers know others. */
  readonly tokens: number;
  readonly tokenGapMs: number;
}

/** The path and the body of every request, streamed or not. */
export const PATH = '/v1/chat/completions';
export const MODEL = 'qwen-plus';
export const BODY = '{"model":"qwen-plus","messages":[{"role":"user","content":"hello"}]}';
export const STREAM_BODY =
  '{"model":"qwen-plus","stream":true,"messages":[{"role":"user","content":"hello"}]}';

/** A stream that ends with its usage, and one that calls a tool instead of saying anything. */
export const USAGE_STREAM_BODY = streamBody({ stream_options: { include_usage: true } });
export const TOOL_STREAM_BODY = streamBody({
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      },
    },
  ],
  tool_choice: 'required',
});

function streamBody(more: object): string {
  return JSON.stringify({ ...JSON.parse(STREAM_BODY), ...more });
}

/** Requests for this model are answered at once, by every server: they warm it up. */
export const WARM_UP_MODEL = 'warm-up;delay=0ms';
export const WARM_UP_BODY = `{"model":"${WARM_UP_MODEL}","messages":[{"role":"user","content":"hello"}]}`;

/** As every server is told: a longer body gets 413. The longest that is sent has half as much. */
export const BODY_BYTES_MAX = 131_072;

/** Where a body that is to be different each time has its number. */
export const NUMBER_MARK = '[<id>]';

/** A body of so many bytes, its number (some twenty bytes at the most) aside, which is not repeated. */
export function differentBody(bytes: number): string {
  const body = (text: string): string =>
    JSON.stringify({ model: 'qwen-plus', messages: [{ role: 'user', content: text }] });
  return body(`${NUMBER_MARK} ${'hello '.repeat(bytes / 6).slice(0, Math.max(0, bytes - body('').length))}`);
}

/** What the assistant says in a whole answer. A stream says it in pieces, again and again, until its tokens are through. */
export const TEXT = 'This is a mock answer so no model was asked and no token was paid for';

export function environmentOf(work: Work): Record<string, string> {
  return {
    BENCH_PORT: String(work.port),
    BENCH_CAP: String(work.cap),
    BENCH_DELAY_MS: String(work.delayMs),
    BENCH_TOKENS: String(work.tokens),
    BENCH_TOKEN_GAP_MS: String(work.tokenGapMs),
  };
}

/** Throws where a variable is missing or no number: a server that works on something else is not measured. */
export function workFrom(env: NodeJS.ProcessEnv): Work {
  const read = (name: string): number => {
    const value = Number(env[name] || Number.NaN);
    if (!Number.isFinite(value) || value < 0) throw new Error(`${name}: expected a number, got ${env[name]}`);
    return value;
  };
  return {
    port: read('BENCH_PORT'),
    cap: read('BENCH_CAP'),
    delayMs: read('BENCH_DELAY_MS'),
    tokens: read('BENCH_TOKENS'),
    tokenGapMs: read('BENCH_TOKEN_GAP_MS'),
  };
}
