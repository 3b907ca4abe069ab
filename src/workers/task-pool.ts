/**
 * The main thread's side of a pool of worker threads: runs tasks with a deadline, counts threads that were replaced, and
 * heals. What the pools have in common; each says what its tasks are.
 *
 * A worker may exit, throw, reject with anything or hang; none of it may reach a request. A task that is not done by its
 * deadline is aborted, which ends its thread. Piscina starts a new thread for every one that ends, but gives up for good once
 * one dies before it was ready (its `workerFailsDuringBootstrap`), and waits for ever for one that hangs before; so `heal`
 * replaces a pool that lost threads or gets nothing done any more.
 */
import { performance } from 'node:perf_hooks';
import type { ResourceLimits } from 'node:worker_threads';
import { Piscina } from 'piscina';
import type { SharedState } from '../shared/state.js';
import { asError } from '../shared/thrown.js';
import type { Deadline, WorkerData } from './tasks.js';

/** Deadlines missed in a row before the pool is replaced: a thread may load for so many deadlines. */
const MISSES_MAX = 3;

/**
 * Piscina loads a task's file by `require` first. Node.js 20.20.2 aborts the whole process (SIGABRT, v8::Module::IsGraphAsync)
 * when a thread is ended while it loads an ES module that way; without it Piscina goes on to `import`, which bears it.
 */
const LOAD_BY_IMPORT = ['--no-experimental-require-module'];

export interface TaskPoolOptions {
  /** The file that the threads run. */
  readonly entry: URL;
  /** Threads that are there for as long as the pool runs. */
  readonly threadsMin: number;
  readonly threadsMax: number;
  /** Tasks that may wait for a thread. */
  readonly queueMax: number;
  readonly heapLimits: ResourceLimits;
  /** Without a task for so long all threads are ended; Infinity for never. */
  readonly idleMs: number;
  readonly state: SharedState;
  readonly data: WorkerData | null;
  /** Told about every failure of a worker, for the log. Must not throw. */
  readonly onFailure: (error: Error) => void;
  /** Monotonic, in milliseconds; Node's own unless a test moves it. */
  readonly now?: () => number;
  /** The signal that ends a task after so many milliseconds; Node's own unless a test gives another. */
  readonly deadline?: Deadline;
}

/** What crosses the boundary with a task. */
interface TaskOptions {
  readonly name: string;
  readonly deadlineMs: number;
  readonly input?: unknown;
  /** Memory that is handed over and not copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

export abstract class TaskPool {
  /** null while no thread is needed. */
  #pool: Piscina | null = null;
  #misses = 0;
  #underWay = 0;
  #usedAtMs = 0;
  #closing = false;

  constructor(private readonly taskPool: TaskPoolOptions) {}

  protected get closing(): boolean {
    return this.#closing;
  }

  /** Starts the threads that are always there. */
  protected start(): Piscina {
    this.#pool ??= this.#createPool();
    return this.#pool;
  }

  /** What the task gave back, unseen: a broken worker gives anything. Rejects when it failed or was too late. */
  protected async run({ name, deadlineMs, input, transfer = [] }: TaskOptions): Promise<unknown> {
    if (this.#closing) throw new Error('the server is closing');
    this.#underWay++;
    try {
      const signal = (this.taskPool.deadline ?? AbortSignal.timeout)(deadlineMs);
      return await this.start().run(input, { name, signal, transferList: [...transfer] });
    } finally {
      this.#underWay--;
      this.#usedAtMs = this.nowMs();
    }
  }

  /** How a task came out by which the pool is judged; null for well. */
  protected judge(failure: Error | null): void {
    // Any other failure is an answer: Piscina has replaced the thread, or it is as good as before.
    this.#misses = failure?.name === 'AbortError' ? this.#misses + 1 : 0;
  }

  /** Logs a failure, unless it comes of the closing. */
  protected report(failure: Error): void {
    if (!this.#closing) this.taskPool.onFailure(failure);
  }

  /**
   * Replaces the pool if its threads are missing or hang and will not come back by themselves, and ends it when it has been
   * idle for long enough. Called once a second.
   */
  heal(): void {
    const { threadsMin, idleMs } = this.taskPool;
    const pool = this.#pool;
    if (this.#closing || pool === null) return;
    const isIdle = this.#underWay === 0 && this.nowMs() - this.#usedAtMs >= idleMs;
    const isWhole = pool.threads.length >= threadsMin && this.#misses < MISSES_MAX;
    if (isWhole && !isIdle) return;
    this.#misses = 0;
    // First those that will not come back, which are counted as they end: during the call of a pool that is in use.
    if (isIdle) this.#pool = null;
    void this.#retire(pool);
    if (!isIdle) this.#pool = this.#createPool();
  }

  /** Ends all threads. Resolves when they are gone; running tasks reject. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#pool !== null) await this.#retire(this.#pool);
  }

  #createPool(): Piscina {
    const { entry, threadsMin, threadsMax, queueMax, heapLimits, data, state } = this.taskPool;
    const pool = new Piscina({
      filename: entry.href,
      minThreads: threadsMin,
      maxThreads: threadsMax,
      // Piscina's own would have to be told from a thread that broke, and is not where tasks come one by one.
      idleTimeout: Number.POSITIVE_INFINITY,
      maxQueue: queueMax,
      concurrentTasksPerWorker: 1,
      // Waiting in Atomics.wait would hold up whatever else a thread has to do; one task a second gains nothing by it.
      atomics: 'disabled',
      resourceLimits: heapLimits,
      recordTiming: false,
      execArgv: LOAD_BY_IMPORT,
      workerData: data,
    });
    pool.on('error', (error: unknown) => this.report(asError(error)));
    // A thread that ends while the pool is in use is replaced, by Piscina at once or by `heal`: a restart.
    pool.on('workerDestroy', () => {
      if (!this.#closing && pool === this.#pool) state.workerRestarts++;
    });
    return pool;
  }

  /** Ends a pool for good: without a minimum, or it would replace a thread that ends after `destroy` has returned. */
  async #retire(pool: Piscina): Promise<void> {
    pool.options.minThreads = 0;
    try {
      await pool.destroy();
    } catch (error) {
      this.report(asError(error));
    }
  }

  protected nowMs(): number {
    return (this.taskPool.now ?? performance.now.bind(performance))();
  }
}
