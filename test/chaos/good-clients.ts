// Owns: the good clients: always so many at once, each asking one thing after the other and holding every answer against
// the right one. Runs on: the command's process. Must never: let a refusal pass for an answer, or the other way round.

import { Asker } from '../support/asker.js';
import type { Random } from './client-plan.js';
import { type GoodRequest, problemOf } from './good-requests.js';
import type { Target } from './target.js';

/** An answer that is not there by then is lost. */
const ANSWER_MS_MAX = 30_000;
/** How often a connection is used before another one is opened, on average. */
const REQUESTS_PER_CONNECTION = 6;
/** So many losses are told in words. */
const TOLD_MAX = 20;
const REFUSED_WAIT_MS = 50;

export interface GoodCounts {
  answered: number;
  refused: number;
  lost: number;
  /** What the first losses were. */
  readonly told: string[];
}

export class GoodClients {
  readonly counts: GoodCounts = { answered: 0, refused: 0, lost: 0, told: [] };
  #going = false;
  #running: Promise<unknown> = Promise.resolve();
  readonly #weight: number;

  constructor(
    private readonly target: Target,
    private readonly requests: readonly GoodRequest[],
    private readonly random: Random,
    private readonly count: number,
    /** False where answers may differ by right: token counts that were estimated when there was no time to count. */
    private readonly compares = true,
  ) {
    this.#weight = requests.reduce((sum, { weight }) => sum + weight, 0);
  }

  start(): void {
    this.#going = true;
    this.#running = Promise.all(Array.from({ length: this.count }, () => this.#run()));
  }

  /** Resolves when each has the answer that it waits for, or has given it up. */
  async stop(): Promise<void> {
    this.#going = false;
    await this.#running;
  }

  #pick(): GoodRequest {
    let left = this.random() * this.#weight;
    for (const request of this.requests) {
      left -= request.weight;
      if (left < 0) return request;
    }
    return this.requests[0] as GoodRequest;
  }

  async #run(): Promise<void> {
    let asker: Asker | null = null;
    let port = 0;
    while (this.#going && this.target.exit() === null) {
      const request = this.#pick();
      if (asker === null || port !== request.port || this.random() < 1 / REQUESTS_PER_CONNECTION) {
        asker?.leave();
        asker = new Asker(this.target.peer, request.port);
        port = request.port;
      }
      await this.#ask(asker, request);
    }
    asker?.leave();
  }

  async #ask(asker: Asker, request: GoodRequest): Promise<void> {
    const bytes = request.bytes[Math.floor(this.random() * request.bytes.length)] as Buffer;
    const { reply, problem } = await asker.ask(bytes, ANSWER_MS_MAX, this.compares);
    if (problem === null && (reply.status === 503 || reply.status === 529)) {
      this.counts.refused++;
      await new Promise((resolve) => setTimeout(resolve, REFUSED_WAIT_MS));
      return;
    }
    const wrong = problem ?? problemOf(request, reply, this.compares);
    if (wrong === null) {
      this.counts.answered++;
      return;
    }
    this.counts.lost++;
    if (this.counts.told.length < TOLD_MAX) {
      const got = `status ${reply.status}, ${reply.bodyBytes} bytes of the body`;
      this.counts.told.push(`${request.name}: ${wrong} (${got})`);
    }
  }
}
