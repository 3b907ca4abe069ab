// Owns: a server inside the test's process whose delays go by a stepped clock, and requests that are played to their end
// on it. Runs on: the test process. Must never: move the clock while a client has not got what was sent.

import assert from 'node:assert/strict';
import { request } from 'undici';
import { CHAT_BODY } from './chat.js';
import { pieceEvents, type StreamOptions, type StreamReply, streamChat } from './event-stream.js';
import { type Settings, startTestServer, type TestServer } from './in-process.js';
import { SteppedClock } from './stepped-clock.js';
import { until } from './until.js';

export interface SteppedServer extends TestServer {
  readonly clock: SteppedClock;
}

export async function startSteppedServer(settings: Settings = {}): Promise<SteppedServer> {
  const clock = new SteppedClock();
  return { ...(await startTestServer(settings, undefined, undefined, { clock })), clock };
}

/** More batches than a test's requests are counted in. */
const BATCHES_MAX = 20;

/**
 * Answers requests with USAGE=exact, whose delay is `delayMs`, each when it has been counted: the one work thread
 * (WORKER_THREADS=1) reads a models file that is not there behind what it was given before, batch by batch.
 */
export async function playCounted<Reply>(
  server: SteppedServer,
  reply: Promise<Reply>,
  delayMs: number,
): Promise<Reply> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  reply.then(over, over);
  for (;;) {
    await until(() => isOver || server.clock.isArmed, 'a request waits');
    if (isOver) return reply;
    for (let batch = 0; batch < BATCHES_MAX; batch++) await server.readModels('/nowhere');
    // Less than a delay: what came meanwhile is counted in the next round.
    server.clock.advance(delayMs - 1);
  }
}

/** Moves the clock from timer to timer until `reply` is there; `events` is how many a stream's client has got. */
async function play<Reply>(
  { clock, state }: SteppedServer,
  reply: Promise<Reply>,
  events: () => number,
): Promise<Reply> {
  const before = state.streamEvents;
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  reply.then(over, over);
  for (;;) {
    await until(
      () => isOver || (clock.isArmed && events() === state.streamEvents - before),
      'the client has all that was sent, and more will be',
    );
    if (isOver) return reply;
    clock.step();
  }
}

export interface PlayedStream {
  readonly headers: StreamReply['headers'];
  readonly text: string;
  /** When each piece of the text came, on the server's clock since the request. */
  readonly piecesAtMs: readonly number[];
  readonly endedAtMs: number;
}

export async function playStream(
  server: SteppedServer,
  fields: object = {},
  options: StreamOptions = {},
): Promise<PlayedStream> {
  const startedAt = server.clock.elapsedMs;
  const now = (): number => server.clock.elapsedMs;
  let events = 0;
  const onEvent = (): void => {
    events++;
  };
  const reply = streamChat(server.url, fields, { ...options, now, onEvent });
  const stream = await play(server, reply, () => events);
  assert.equal(stream.status, 200);
  return {
    headers: stream.headers,
    text: stream.texts[0] ?? '',
    piecesAtMs: pieceEvents(stream).map(({ atMs }) => atMs),
    endedAtMs: server.clock.elapsedMs - startedAt,
  };
}

export interface PlayedAnswer {
  readonly status: number;
  readonly json: {
    readonly choices: readonly { readonly message: { readonly content: string } }[];
    readonly error: { readonly message: string };
    readonly model: string;
  };
  /** On the server's clock, since the request. */
  readonly tookMs: number;
}

export async function playAnswer(
  server: SteppedServer,
  fields: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<PlayedAnswer> {
  const startedAt = server.clock.elapsedMs;
  const asked = request(`${server.url}/v1/chat/completions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...JSON.parse(CHAT_BODY), ...fields }),
  });
  const reply = asked.then(async ({ statusCode, body }) => ({
    status: statusCode,
    json: (await body.json()) as PlayedAnswer['json'],
  }));
  return { ...(await play(server, reply, () => 0)), tookMs: server.clock.elapsedMs - startedAt };
}
