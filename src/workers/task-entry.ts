/**
 * What a thread of the sampling pool runs: one exported function a task. Reads the shared state and writes the memory snapshot
 * into it; never touches a socket. Loaded by Piscina in every thread of the pool.
 */
import { workerData } from 'node:worker_threads';
import { OTHER_MODELS } from '../shared/figures/models.js';
import { SharedState } from '../shared/state.js';
import { totalsOf } from '../shared/state-totals.js';
import { createMemorySampler, type MemorySample } from '../telemetry/limits/memory.js';
import type { SamplingTasks, WorkerData } from './tasks.js';
import { giveWay } from './thread-priority.js';

/**
 * After so long a thread loads what a scrape needs, whether there is one or not: later there may be no descriptor left to open
 * a file by. Not at once: it is a third of a thread's start-up time, and the server is ready when the first sample is there.
 */
const LOAD_RENDERER_AFTER_MS = 200;

/** A third of what the main thread gets, where both want the same core: a scrape takes a millisecond or two, and somebody waits for it. */
const NICE_BY = 5;

giveWay(NICE_BY);

const data = workerData as WorkerData;
const state = SharedState.attach(data.buffer);
const totals = totalsOf(state);
const readMemory: () => Promise<MemorySample> = createMemorySampler();

type Renderer = (models: readonly string[]) => Promise<string>;
let renderer: Promise<Renderer> | undefined;

async function loadRenderer(): Promise<Renderer> {
  const { createMetricsRenderer } = await import('../telemetry/metrics/metrics.js');
  const render = createMetricsRenderer(totals, data.facts, data.vllmModel);
  // Code that has never run is slow, ten times as slow here: it is not the first scrape that finds that out.
  await render([OTHER_MODELS]);
  return render;
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
  // As bytes, which the main thread takes as they are.
  return Buffer.from(await render(models));
}

// Nobody asked, so nobody is told when it fails: whoever asks will be.
setTimeout(() => void Promise.allSettled([startRenderer()]), LOAD_RENDERER_AFTER_MS).unref();
