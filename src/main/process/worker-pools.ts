/**
 * Makes the two pools of worker threads from the settings. Main thread, once.
 */
import { createRequire } from 'node:module';
import type { Config } from '../../config/config.js';
import type { SharedState } from '../../shared/state.js';
import { WorkerPool } from '../../workers/pool.js';
import type { Deadline } from '../../workers/tasks.js';
import { WorkPool, workThreads } from '../../workers/work-pool.js';

export interface Pools {
  /** Samples and renders. */
  readonly pool: WorkerPool;
  /** Counts, parses and reads. */
  readonly workPool: WorkPool;
}

interface PoolsOptions {
  readonly config: Config;
  readonly version: string;
  readonly onWorkerFailure: (error: Error) => void;
  readonly workerEntry?: URL;
  readonly workEntry?: URL;
  readonly workerDeadline?: Deadline;
}

export function startPools(
  { config, version, onWorkerFailure, workerEntry, workEntry, workerDeadline }: PoolsOptions,
  state: SharedState,
  fileDescriptorsMax: number | null,
): Pools {
  const uwebsockets = createRequire(import.meta.url)('uWebSockets.js/package.json') as { version: string };
  const common = {
    state,
    onFailure: onWorkerFailure,
    ...(workerDeadline === undefined ? {} : { deadline: workerDeadline }),
  };
  const pool = new WorkerPool({
    ...common,
    threads: config.workerThreads,
    data: {
      buffer: state.buffer,
      facts: {
        build: { version, node: process.versions.node, uwebsockets: uwebsockets.version },
        fileDescriptorsMax,
        startedAtSeconds: Math.round(performance.timeOrigin / 1000),
      },
      vllmModel: config.vllmMetrics ? config.modelDefault : null,
    },
    ...(workerEntry === undefined ? {} : { entry: workerEntry }),
  });
  const workPool = new WorkPool({
    ...common,
    threads: workThreads(config.cpu.availableCores, config.workerThreads, config.socketThreads),
    bodyBytesMax: config.bodyBytesMax,
    ...(workEntry === undefined ? {} : { entry: workEntry }),
  });
  return { pool, workPool };
}

export async function closePools({ pool, workPool }: Pools): Promise<void> {
  await Promise.all([pool.close(), workPool.close()]);
}
