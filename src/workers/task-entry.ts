/**
 * What a thread of the sampling pool runs: one exported function a task. Reads the shared state and writes the memory snapshot
 * into it; never touches a socket. Loaded by Piscina in every thread of the pool.
 */
import { workerData } from 'node:worker_threads';
import { SharedState } from '../shared/state.js';
import { totalsOf } from '../shared/state-totals.js';
import { createMemorySampler, type MemorySample } from '../telemetry/limits/memory.js';
import type { SamplingTasks, WorkerData } from './tasks.js';

/**
 * After so long a thread loads what a scrape needs, whether there is one or not: later there may be no descriptor left to open
 * a file by. Not at once: it is a third of a thread's start-up time, and the server is ready when the first sample is there.
 */
const LOAD_RENDERER_AFTER_MS = 200;

const data = workerData as WorkerData;
const state = SharedState.attach(data.buffer);
const totals = totalsOf(state);
const readMemory: () => Promise<MemorySample> = createMemorySampler();

type Renderer = (models: readonly string[]) => Promise<string>;
let renderer: Promise<Renderer> | undefined;

async function loadRenderer(): Promise<Renderer> {
  const { createMetricsRenderer } = await import('../telemetry/metrics/metrics.js');
  return createMetricsRenderer(totals, data.facts, data.vllmModel);
}

function startRenderer(): Promise<Renderer> {
  renderer ??= loadRenderer().catch((error: unknown) => {
    // The next scrape tries again, and says why it cannot.
    renderer = undefined;
    throw error;
  });
  return renderer;
}

export async function sampleMemory(): Promise<SamplingTasks['sampleMemory']['output']> {
  const sample = await readMemory();
  state.writeMemory({ ...sample, sampledAtMs: Date.now() });
}

export async function renderMetrics({
  models,
}: SamplingTasks['renderMetrics']['input']): Promise<SamplingTasks['renderMetrics']['output']> {
  const render = await startRenderer();
  return render(models);
}

// Nobody asked, so nobody is told when it fails: whoever asks will be.
setTimeout(() => void Promise.allSettled([startRenderer()]), LOAD_RENDERER_AFTER_MS).unref();
