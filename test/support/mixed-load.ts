// Owns: a load that goes on while a test restarts what answers it: clients that keep their connection, clients that make one
// for each request, and streams. Runs on: the test process. Must never: try a request again, or stop at a failure; it counts.

import { after } from 'node:test';
import { Agent, request } from 'undici';

const FAILURES_MAX = 1_000;

export interface LoadReport {
  readonly answered: number;
  /** What was not a whole 200, a sentence each. */
  readonly failures: readonly string[];
}

export interface Load {
  answered(): number;
  /** Waits for the replies that are on their way. */
  stop(): Promise<LoadReport>;
}

const SHORT_STREAM = 'm;ttft=20ms;itl=40ms;tokens=15';

/** So many clients of each kind, each with one request at a time. */
export interface LoadParts {
  readonly keptAlive: number;
  readonly connecting: number;
  readonly streaming: number;
  /** What the streams ask for; short ones unless a test says otherwise. */
  readonly streamed?: string;
}

export function startLoad(
  url: string,
  { keptAlive, connecting, streaming, streamed = SHORT_STREAM }: LoadParts,
): Load {
  const keeping = new Agent({ connections: keptAlive + streaming, pipelining: 1 });
  // Without pipelining each request says `connection: close`, and has a connection of its own.
  const closing = new Agent({ connections: connecting, pipelining: 0 });
  const failures: string[] = [];
  let answered = 0;
  let going = true;
  after(async () => {
    going = false;
    await Promise.all([keeping.destroy(), closing.destroy()]);
  });

  async function ask(dispatcher: Agent, stream: boolean): Promise<void> {
    const model = stream ? streamed : 'm';
    const body = JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'hello' }] });
    let seen = 'before a status';
    try {
      const reply = await request(`${url}/v1/chat/completions`, { method: 'POST', body, dispatcher });
      seen = `behind status ${reply.statusCode}`;
      const text = await reply.body.text();
      const isWhole = text.endsWith(stream ? 'data: [DONE]\n\n' : '}');
      if (reply.statusCode === 200 && isWhole) answered++;
      else fail(`status ${reply.statusCode}: ${text.slice(-200)}`);
    } catch (error) {
      fail(`${stream ? 'stream' : 'answer'}, ${seen}: ${error}`);
    }
  }

  function fail(sentence: string): void {
    if (failures.length < FAILURES_MAX) failures.push(sentence);
  }

  const run = async (dispatcher: Agent, stream: boolean): Promise<void> => {
    while (going) await ask(dispatcher, stream);
  };
  const clients = [
    ...Array.from({ length: keptAlive }, () => run(keeping, false)),
    ...Array.from({ length: connecting }, () => run(closing, false)),
    ...Array.from({ length: streaming }, () => run(keeping, true)),
  ];
  return {
    answered: () => answered,
    async stop() {
      going = false;
      await Promise.all(clients);
      return { answered, failures };
    },
  };
}
