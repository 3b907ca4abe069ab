// Owns: the load of the README's picture: a bounded number of clients, half of which read streams, that ask again and again.
// Must never: ask faster when it is refused; each client waits for a second then, as a good one does.

import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

const BACK_OFF_MS = 1_000;

export interface Load {
  /** Waits for the answers that are on their way. */
  stop(): Promise<void>;
}

/** One more client after each `everyMs`, until there are `clients`. */
export function startLoad(url: string, clients: number, everyMs: number): Load {
  const dispatcher = new Agent({ connections: clients });
  const ending = new AbortController();
  setMaxListeners(clients, ending.signal);

  let asked = 0;

  async function ask(stream: boolean): Promise<boolean> {
    asked++;
    // Each another one: what is drawn for two alike may be alike.
    const content = `Tell me of the sea, for the ${asked}th time.`;
    const body = JSON.stringify({ stream, messages: [{ role: 'user', content }] });
    const options = { method: 'POST', body, dispatcher } as const;
    const reply = await request(`${url}/v1/chat/completions`, options);
    await reply.body.dump({ limit: 1_048_576 });
    return reply.statusCode === 200;
  }

  async function client(index: number): Promise<void> {
    const { signal } = ending;
    await sleep(index * everyMs, null, { signal }).catch(() => null);
    while (!signal.aborted) {
      // A fault may break the connection; that is what the picture is of.
      const isAnswered = await ask(index % 2 === 0).catch(() => false);
      if (!isAnswered) await sleep(BACK_OFF_MS, null, { signal }).catch(() => null);
    }
  }

  const running = Array.from({ length: clients }, (_, index) => client(index));
  return {
    async stop() {
      ending.abort();
      await Promise.all(running);
      await dispatcher.close();
    },
  };
}
