/**
 * The pool for work that takes long: counting tokens, parsing large bodies, reading models files and scenarios. Main thread's side.
 *
 * Apart from the sampling pool, for a sample or a scrape must not wait behind it, and each of its threads may take a hundred
 * megabytes: so there are few, they start when there is work, and end when there was none for a while.
 */

import type { ModelRow } from '../behavior/models/model-table.js';
import type { ReadFile } from '../config/read/text-file.js';
import type { ReadScenario } from '../config/scenario/scenario-file.js';
import { ERROR_KINDS } from '../shared/errors.js';
import { packageFile } from '../shared/package-files.js';
import type { SharedState } from '../shared/state.js';
import { asError } from '../shared/thrown.js';
import { TaskPool } from './task-pool.js';
import type { BodyToParse, CountJob, Deadline, ParsedBody, WorkTasks } from './tasks.js';

const THREADS_MAX = 4;
/** A third of a minute of a load test without work: the tokeniser's vocabulary takes a tenth of a second to load again. */
const IDLE_MS = 20_000;
/** The longest task takes a second or two; a thread may have to load the tokeniser's vocabulary first. */
const DEADLINE_MS = 10_000;
/**
 * As many counts and as many bodies as there are threads (see TokenCounter and BodyParser), the models file, and a scenario (see
 * scenario-operations).
 */
const QUEUE_MAX = 2 * THREADS_MAX + 2;

const MIB = 1_048_576;
/**
 * Heap of one thread, in MiB, beside what a body takes: modules, a models file of the largest size, JSON_VALUES_MAX values of
 * the dearest kind, the tokeniser's vocabulary (48, gpt-tokenizer 4.0.0, measured 2026-11-25) and the chunks of text that are
 * remembered (4). Held by work-heap.test.ts.
 */
const HEAP_BASE_MB = 164;
/** A body of one byte a character that has one character of two: its text, and its longest string again. */
const HEAP_PER_BODY = 4;
const YOUNG_HEAP_MB = 16;

const WORK_ENTRY = packageFile('dist/workers/work-entry.js');

export interface WorkPoolOptions {
  readonly threads: number;
  readonly bodyBytesMax: number;
  readonly state: SharedState;
  /** The file that the threads run; the shipped one unless a test breaks it on purpose. */
  readonly entry?: URL;
  /** Told about every failure of a worker, for the log. Must not throw. */
  readonly onFailure: (error: Error) => void;
  /** Monotonic, in milliseconds; Node's own unless a test moves it. */
  readonly now?: () => number;
  /** The signal that ends a task after so many milliseconds; Node's own unless a test gives another. */
  readonly deadline?: Deadline;
}

/** For each of the threads that serve, as many as are useful for all together, and one at the least: more than cores only hold memory. */
export function workThreads(availableCores: number, workerThreads: number, servingThreads: number): number {
  return Math.max(1, Math.floor(Math.min(availableCores, workerThreads, THREADS_MAX) / servingThreads));
}

export class WorkPool extends TaskPool {
  /** Threads at the most: no more tasks of one kind should be under way. */
  readonly threads: number;

  constructor({ threads, bodyBytesMax, entry = WORK_ENTRY, ...rest }: WorkPoolOptions) {
    super({
      ...rest,
      data: null,
      entry,
      threadsMin: 1,
      threadsMax: threads,
      queueMax: QUEUE_MAX,
      heapLimits: {
        maxOldGenerationSizeMb: HEAP_BASE_MB + Math.ceil((HEAP_PER_BODY * bodyBytesMax) / MIB),
        maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
        stackSizeMb: 1,
      },
      idleMs: IDLE_MS,
    });
    this.threads = threads;
  }

  /** Counts tokens; null when the worker failed or was too late, which is reported. Never rejects. */
  countTokens(jobs: readonly CountJob[]): Promise<Int32Array | null> {
    return this.#work('countTokens', jobs, [], (given) =>
      given instanceof Int32Array && given.length === 2 * jobs.length ? given : null,
    );
  }

  /** Parses a body, whose memory is handed over; null when the worker failed or was too late. Never rejects. */
  parseBody(body: BodyToParse): Promise<ParsedBody | null> {
    return this.#work('parseBody', body, body.memory, (given) => (isParsedBody(given) ? given : null));
  }

  /** Reads a models file, or the models of a config file; null when the worker failed or was too late. Never rejects. */
  readModels(path: string, isConfigFile = false): Promise<ReadFile<readonly ModelRow[]> | null> {
    return this.#work('readModels', { path, isConfigFile }, [], (given) =>
      isReadFile(given) ? given : null,
    );
  }

  /** Reads the text of a scenario; null when the worker failed or was too late. Never rejects. */
  readScenario(text: string): Promise<ReadScenario | null> {
    return this.#work('readScenario', text, [], (given) => (isReadScenario(given) ? given : null));
  }

  async #work<Name extends keyof WorkTasks, Output>(
    name: Name,
    input: WorkTasks[Name]['input'],
    transfer: readonly ArrayBuffer[],
    check: (given: unknown) => Output | null,
  ): Promise<Output | null> {
    try {
      const output = check(await this.run({ name, deadlineMs: DEADLINE_MS, input, transfer }));
      this.judge(null);
      if (output === null) throw new Error(`a worker gave no result of ${name}`);
      return output;
    } catch (thrown) {
      const failure = asError(thrown);
      this.judge(failure);
      this.report(failure);
      return null;
    }
  }
}

function isParsedBody(given: unknown): given is ParsedBody {
  if (typeof given !== 'object' || given === null) return false;
  const parsed = given as Partial<Record<string, unknown>>;
  if (parsed.ok !== true) {
    return Object.hasOwn(ERROR_KINDS, String(parsed.kind)) && typeof parsed.message === 'string';
  }
  return typeof parsed.request === 'object' && parsed.request !== null && typeof parsed.hash === 'number';
}

function isReadScenario(given: unknown): given is ReadScenario {
  if (typeof given !== 'object' || given === null) return false;
  const { ok, scenario, problems } = given as Partial<Record<string, unknown>>;
  if (ok !== true) return Array.isArray(problems);
  return typeof scenario === 'object' && scenario !== null && 'steps' in scenario;
}

function isReadFile(given: unknown): given is ReadFile<readonly ModelRow[]> {
  if (typeof given !== 'object' || given === null) return false;
  const read = given as Partial<Record<string, unknown>>;
  return Array.isArray(read.ok === true ? read.content : read.problems);
}
