/**
 * What a thread that serves does once a second for itself: its loop's lag is published, its lost workers are replaced. In each such
 * thread but the main one, which has more to do (process/housekeeping.ts).
 */
import type { SharedState } from '../../shared/state.js';
import type { WorkPool } from '../../workers/work-pool.js';
import { startEventLoopLag } from './event-loop-lag.js';

const HOUSEKEEPING_MS = 1_000;

export function startThreadHousekeeping(state: SharedState, workPool: WorkPool): { stop(): void } {
  const lag = startEventLoopLag();
  const timer = setInterval(() => {
    state.eventLoopLagSeconds = lag.takeWorstSeconds();
    workPool.heal();
  }, HOUSEKEEPING_MS);
  return {
    stop() {
      clearInterval(timer);
      lag.stop();
    },
  };
}
