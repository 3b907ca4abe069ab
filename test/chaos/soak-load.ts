// Owns: the parts of a soak's load beside the good clients, each at a rate that has a limit: prompts that are counted, clients
// that die, a scrape a second, viewers of the live page, reloads. Runs on: the command's process, for hours.
// Must never: grow with time, or end when the server is slow.

import { execFile } from 'node:child_process';
import { Agent, WebSocket } from 'undici';
import { Asker } from '../support/asker.js';
import { runChaosClient } from './chaos-client.js';
import { drawClient, type Random } from './client-plan.js';
import { readMetrics } from './figures.js';
import { frame, PLAIN_FRAMING } from './requests.js';
import type { Target } from './target.js';

const ANSWER_MS_MAX = 30_000;
const PROMPT_BYTES_MIN = 100;
const DYING_AT_ONCE = 300;
const SCRAPE_MS = 1_000;
const HUP_MS_MAX = 10_000;

export interface LoadCounts {
  prompts: number;
  dying: number;
  scrapes: number;
  reloads: number;
  /** Prompts and patient clients without their whole answer. */
  lost: number;
  /** Scrapes without metrics, and reloads whose command failed. */
  failed: number;
}

export interface LoadOptions {
  /** Clients that ask with prompts to be counted, and the longest of these. */
  readonly prompts: number;
  readonly promptBytesMax: number;
  readonly dyingPerSecond: number;
  readonly viewers: number;
  /** Null without reloads. */
  readonly hup: { readonly everyMs: number; readonly reload: Reload } | null;
}

/** Tells the server to read its models file again; rejects when that cannot be told. */
export type Reload = () => Promise<unknown>;

export function reloadByCommand(command: string): Reload {
  const [file = '', ...args] = command.split(' ').filter((word) => word !== '');
  return () =>
    new Promise((resolve, reject) => {
      execFile(file, args, { timeout: HUP_MS_MAX }, (error) =>
        error === null ? resolve(null) : reject(error),
      );
    });
}

export class SoakLoad {
  readonly counts: LoadCounts = { prompts: 0, dying: 0, scrapes: 0, reloads: 0, lost: 0, failed: 0 };
  #going = true;
  #dying = 0;
  readonly #agent = new Agent({ connect: { rejectUnauthorized: false } });
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #viewers = new Set<WebSocket>();
  readonly #prompting: Promise<unknown>;

  constructor(
    private readonly target: Target,
    private readonly random: Random,
    options: LoadOptions,
  ) {
    const { prompts, promptBytesMax, dyingPerSecond, viewers, hup } = options;
    this.#prompting = Promise.all(Array.from({ length: prompts }, () => this.#prompt(promptBytesMax)));
    for (let viewer = 0; viewer < viewers; viewer++) this.#look();
    if (dyingPerSecond > 0) this.#every(1_000 / dyingPerSecond, () => this.#die());
    this.#every(SCRAPE_MS, () => this.#scrape());
    if (hup !== null) this.#every(hup.everyMs, () => this.#reload(hup.reload));
  }

  async stop(): Promise<void> {
    this.#going = false;
    for (const timer of this.#timers) clearInterval(timer);
    for (const viewer of this.#viewers) viewer.close();
    await this.#prompting;
    while (this.#dying > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    await this.#agent.close();
  }

  #every(ms: number, what: () => void): void {
    this.#timers.push(setInterval(what, ms));
  }

  async #prompt(bytesMax: number): Promise<void> {
    const asker = new Asker(this.target.peer, this.target.port);
    while (this.#going && this.target.exit() === null) {
      // As many short ones as long ones, by their magnitude.
      const bytes = PROMPT_BYTES_MIN * (bytesMax / PROMPT_BYTES_MIN) ** this.random();
      const text = 'The quick brown fox, 42 times. '.repeat(Math.ceil(bytes / 31)).slice(0, bytes);
      const framed = frame('/v1/chat/completions', `{"messages":[{"role":"user","content":"${text}"}]}`, {
        ...PLAIN_FRAMING,
        apiKey: this.target.apiKey,
        delayHeader: '200ms',
      });
      const { problem } = await asker.ask(framed.head + framed.body, ANSWER_MS_MAX, false);
      this.counts.prompts++;
      if (problem !== null) this.counts.lost++;
    }
    asker.leave();
  }

  #die(): void {
    if (this.#dying >= DYING_AT_ONCE) return;
    this.#dying++;
    runChaosClient(this.target, drawClient(this.random, this.target), (outcome) => {
      this.#dying--;
      this.counts.dying++;
      if (outcome.startsWith('lost')) this.counts.lost++;
    });
  }

  async #scrape(): Promise<void> {
    this.counts.scrapes++;
    if ((await readMetrics(this.target)) === null) this.counts.failed++;
  }

  #reload(reload: Reload): void {
    this.counts.reloads++;
    reload().catch(() => this.counts.failed++);
  }

  /** A viewer that is thrown out comes back. */
  #look(): void {
    if (!this.#going || this.target.exit() !== null) return;
    const { peer, port } = this.target;
    const viewer = new WebSocket(`${peer.tls ? 'wss' : 'ws'}://${peer.host}:${port}/live`, {
      dispatcher: this.#agent,
    });
    this.#viewers.add(viewer);
    viewer.addEventListener('close', () => {
      this.#viewers.delete(viewer);
      if (this.#going) setTimeout(() => this.#look(), 1_000);
    });
    viewer.addEventListener('error', () => {});
  }
}
