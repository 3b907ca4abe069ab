// Owns: load of all kinds on one mock, so that every metric has something to tell: answers, streams, mistakes, refusals,
// clients that leave, and one that does not read.
// Runs on: the test process. Must never: go on when the test is over.

import { once } from 'node:events';
import { after } from 'node:test';
import { Agent, request } from 'undici';
import { connectRaw, rawPost } from './raw-connection.js';

/** The mock that it is made for: few slots, so that it can be filled, and little patience with who does not read. */
export const LOADED_SETTINGS = {
  FAULTS: '10%:slow(1.5)',
  MAX_CONCURRENT: '20',
  STALL_TIMEOUT: '1s',
  USAGE: 'exact',
  RESPONSE_DELAY_SECONDS: '0',
} as const;

const SLOTS = Number(LOADED_SETTINGS.MAX_CONCURRENT);
const PAUSE_MS = 250;

const MISTAKES = [
  ['/v1/chat/completions', '{'],
  ['/v1/nowhere', '{}'],
] as const;

export interface Load {
  /** Ends it, and waits until what is on its way is done. */
  stop(): Promise<void>;
}

/** Keeps on until it is stopped: a round of everything but stalls each quarter of a second, and one stall. */
export async function startLoad(url: string): Promise<Load> {
  const dispatcher = new Agent({ connections: 3 * SLOTS, pipelining: 1 });
  const post = async (path: string, body: string, signal?: AbortSignal): Promise<void> => {
    const reply = await request(`${url}${path}`, {
      method: 'POST',
      body,
      dispatcher,
      signal: signal ?? null,
    });
    await reply.body.dump({ limit: 10_000_000 });
  };
  let going = true;
  after(() => {
    going = false;
    return dispatcher.destroy();
  });

  async function round(): Promise<void> {
    // Whole answers of several APIs, some of them delayed, and streams.
    await Promise.all([
      ...Array.from({ length: 4 }, () => post('/v1/chat/completions', chat('m'))),
      post('/v1/embeddings', '{"input":"hello"}'),
      post('/v1/messages', '{"max_tokens":9,"messages":[{"role":"user","content":"hello"}]}'),
      post('/v1/chat/completions', chat('m;delay=50ms')),
      ...Array.from({ length: 3 }, () =>
        post('/v1/chat/completions', chat('m;ttft=20ms;itl=5ms;tokens=20', true)),
      ),
      ...MISTAKES.map(([path, body]) => post(path, body)),
    ]);
    // More than there are slots.
    await Promise.all(
      Array.from({ length: SLOTS + 5 }, () => post('/v1/chat/completions', chat('m;delay=100ms'))),
    );
    // Clients whose time-out is shorter than the answer.
    await Promise.all(
      Array.from({ length: 3 }, () =>
        post('/v1/chat/completions', chat('m;delay=10s'), AbortSignal.timeout(30)).catch(isAbort),
      ),
    );
  }

  await stall(Number(new URL(url).port));
  const rounds = (async () => {
    while (going) {
      await round();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  // What goes wrong is told by stop().
  rounds.catch(() => {
    going = false;
  });
  return {
    async stop() {
      going = false;
      await rounds;
      await dispatcher.close();
    },
  };
}

export function chat(model: string, stream = false): string {
  return JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hello' }] });
}

/** The client left by itself, as it should; anything else is an error of the test. */
function isAbort(error: Error): void {
  if (error.name !== 'TimeoutError') throw error;
}

/** A stream of megabytes to a client that reads nothing of it, until the server has had enough. */
async function stall(port: number): Promise<void> {
  const { socket } = await connectRaw(port, { reads: false });
  socket.write(rawPost(chat('m;delay=0s;tokens=30000', true)));
  await Promise.race([
    once(socket, 'close'),
    once(socket, 'error'),
    new Promise((resolve) => setTimeout(resolve, 2_500)),
  ]);
}
