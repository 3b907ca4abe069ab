// Owns: whether a server does the work before anyone is timed: what it answers, how early, how late, how it refuses.
// Must never: let a server through that answers something else than the others.

import { saidIn } from './pieces.js';
import { ANSWER } from './prepared.js';
import type { BenchServer } from './server.js';
import { type ReadStream, readStream } from './sse-reading.js';
import {
  BODY,
  STREAM_BODY,
  TEXT,
  TOOL_STREAM_BODY,
  USAGE_STREAM_BODY,
  WARM_UP_BODY,
  type Work,
} from './work.js';

/** Later than this is not slow but wrong. */
const LATE_MS_MAX = 2_000;
/** Timers of Node.js count whole milliseconds, and those who rely on them alone may wake one early. */
const EARLY_MS_MAX = 1;
/** Above, the refusal of a full server is left to the scenario that measures it. */
const CHECKED_CAP_MAX = 64;
/** A shorter hold does not keep the slots taken until the last request has come. */
const FILLING_HOLD_MS = 50;

/**
 * Sends the server a warm-up request, one that is timed as the work says, and, where it can be filled, more than its
 * cap. Rejects with its name, what was expected and what came; it never waits longer than a right answer could take.
 */
export async function checkAnswers(server: BenchServer, work: Work): Promise<void> {
  const check = new Check(server, work);
  try {
    await check.warmUp();
    if (work.tokens === 0) await check.whole();
    else if (server.can.stream) await check.stream();
    if (work.tokens > 0 && server.can.usage) await check.usage();
    if (work.tokens > 0 && server.can.tools) await check.toolCall();
    if (server.can.cap && work.cap <= CHECKED_CAP_MAX && check.holdMs >= FILLING_HOLD_MS) await check.full();
  } catch (error) {
    const { name, message, cause } = error as Error;
    const came = name === 'TimeoutError' ? `expected an answer within ${check.waitMs} ms, got none` : message;
    const why = cause instanceof Error ? `: ${cause.message}` : '';
    throw new Error(`${server.title}: ${came}${why}`, { cause: error });
  }
}

class Check {
  /** When the last byte is due. */
  readonly holdMs: number;
  /** A right answer has come by then. */
  readonly waitMs: number;
  readonly #url: string;

  constructor(
    private readonly server: BenchServer,
    private readonly work: Work,
  ) {
    this.holdMs = work.tokens === 0 ? work.delayMs : work.tokens * work.tokenGapMs;
    this.waitMs = this.holdMs + LATE_MS_MAX;
    this.#url = `http://127.0.0.1:${work.port}${server.path}`;
  }

  async warmUp(): Promise<void> {
    const startedMs = performance.now();
    const response = await this.#post(WARM_UP_BODY);
    this.#head('warm-up', response, 'application/json');
    await response.text();
    this.#inTime('warm-up', performance.now() - startedMs, 0);
  }

  async whole(): Promise<void> {
    const startedMs = performance.now();
    const response = await this.#post(BODY);
    this.#head('whole answer', response, 'application/json');
    const body = await response.text();
    this.#inTime('whole answer', performance.now() - startedMs, this.work.delayMs);
    this.#sameWords('content of the whole answer', contentOf(body), TEXT);
    if (this.server.sameBytes) this.#same('length of the whole answer', body.length, ANSWER.length);
  }

  async stream(): Promise<void> {
    const { tokens, tokenGapMs } = this.work;
    const startedMs = performance.now();
    const response = await this.#post(STREAM_BODY);
    this.#head('stream', response, 'text/event-stream');
    const { events, said } = await readStream(response, startedMs);
    this.#same('last event of the stream', events.at(-1), '[DONE]');
    this.#same('number of events', events.length, tokens + this.server.eventsBesideTokens);
    this.#same('number of tokens', said.length, tokens);
    this.#text(said);
    for (const [index, { afterMs }] of said.entries()) {
      this.#inTime(`token ${index + 1}`, afterMs, (index + 1) * tokenGapMs);
    }
  }

