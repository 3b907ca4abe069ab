/**
 * The main thread's side of the worker pool: runs tasks with a deadline, counts threads that were replaced, and heals.
 *
 * A worker may exit, throw, reject or hang; none of it may reach a request. A task that is not done by its deadline is
 * aborted, which ends its thread. Piscina starts a new thread for every one that ends, but gives up for good once one
 * dies before it was ready (its `workerFailsDuringBootstrap`), and waits for ever for one that hangs before; so `heal`
 * replaces a pool that lost threads or takes no samples any more.
 */
import { Piscina } from 'piscina';
import type { SharedState } from '../shared-state.js';
import type { CountJob, TaskName, Tasks, WorkerData } from './tasks.js';

/** Scrapes that may wait for a thread, beside the one sample at a time; those at hand need far fewer. */
const QUEUED_SCRAPES_MAX = 64;
const SAMPLE_DEADLINE_MS = 2_000;
/** Samples in a row that no thread took before the pool is replaced: a thread may load for so many deadlines. */
const MISSED_SAMPLES_MAX = 3;
export const RENDER_DEADLINE_MS = 2_000;
/** A task counts for a tenth of a second at the most, but a thread loads the tokeniser's vocabulary first. */
const COUNT_DEADLINE_MS = 10_000;
/** A thread needs a few megabytes of heap; with V8's defaults it would take what the container has. */
const HEAP_LIMITS = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 4, stackSizeMb: 1 };
/** With the tokeniser's vocabulary, which alone takes 48 (gpt-tokenizer 4.0.0, measured 2026-11-25). */
const COUNTING_HEAP_MB = 96;

/**
 * Piscina loads a task's file by `require` first. Node.js 20.20.2 aborts the whole process (SIGABRT, v8::Module::IsGraphAsync)
 * when a thread is ended while it loads an ES module that way; without it Piscina goes on to `import`, which bears it.
 */
const LOAD_BY_IMPORT = ['--no-experimental-require-module'];

/** Where the shipped task entry lies. */
const TASK_ENTRY = new URL('./task-entry.js', import.meta.url);

export interface WorkerPoolOptions {
  readonly threads: number;
  readonly state: SharedState;
  readonly data: WorkerData;
  /** Whether its threads are asked to count tokens. */
  readonly countsTokens?: boolean;
  /** The file that the threads run; the shipped one unless a test breaks it on purpose. */
  readonly entry?: URL;
  /** Told about every failure of a worker, for the log. */
  readonly onFailure: (error: Error) => void;
}

export class WorkerPool {
  #pool: Piscina;
  #sampling = false;
  #missedSamples = 0;
  /** Given to the pool and not yet done. */
  #scrapes = 0;
  #closing = false;
  /** Whether a worker has finished a task, so that the first scrape will not wait for a thread to start. */
  #warm = false;

  constructor(private readonly options: WorkerPoolOptions) {
    this.#pool = this.#createPool();
  }

  get warm(): boolean {
    return this.#warm;
  }

  /** Takes a memory sample into the shared state, unless one is being taken. Failures are reported, not thrown. */
  async sampleMemory(): Promise<void> {
    if (this.#sampling || this.#closing) return;
    this.#sampling = true;
    try {
      await this.#run('sampleMemory', SAMPLE_DEADLINE_MS);
      this.#warm = true;
      this.#missedSamples = 0;
    } catch (error) {
      // Any other failure is an answer: Piscina has replaced the thread, or it is as good as before.
      this.#missedSamples =
        error instanceof Error && error.name === 'AbortError' ? this.#missedSamples + 1 : 0;
      this.#report(error);
    } finally {
      this.#sampling = false;
    }
  }

  /** The metrics page. Rejects when it is not ready by the deadline, or when its worker failed. */
  async renderMetrics(): Promise<string> {
    // Piscina 5 keeps tasks that have a signal in a list of their own, which its `maxQueue` does not bound.
    if (this.#scrapes >= this.options.threads + QUEUED_SCRAPES_MAX) {
      throw new Error('too many scrapes wait for a worker');
    }
    this.#scrapes++;
    try {
      return await this.#run('renderMetrics', RENDER_DEADLINE_MS);
    } finally {
      this.#scrapes--;
    }
  }

  /** Counts tokens; null when the worker failed or was too late, which is reported. */
  async countTokens(jobs: readonly CountJob[]): Promise<Int32Array | null> {
    try {
      return await this.#run('countTokens', COUNT_DEADLINE_MS, jobs);
    } catch (error) {
      this.#report(error);
      return null;
    }
  }

  /** Replaces the pool if its threads are missing or hang and will not come back by themselves. Called once a second. */
  heal(): void {
    const whole = this.#pool.threads.length >= this.options.threads;
    if (this.#closing || (whole && this.#missedSamples < MISSED_SAMPLES_MAX)) return;
    this.#missedSamples = 0;
    // The threads that it still has are counted as they end, which is during this call.
    void retire(this.#pool);
    this.#pool = this.#createPool();
  }

  /** Ends all threads. Resolves when they are gone; running tasks reject. */
  async close(): Promise<void> {
    this.#closing = true;
    await retire(this.#pool);
  }

  #createPool(): Piscina {
    const { threads, data, entry, state, countsTokens } = this.options;
    const pool = new Piscina({
      filename: (entry ?? TASK_ENTRY).href,
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: Number.POSITIVE_INFINITY,
      // Scrapes, one sample, and as many counts as there are threads.
      maxQueue: QUEUED_SCRAPES_MAX + 1 + threads,
      concurrentTasksPerWorker: 1,
      // Waiting in Atomics.wait would hold up whatever else a thread has to do; one task a second gains nothing by it.
      atomics: 'disabled',
      resourceLimits: countsTokens
        ? { ...HEAP_LIMITS, maxOldGenerationSizeMb: COUNTING_HEAP_MB }
        : HEAP_LIMITS,
      recordTiming: false,
      execArgv: LOAD_BY_IMPORT,
      workerData: data,
    });
    pool.on('error', (error: Error) => this.#report(error));
    // A thread that ends while the pool is in use is replaced, by Piscina at once or by `heal`: a restart.
    pool.on('workerDestroy', () => {
      if (!this.#closing && pool === this.#pool) state.countWorkerRestart();
    });
    return pool;
  }

  async #run<Name extends TaskName>(
    name: Name,
    deadlineMs: number,
    input?: Tasks[Name]['input'],
  ): Promise<Tasks[Name]['output']> {
    if (this.#closing) throw new Error('the server is closing');
    return this.#pool.run(input, { name, signal: AbortSignal.timeout(deadlineMs) });
  }

  #report(error: unknown): void {
    if (this.#closing) return;
    this.options.onFailure(error instanceof Error ? error : new Error(String(error)));
  }
}

/** Ends a pool for good: without a minimum, or it would replace a thread that ends after `destroy` has returned. */
async function retire(pool: Piscina): Promise<void> {
  pool.options.minThreads = 0;
  await pool.destroy();
}
