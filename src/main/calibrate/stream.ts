/**
 * Owns one measured request: it is sent, its stream is read, and what came is noted with its time. A process of its own runs it.
 * Must never print or keep what was answered, nor the key.
 */
import http from 'node:http';
import https from 'node:https';
import { type Api, type Ask, asJson, type Told } from './apis.js';
import { EventLines } from './event-lines.js';

/** What one answer showed. Times are milliseconds. */
export interface Measured {
  /** From the request, which was sent on an open connection, to the first piece. */
  readonly firstMs: number;
  /** From each piece to the next. */
  readonly gapsMs: readonly number[];
  /** Null where the endpoint does not tell. */
  readonly promptTokens: number | null;
  readonly outputTokens: number | null;
  readonly thoughtTokens: number | null;
  /** Whether thoughts came as pieces; else their time is a part of `firstMs`. */
  readonly showsThoughts: boolean;
  readonly isCutOff: boolean;
}

/** Why there is no measurement, in a few words without anything that was sent. */
export class NoAnswer extends Error {}

export interface StreamTarget {
  readonly api: Api;
  readonly url: string;
  readonly key: string | null;
  readonly agent: http.Agent;
  readonly signal: AbortSignal;
  /** In milliseconds, from any beginning. */
  readonly now: () => number;
}

/** An agent that keeps connections, so that a measurement has no handshake in it. */
export function createAgent(url: string, connectionsMax: number): http.Agent {
  const options = { keepAlive: true, maxSockets: connectionsMax };
  return url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
}

/** A model that thinks in silence may take minutes; who is silent for longer has lost the request. */
const SILENCE_MAX_MS = 600_000;
const ERROR_BYTES_MAX = 65_536;
const ANSWER_BYTES_MAX = 64 * 1_048_576;

/** Rejects with a NoAnswer where the request fails or nothing comes. */
export async function measureStream(target: StreamTarget, ask: Ask): Promise<Measured> {
  const { api, url, now } = target;
  const body = JSON.stringify(api.body(ask, url));
  const { response, sentMs } = await send(target, api.url(url, ask), 'POST', body);
  if (response.statusCode !== 200) throw new NoAnswer(await refusalOf(response));
  const pieces = new Pieces();
  const lines = new EventLines();
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const atMs = now() - sentMs;
      bytes += chunk.length;
      if (bytes > ANSWER_BYTES_MAX) throw new Error('its answer has no end');
      for (const event of lines.take(chunk)) pieces.add(api.read(event), atMs);
    }
  } catch (error) {
    throw asNoAnswer(error);
  }
  return pieces.measured();
}

/** The parsed answer to a GET; null where it is no JSON. Rejects with a NoAnswer. */
export async function fetchJson(target: StreamTarget, url: string): Promise<unknown> {
  const { response } = await send(target, url, 'GET', null);
  if (response.statusCode !== 200) throw new NoAnswer(await refusalOf(response));
  return parsedOrNull(await textOf(response, ANSWER_BYTES_MAX));
}

interface Sent {
  readonly response: http.IncomingMessage;
  readonly sentMs: number;
}

function send(target: StreamTarget, url: string, method: string, body: string | null): Promise<Sent> {
  const { api, key, agent, signal, now } = target;
  const request = (url.startsWith('https:') ? https : http).request(url, {
    method,
    agent,
    signal,
    timeout: SILENCE_MAX_MS,
    headers: {
      ...(key === null ? {} : api.headers(key)),
      // Others pass over it.
      'anthropic-version': '2023-06-01',
      ...(body === null
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    },
  });
  return new Promise((resolve, reject) => {
    let sentMs = now();
    request.once('socket', (socket) => {
      const go = (): void => {
        sentMs = now();
        request.end(body ?? undefined);
      };
      // The time of a handshake is not the model's.
      if (socket.connecting) socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', go);
      else go();
    });
    request.once('response', (response) => resolve({ response, sentMs }));
    request.once('timeout', () => request.destroy(new Error('silent for too long')));
    request.once('error', (error) => reject(asNoAnswer(error)));
  });
}

function asNoAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return new NoAnswer(code ?? message);
}

/** The status, and the error's own name where it has one. Its message is left out: some quote the key. */
async function refusalOf(response: http.IncomingMessage): Promise<string> {
  const text = await textOf(response, ERROR_BYTES_MAX).catch(() => '');
  const { error, code: outer } = asJson(parsedOrNull(text));
  const { code, type, status } = asJson(error);
  const name = [code, status, type, outer].find(
    (one) => typeof one === 'string' && /^[\w.-]{1,60}$/.test(one),
  );
  return `${response.statusCode}${name === undefined ? '' : ` ${name}`}`;
}

async function textOf(response: http.IncomingMessage, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytesMax) throw new NoAnswer('its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Gathers what the events of one stream tell. */
class Pieces {
  readonly #atMs: number[] = [];
  #told: Told = {};
  #showsThoughts = false;

  add(told: Told, atMs: number): void {
    this.#told = { ...this.#told, ...told };
    if (told.piece === undefined) return;
    this.#atMs.push(atMs);
    this.#showsThoughts ||= told.piece === 'thought';
  }

  /** @throws NoAnswer where no piece came */
  measured(): Measured {
    const [firstMs] = this.#atMs;
    if (firstMs === undefined) throw new NoAnswer('200 without a token');
    const { promptTokens, outputTokens, thoughtTokens, isCutOff } = this.#told;
    return {
      firstMs,
      gapsMs: this.#atMs.slice(1).map((atMs, index) => atMs - (this.#atMs[index] as number)),
      promptTokens: promptTokens ?? null,
      outputTokens: outputTokens ?? null,
      thoughtTokens: thoughtTokens ?? null,
      showsThoughts: this.#showsThoughts,
      isCutOff: isCutOff ?? false,
    };
  }
}
