// Owns: chat requests that go on, a few at a time, while a test breaks something beside them.
// Runs on: the test process. Must never: give up at a failure; it counts them.

import { after } from 'node:test';
import { Agent, request } from 'undici';

const CLIENTS = 4;

export interface TrafficReport {
  readonly answered: number;
  /** What was not a 200, a sentence each. */
  readonly failures: readonly string[];
  readonly fastestMs: number;
  readonly slowestMs: number;
}

export interface Traffic {
  /** Waits for the replies that are on their way. */
  stop(): Promise<TrafficReport>;
}

export const CHAT_BODY = JSON.stringify({ messages: [{ role: 'user', content: 'hello' }] });

export function startTraffic(url: string): Traffic {
  const dispatcher = new Agent({ connections: CLIENTS });
  const tookMs: number[] = [];
  const failures: string[] = [];
  let going = true;
  // A test that fails before it has stopped its traffic must still end.
  after(() => {
    going = false;
    return dispatcher.destroy();
  });

  async function ask(): Promise<void> {
    const startedAt = performance.now();
    try {
      const reply = await request(`${url}/v1/chat/completions`, {
        method: 'POST',
        body: CHAT_BODY,
        dispatcher,
      });
      await reply.body.text();
      if (reply.statusCode !== 200) failures.push(`status ${reply.statusCode}`);
    } catch (error) {
      failures.push(String(error));
    }
    tookMs.push(performance.now() - startedAt);
  }

  const clients = Array.from({ length: CLIENTS }, async () => {
    while (going) await ask();
  });
  return {
    async stop() {
      going = false;
      await Promise.all(clients);
      await dispatcher.close();
      return {
        answered: tookMs.length - failures.length,
        failures,
        fastestMs: Math.min(...tookMs),
        slowestMs: Math.max(...tookMs),
      };
    },
  };
}
