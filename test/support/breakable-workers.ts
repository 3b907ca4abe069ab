// Owns: a worker entry that a test can break and heal while threads run it, and the threads that it started.
// Runs on: the test process. Must never: leave a file behind.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SharedState } from '../../dist/shared/state.js';
import { WorkerPool } from '../../dist/workers/pool.js';
import { WorkPool } from '../../dist/workers/work-pool.js';
import type { Fault } from '../fixtures/breakable-worker.js';
import { HandDeadlines } from './hand-deadlines.js';

const TASKS = new URL('../fixtures/breakable-worker.js', import.meta.url);
/** What the pools run as shipped, and the tasks of each. */
const SHIPPED = {
  'task-entry': 'sampleMemory, renderMetrics',
  'work-entry': 'countTokens, parseBody, readModels',
};

export interface BreakableWorkers {
  /** For `startTestServer` or `WorkerPool`. */
  readonly entry: URL;
  /** From here on every task (or every thread that starts) breaks so; `none` heals. */
  breakBy(fault: Fault): void;
  /** How many threads came as far as to load the entry. */
  threadsLoaded(): number;
  /** How many tasks a fault has struck. */
  strikes(): number;
}

/** One entry a call, so that tests do not break each other's workers. */
export function createBreakableWorkers(
  fault: Fault = 'none',
  shipped: keyof typeof SHIPPED = 'task-entry',
): BreakableWorkers {
  const directory = mkdtempSync(join(tmpdir(), 'llm-mock-workers-'));
  after(() => rmSync(directory, { recursive: true, force: true }));
  const entry = join(directory, 'entry.mjs');
  const breakBy = (next: Fault): void => writeFileSync(join(directory, 'fault'), next);
  breakBy(fault);
  writeFileSync(join(directory, 'threads'), '');
  writeFileSync(join(directory, 'strikes'), '');
  writeFileSync(
    entry,
    `import { createBreakableTasks } from ${JSON.stringify(TASKS.href)};\n` +
      `import * as shipped from ${JSON.stringify(new URL(`../../dist/workers/${shipped}.js`, import.meta.url).href)};\n` +
      `export const { ${SHIPPED[shipped]} } = createBreakableTasks(${JSON.stringify(directory)}, shipped);\n`,
  );
  return {
    entry: pathToFileURL(entry),
    breakBy,
    // An entry that throws at load is run twice by some versions of Node: ids are counted, not lines.
    threadsLoaded: () => new Set(readFileSync(join(directory, 'threads'), 'utf8').match(/\d+/g)).size,
    strikes: () => readFileSync(join(directory, 'strikes'), 'utf8').split('\n').length - 1,
  };
}

export interface BreakablePool<Pool = WorkerPool> extends BreakableWorkers {
  readonly pool: Pool;
  readonly state: SharedState;
  /** What the pool reported, by its message. */
  readonly failures: string[];
  /** Those of its tasks. */
  readonly deadlines: HandDeadlines;
}

/** A pool on its own, closed when the test ends: nothing samples it, heals it or ends its patience but the test. */
export function createBreakablePool(fault: Fault = 'none', threads = 1, now?: () => number): BreakablePool {
  const workers = createBreakableWorkers(fault);
  const state = SharedState.create(1);
  const failures: string[] = [];
  const deadlines = new HandDeadlines();
  const pool = new WorkerPool({
    threads,
    state,
    data: {
      buffer: state.buffer,
      facts: {
        build: { version: '0.0.0-test', node: process.versions.node, uwebsockets: '0' },
        fileDescriptorsMax: null,
        startedAtSeconds: 0,
      },
      vllmModel: null,
    },
    entry: workers.entry,
    onFailure: (error) => failures.push(error.message),
    deadline: deadlines.start,
    ...(now === undefined ? {} : { now }),
  });
  after(() => pool.close());
  return { ...workers, pool, state, failures, deadlines };
}

export interface WorkPoolTestOptions {
  readonly fault?: Fault;
  readonly threads?: number;
  readonly bodyBytesMax?: number;
  readonly now?: () => number;
}

/** The same of the pool for long work. */
export function createBreakableWorkPool({
  fault = 'none',
  threads = 1,
  bodyBytesMax = 16_384,
  ...rest
}: WorkPoolTestOptions = {}): BreakablePool<WorkPool> {
  const workers = createBreakableWorkers(fault, 'work-entry');
  const state = SharedState.create(1);
  const failures: string[] = [];
  const deadlines = new HandDeadlines();
  const pool = new WorkPool({
    threads,
    bodyBytesMax,
    state,
    entry: workers.entry,
    onFailure: (error) => failures.push(error.message),
    deadline: deadlines.start,
    ...rest,
  });
  after(() => pool.close());
  return { ...workers, pool, state, failures, deadlines };
}

/**
 * Why a thread is not driven to its heap limit here, or false. With Node.js 20 it ends there; with 24.x it was seen to go
 * on at the limit, and then neither a task's deadline nor the end of the process could end it.
 */
export const heapFaultSkipped =
  Number(process.versions.node.split('.')[0]) > 20 &&
  'from Node.js 22 on a thread at its heap limit cannot be ended';
