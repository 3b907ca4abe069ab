/**
 * What a worker thread runs: one exported function a task. Reads the shared state and writes the memory snapshot into
 * it; never touches a socket. Loaded by Piscina in every thread of the pool.
 */
import { workerData } from 'node:worker_threads';
import { SharedState } from '../shared-state.js';
import { createMemorySampler, type MemorySample } from '../telemetry/memory.js';
import type { Tasks, WorkerData } from './tasks.js';

const data = workerData as WorkerData;
const state = SharedState.attach(data.buffer);
const readMemory: () => Promise<MemorySample> = createMemorySampler();

type Renderer = () => Promise<string>;
let renderer: Promise<Renderer> | undefined;

/** prom-client is a third of a thread's start-up time and no sample needs it: the first scrape loads it. */
async function loadRenderer(): Promise<Renderer> {
  const { createMetricsRenderer } = await import('../telemetry/metrics.js');
  return createMetricsRenderer(state, data.facts, data.vllmModel);
}

export async function sampleMemory(): Promise<Tasks['sampleMemory']['output']> {
  const sample = await readMemory();
  state.writeMemory({ ...sample, sampledAtMs: Date.now() });
}

/** Loaded by the first count, for it is a large part of a thread's memory, and few servers count. */
export async function countTokens(
  jobs: Tasks['countTokens']['input'],
): Promise<Tasks['countTokens']['output']> {
  const { countJobs } = await import('./token-count.js');
  return countJobs(jobs);
}

export async function renderMetrics(): Promise<Tasks['renderMetrics']['output']> {
  renderer ??= loadRenderer();
  return (await renderer)();
}
