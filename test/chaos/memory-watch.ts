// Owns: the highest memory of the server while something is done to it. Must never: stop the command when the server is gone.

import { bytesOf, readMemory } from './figures.js';
import type { Target } from './target.js';

const SAMPLE_MS = 500;

export class MemoryWatch {
  #peakBytes = 0;
  #silent = 0;
  #going = true;
  readonly #running: Promise<void>;

  constructor(private readonly target: Target) {
    this.#running = this.#run();
  }

  /** The highest figure so far; process or container, as `bytesOf` says. */
  get peakBytes(): number {
    return this.#peakBytes;
  }

  /** How often nothing was said. */
  get silent(): number {
    return this.#silent;
  }

  async stop(): Promise<void> {
    this.#going = false;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#going && this.target.exit() === null) {
      const bytes = bytesOf(await readMemory(this.target));
      if (bytes === null) this.#silent++;
      else this.#peakBytes = Math.max(this.#peakBytes, bytes);
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
    }
  }
}
