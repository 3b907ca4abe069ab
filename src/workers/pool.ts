/**
 * The pool that samples memory and renders the metrics page. Main thread's side; its threads run for as long as the server
 * does and never do anything that takes long, so that neither has to wait.
 */

import { OTHER_MODELS } from '../shared/figures/models.js';
import { packageFile } from '../shared/package-files.js';
import type { SharedState } from '../shared/state.js';
import { asError } from '../shared/thrown.js';
import { TaskPool } from './task-pool.js';
import type { Deadline, SamplingTasks, WorkerData } from './tasks.js';

const SAMPLE_DEADLINE_MS = 2_000;
/** So often it is doubled for those that come behind samples that were too late: half a minute. */
const DOUBLED_MAX = 4;
const RENDER_DEADLINE_MS = 2_000;
/**
 * Renderings in a second at the most: who asks beyond them gets the last page of that second, so that scrapes take a part of one
 * core whoever asks how often. As many as anybody wants are rendered each, for whoever looks after a request wants to see it.
 */
const RENDERINGS_PER_SECOND_MAX = 100;
const SECOND_MS = 1_000;
/** One sample and one scrape. */
const QUEUE_MAX = 2;
/** A thread needs a few megabytes of heap; with V8's defaults it would take what the container has. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 };

/** Where the shipped task entry lies. */
const TASK_ENTRY = packageFile('dist/workers/task-entry.js');

export interface WorkerPoolOptions {
  readonly threads: number;
  readonly state: SharedState;
  readonly data: WorkerData;
  /** The file that the threads run; the shipped one unless a test breaks it on purpose. */
  readonly entry?: URL;
  /** Told about every failure of a worker, for the log. Must not throw. */
  readonly onFailure: (error: Error) => void;
  /** Monotonic, in milliseconds; Node's own unless a test moves it. */
  readonly now?: () => number;
  /** The signal that ends a task after so many milliseconds; Node's own unless a test gives another. */
  readonly deadline?: Deadline;
}

/** Its threads start with the first sample, when the listeners are up: on one core they would hold up the start. */
export class WorkerPool extends TaskPool {
  #sampling = false;
  /** Samples in a row that were too late. */
  #late = 0;
  /** Whether a worker has finished a task, so that the first scrape will not wait for a thread to start. */
  #warm = false;
  #rendering: Promise<Buffer> | null = null;
  /** When the second began in which renderings are counted, how many there were, and the last page of it. */
  #secondAtMs = Number.NEGATIVE_INFINITY;
  #renderings = 0;
  #page: Buffer | null = null;

  constructor({ threads, entry = TASK_ENTRY, ...rest }: WorkerPoolOptions) {
    super({
      ...rest,
      entry,
      threadsMin: threads,
      threadsMax: threads,
      queueMax: QUEUE_MAX,
      heapLimits: HEAP_LIMITS,
      idleMs: Number.POSITIVE_INFINITY,
    });
  }

  get warm(): boolean {
    return this.#warm;
  }

  /** Takes a memory sample into the shared state, unless one is being taken. Failures are reported, not thrown. */
  async sampleMemory(): Promise<void> {
    if (this.#sampling || this.closing) return;
    this.#sampling = true;
    try {
      // A thread that is too late is ended, with all that it has done to start: on a machine so slow that this takes longer than the
      // deadline none would ever be there, if it did not grow.
      const deadlineMs = SAMPLE_DEADLINE_MS * 2 ** Math.min(this.#late, DOUBLED_MAX);
      await this.run({ name: 'sampleMemory', deadlineMs });
      this.#late = 0;
      this.#warm = true;
      this.judge(null);
    } catch (thrown) {
      const failure = asError(thrown);
      this.#late = failure.name === 'AbortError' ? this.#late + 1 : 0;
      this.judge(failure);
      this.report(failure);
    } finally {
      this.#sampling = false;
    }
  }

  /**
   * The metrics page in UTF-8, one piece of memory for all who ask while it is being rendered: two renderings at once would
   * end in any order, and counters would go back from one scrape to the next. Less than a second old where many ask. Rejects with an
   * Error when it is not ready by the deadline, or when its worker failed. `models` are the rows of the models file that are told
   * apart, in the order of their blocks.
   */
  renderMetrics(models: readonly string[] = [OTHER_MODELS]): Promise<Buffer> {
    if (this.#rendering !== null) return this.#rendering;
    const nowMs = this.nowMs();
    if (nowMs - this.#secondAtMs >= SECOND_MS) {
      this.#secondAtMs = nowMs;
      this.#renderings = 0;
      this.#page = null;
    }
    if (this.#renderings >= RENDERINGS_PER_SECOND_MAX && this.#page !== null)
      return Promise.resolve(this.#page);
    this.#renderings++;
    this.#rendering = this.#render(models).finally(() => {
      this.#rendering = null;
    });
    return this.#rendering;
  }

  async #render(models: readonly string[]): Promise<Buffer> {
    const input: SamplingTasks['renderMetrics']['input'] = { models };
    const task = { name: 'renderMetrics', deadlineMs: RENDER_DEADLINE_MS, input };
    const page = await this.run(task).catch((thrown: unknown) => {
      throw asError(thrown);
    });
    if (!(page instanceof Uint8Array))
      throw new Error(`a worker gave ${typeof page} in place of the metrics`);
    this.#page = Buffer.from(page.buffer, page.byteOffset, page.byteLength);
    return this.#page;
  }
}
