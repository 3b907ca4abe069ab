/**
 * What a thread that serves does once a second for itself: its loop's lag is published, its lost workers are replaced, its
 * heap is given back when nothing happens. In each such thread but the main one, which has more to do (process/housekeeping.ts).
 */
import { createReleaser } from '../../../shared/collect-garbage.js';
import type { SharedState } from '../../../shared/state.js';
import type { WorkPool } from '../../../workers/work-pool.js';
import type { PollClock } from '../../replying/timing/poll-clock.js';
import { startEventLoopLag, TICK_MS } from './event-loop-lag.js';
import { createIdleCollector, idleSignsOf } from './idle-garbage.js';

const HOUSEKEEPING_MS = 1_000;

export function startThreadHousekeeping(
  state: SharedState,
  workPool: WorkPool,
  polls: Pick<PollClock, 'tick'>,
): { stop(): void } {
  const lag = startEventLoopLag(() => polls.tick(TICK_MS));
  const releaseWhenIdle = createIdleCollector({
    ...idleSignsOf(state),
    giveBack: createReleaser(),
  });
  const timer = setInterval(() => {
    state.eventLoopLagSeconds = lag.takeWorstSeconds();
    workPool.heal();
    releaseWhenIdle();
  }, HOUSEKEEPING_MS);
  return {
    stop() {
      clearInterval(timer);
      lag.stop();
    },
  };
}
