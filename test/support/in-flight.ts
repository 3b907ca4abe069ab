// Owns: chat requests that a server process holds, and the question how many it holds. Runs on: the test process.

import { Readable } from 'node:stream';
import { after } from 'node:test';
import { Agent, request } from 'undici';
import type { ServerProcess } from './child-process.js';
import { CHAT_BODY } from './steady-traffic.js';
import { until } from './until.js';

export interface Reply {
  readonly status: number;
  readonly connection: string | undefined;
  readonly content: string;
}

/** Sends so many requests, each on a connection of its own; resolves when the server holds them all. */
export async function holdRequests(
  server: ServerProcess,
  count: number,
): Promise<{ replies: Promise<PromiseSettledResult<Reply>[]> }> {
  const dispatcher = new Agent({ connections: count, pipelining: 1 });
  after(() => dispatcher.destroy());
  const replies = Promise.allSettled(Array.from({ length: count }, () => ask(server.url, dispatcher)));
  await until(async () => (await activeRequests(server)) === count, `${count} requests in flight`);
  return { replies };
}

async function ask(url: string, dispatcher: Agent, text: string | Readable = CHAT_BODY): Promise<Reply> {
  const { statusCode, headers, body } = await request(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: text,
    dispatcher,
  });
  const reply = (await body.json()) as { choices: { message: { content: string } }[] };
  const connection = headers.connection as string | undefined;
  return { status: statusCode, connection, content: reply.choices[0]?.message.content ?? '' };
}

/** As above, but each has sent its body up to the last byte, which `finish` sends: they stay for as long as the test wants. */
export async function holdUploads(
  server: ServerProcess,
  count: number,
): Promise<{ finish(): Promise<PromiseSettledResult<Reply>[]> }> {
  const dispatcher = new Agent({ connections: count, pipelining: 1 });
  after(() => dispatcher.destroy());
  let finish = (): void => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const replies = Promise.allSettled(
    Array.from({ length: count }, () =>
      ask(
        server.url,
        dispatcher,
        Readable.from(
          (async function* () {
            yield CHAT_BODY.slice(0, -1);
            await finished;
            yield CHAT_BODY.slice(-1);
          })(),
        ),
      ),
    ),
  );
  await until(async () => (await activeRequests(server)) === count, `${count} uploads in flight`);
  return {
    finish() {
      finish();
      return replies;
    },
  };
}

export async function activeRequests({ url }: Pick<ServerProcess, 'url'>): Promise<number> {
  const reply = await request(`${url}/health`);
  return ((await reply.body.json()) as { active_requests: number }).active_requests;
}

/** The messages of the log, in order. */
export function messages(server: ServerProcess): unknown[] {
  return server.log.map(({ msg }) => msg);
}

/** Signals the process and waits until it says that it drains. */
export async function startShutdown(
  server: ServerProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<void> {
  server.child.kill(signal);
  await until(() => messages(server).includes('shutting down'), 'the server drains');
}
