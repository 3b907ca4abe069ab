/**
 * What happens once a second: the loop's lag is published, the live page gets its row, lost workers are replaced, memory is
 * sampled, and given back when nothing happens; and, once, the end of a start that takes its time. Main thread.
 */
import { createReleaser } from '../../shared/collect-garbage.js';
import { emptyMemorySnapshot } from '../../shared/memory-snapshot.js';
import type { SharedState } from '../../shared/state.js';
import type { Admission } from '../admission/admission.js';
import type { LiveFeed } from '../live/feed.js';
import type { Timers } from '../replying/timing/delay-wheel.js';
import type { PollClock } from '../replying/timing/poll-clock.js';
import { startEventLoopLag, TICK_MS } from '../serving/housekeeping/event-loop-lag.js';
import { createIdleCollector, createTrimmer, idleSignsOf } from '../serving/housekeeping/idle-garbage.js';
import { createMemoryWatch, type MemoryUse } from './memory/memory-watch.js';
import type { Pools } from './worker-pools.js';

const HOUSEKEEPING_MS = 1_000;

export interface HousekeepingOptions {
  /** Told when memory comes near its limit. */
  readonly onMemoryNearLimit?: (use: MemoryUse) => void;
  /** The process is another program's: its garbage is not ours to collect. */
  readonly embedded?: boolean;
  /** Is told that the loop turns. */
  readonly polls: Pick<PollClock, 'tick'>;
}

export function startHousekeeping(
  state: SharedState,
  { pool, workPool }: Pools,
  live: LiveFeed | null,
  { onMemoryNearLimit = () => {}, embedded = false, polls }: HousekeepingOptions,
): { stop(): void } {
  const lag = startEventLoopLag(() => polls.tick(TICK_MS));
  const memory = emptyMemorySnapshot();
  const watchMemory = createMemoryWatch(onMemoryNearLimit);
  const collectWhenIdle = embedded ? () => {} : createCollectorWhenIdle(state);
  const timer = setInterval(() => {
    state.eventLoopLagSeconds = lag.takeWorstSeconds();
    live?.tick();
    watchMemory(state.readMemory(memory));
    collectWhenIdle();
    pool.heal();
    workPool.heal();
    void pool.sampleMemory();
  }, HOUSEKEEPING_MS);
  return {
    stop() {
      clearInterval(timer);
      lag.stop();
    },
  };
}

function createCollectorWhenIdle(state: SharedState): () => void {
  const release = createReleaser();
  const trim = createTrimmer();
  return createIdleCollector({
    ...idleSignsOf(state),
    giveBack: () => {
      release();
      trim();
    },
  });
}

/** Lets nobody in before `ms` have passed, as while a model is loaded. */
export function holdStart(
  admission: Pick<Admission, 'starting'>,
  ms: number,
  timers: Timers,
): { cancel(): void } {
  if (ms === 0) return { cancel() {} };
  admission.starting = true;
  const timer = timers.setTimeout(() => {
    admission.starting = false;
  }, ms);
  return { cancel: () => timers.clearTimeout(timer) };
}