  async usage(): Promise<void> {
    const response = await this.#post(USAGE_STREAM_BODY);
    this.#head('stream with usage', response, 'text/event-stream');
    const { events } = await readStream(response, performance.now());
    const { eventsBesideTokens, usageIsAnEvent } = this.server;
    const expected = this.work.tokens + eventsBesideTokens + (usageIsAnEvent ? 1 : 0);
    this.#same('number of events of a stream with usage', events.length, expected);
    const told = events.filter((event) => /"usage":\{[^}]*"completion_tokens":\d/.test(event)).length;
    this.#same('events with the usage', told, 1);
  }

  async toolCall(): Promise<void> {
    const response = await this.#post(TOOL_STREAM_BODY);
    this.#head('stream of a tool call', response, 'text/event-stream');
    const { events } = await readStream(response, performance.now());
    const finishes = events.filter((event) => event.includes('"finish_reason":"tool_calls"')).length;
    this.#same('events that end a tool call', finishes, 1);
  }

  /** As many as the cap and two more, at once; then one more, which finds its slot free again. */
  async full(): Promise<void> {
    const { cap, tokens } = this.work;
    const body = tokens === 0 ? BODY : STREAM_BODY;
    const statuses = await Promise.all(Array.from({ length: cap + 2 }, () => this.#statusOf(body)));
    const answered = statuses.filter((status) => status === 200).length;
    const refused = statuses.filter((status) => status === 503).length;
    const came = `${answered} answered, ${refused} refused`;
    this.#same(`cap of ${cap}, asked ${cap + 2} times at once`, came, `${cap} answered, 2 refused`);
    this.#same('status when the slots are free again', await this.#statusOf(body), 200);
  }

  async #statusOf(body: string): Promise<number> {
    const response = await this.#post(body);
    await response.arrayBuffer();
    return response.status;
  }

  #post(body: string): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    const signal = AbortSignal.timeout(this.waitMs);
    return fetch(this.#url, { method: 'POST', headers, body, signal });
  }

  #head(what: string, response: Response, type: string): void {
    this.#same(`status of the ${what}`, response.status, 200);
    const came = response.headers.get('content-type') ?? 'none';
    this.#same(`content type of the ${what}`, came.split(';')[0], type);
  }

  #inTime(what: string, afterMs: number, dueMs: number): void {
    if (afterMs >= dueMs - EARLY_MS_MAX && afterMs <= dueMs + LATE_MS_MAX) return;
    const came = `after ${afterMs.toFixed(1)} ms`;
    this.#fail(what, came, `${dueMs} ms after the request, and at most ${LATE_MS_MAX} ms later`);
  }

  /** Some cut the text by characters; all say it again and again until their tokens are through. */
  #text(said: ReadStream['said']): void {
    const came = said.map(({ text }) => text).join('');
    if (this.server.sameBytes) this.#same('text of the stream', came, saidIn(this.work.tokens));
    const expected = `${TEXT} `.repeat(Math.ceil(came.length / TEXT.length)).slice(0, came.length);
    this.#sameWords('text of the stream', came, expected);
  }

  /** llmsim writes all in small letters. */
  #sameWords(what: string, came: unknown, expected: string): void {
    const small = typeof came === 'string' ? came.toLowerCase() : came;
    if (this.server.sameBytes || small !== expected.toLowerCase()) this.#same(what, came, expected);
  }

  #same(what: string, came: unknown, expected: unknown): void {
    if (came !== expected) this.#fail(what, came, expected);
  }

  #fail(what: string, came: unknown, expected: unknown): never {
    throw new Error(`${what}: expected ${expected}, got ${came}`);
  }
}

function contentOf(body: string): unknown {
  try {
    return JSON.parse(body).choices[0].message.content;
  } catch {
    return `a body that is no chat completion: ${body.slice(0, 200)}`;
  }
}
