/**
 * Owns the last run, which stays when it is over: where runs begin and end in the rows that come. Browser, pure. Must never
 * count a row twice: after a break the server sends again what it has sent before.
 */
import type { Sample } from '../data/history.js';
import { secondOf } from '../judge/second.js';
import { type Run, RunFigures } from './run.js';

/** A run is over when nothing has been going on for so long. */
const QUIET_MS = 5_000;
const SECOND_MS = 1_000;

export class RunLog {
  #going: RunFigures | null = null;
  #shown: Run | null = null;
  #before: Sample | undefined;

  /** The run that is going on, or the last one; the same object as long as nothing of it has changed. */
  get run(): Run | null {
    return this.#shown;
  }

  /** Takes the rows as they are known now, oldest first; those that it has had are passed over. */
  add(samples: readonly Sample[]): void {
    const newestMs = samples.at(-1)?.row.atMs ?? Number.NEGATIVE_INFINITY;
    // A clock that was set back: what was before cannot be told from what comes.
    if (this.#before !== undefined && newestMs < this.#before.row.atMs) this.#end();
    for (const sample of samples) {
      if (this.#before === undefined || sample.row.atMs > this.#before.row.atMs) this.#take(sample);
    }
  }

  #take(sample: Sample): void {
    if (this.#before !== undefined && this.#before.startedAtMs !== sample.startedAtMs) this.#end();
    const before = this.#before;
    this.#before = sample;
    const isQuiet = secondOf(sample, before) === 'quiet';
    if (this.#going === null && isQuiet) return;
    if (!isQuiet) {
      this.#going ??= new RunFigures(before ?? sample, sample.row.atMs - SECOND_MS);
      this.#going.add(sample, before);
      this.#shown = this.#going.read(false);
    } else if (this.#going !== null && sample.row.atMs - this.#going.lastAtMs >= QUIET_MS) {
      this.#end();
      this.#before = sample;
    }
  }

  #end(): void {
    if (this.#going !== null) this.#shown = this.#going.read(true);
    this.#going = null;
    this.#before = undefined;
  }
}
