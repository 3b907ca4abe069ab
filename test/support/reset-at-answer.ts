// Owns: clients that reset their connection at the very moment at which their answer is sent: it is the one moment at which a
// late word about their connection may find somebody else where they were. Runs on: the test process.

import assert from 'node:assert/strict';
import { Asker } from './asker.js';
import { type ServerProcess, spawnServer } from './child-process.js';
import { activeRequests } from './in-flight.js';
import { until } from './until.js';
import { LOOPBACK, WireConnection } from './wire-connection.js';

const DYING = 150;
const GOOD = 64;
const DELAY_MS = 30;
/** A reset is at most so far away from the moment of the answer. */
const AROUND_MS = 3;
/** No answer here takes a tenth of a second; one that is not there after ten will not come. */
const ANSWER_MS_MAX = 10_000;

/** Answers above the buffer that a whole reply is gathered in, and of a size that was still sent in one piece. */
const ANSWERS = [
  { size: '17 KB', inputs: 1, dimensions: 1_240 },
  { size: '20 KB', inputs: 1, dimensions: 1_536 },
  { size: '62 KB', inputs: 3, dimensions: 1_536 },
] as const;

function post(path: string, delay: string, body: string): string {
  const lines = ['host: test', `x-mock-delay: ${delay}`, `content-length: ${body.length}`];
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Asks, and resets at about the time of the answer; resolves when the connection is gone. */
function dieAtAnswer(port: number, bytes: string, afterMs: number): Promise<void> {
  return new Promise((resolve) => {
    const opened = (): void => {
      connection.socket.write(bytes);
      setTimeout(() => connection.reset(), afterMs);
    };
    const connection: WireConnection = new WireConnection(LOOPBACK, port, true, opened, resolve);
    connection.socket.resume();
  });
}

interface GoodRequest {
  readonly status: number;
  readonly bytes: string;
}

const CHAT = '{"messages":[{"role":"user","content":"hello"}]}';
/** Held for as long as the dying are, in what the dying have left. */
const PLAIN: GoodRequest = { status: 200, bytes: post('/v1/chat/completions', `${DELAY_MS}ms`, CHAT) };
/** Answered at once, while the answers to others are on their way. */
const MISTAKEN: GoodRequest = { status: 400, bytes: post('/v1/chat/completions', '1q', CHAT) };

interface GoodOnes {
  /** How many, by what became of their answer. */
  readonly lost: ReadonlyMap<string, number>;
  readonly answered: () => number;
  /** Resolves when each has its last answer, or is lost. */
  stop(): Promise<unknown>;
}

/** Clients that ask one thing after the other, until they are stopped or get no answer. */
function startGoodOnes(port: number, requests: readonly GoodRequest[]): GoodOnes {
  const lost = new Map<string, number>();
  let answered = 0;
  let going = true;
  const clients = Array.from({ length: GOOD }, async (_, index) => {
    const { status, bytes } = requests[index % requests.length] as GoodRequest;
    const asker = new Asker(LOOPBACK, port);
    while (going) {
      const { reply, problem } = await asker.ask(bytes, ANSWER_MS_MAX, false);
      if (problem !== null || reply.status !== status) {
        const what = `${status}: ${problem ?? `got ${reply.status}`}`;
        lost.set(what, (lost.get(what) ?? 0) + 1);
        break;
      }
      answered++;
      // Those that come between two of the dying, not those that only wait behind them.
      await new Promise((resolve) => setTimeout(resolve, index % 8));
    }
    asker.leave();
  });
  const stop = (): Promise<unknown> => {
    going = false;
    return Promise.all(clients);
  };
  return { lost, answered: () => answered, stop };
}

async function sendDying(server: ServerProcess, roundsEach: number, isOver: () => boolean): Promise<void> {
  for (const { inputs, dimensions } of ANSWERS) {
    const body = JSON.stringify({ input: Array.from({ length: inputs }, () => 'hello'), dimensions });
    const bytes = post('/v1/embeddings', `${DELAY_MS}ms`, body);
    for (let round = 0; round < roundsEach && !isOver(); round++) {
      const dying = Array.from({ length: DYING }, (_, index) =>
        dieAtAnswer(server.port, bytes, DELAY_MS - AROUND_MS + (index * 2 * AROUND_MS) / DYING),
      );
      await Promise.all(dying);
    }
  }
}

/** Those beside them: whose answer waits for its delay, and who are refused at once as well. */
export const BESIDE = {
  'clients whose answer waits for its delay': [PLAIN],
  'clients whose request is refused at once': [PLAIN, MISTAKEN],
} as const;

/** So many rounds for each size of an answer; those beside them lose nothing. */
export async function resetAtAnswers(requests: readonly GoodRequest[], roundsEach: number): Promise<void> {
  const server = await spawnServer({ MAX_CONCURRENT: '1000' });
  const goodOnes = startGoodOnes(server.port, requests);
  await sendDying(server, roundsEach, () => goodOnes.lost.size > 0);
  await goodOnes.stop();
  if (server.child.exitCode !== null) assert.fail(`the server ended: ${(await server.exited).stderr}`);
  assert.deepEqual(Object.fromEntries(goodOnes.lost), {});
  assert.ok(goodOnes.answered() > GOOD, `${goodOnes.answered()} answers`);
  await until(async () => (await activeRequests(server)) === 0, 'every slot is free');
}
