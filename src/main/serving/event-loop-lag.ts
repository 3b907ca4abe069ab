/**
 * Measures how long the main event loop was held up. Main thread; the measuring itself runs in native code.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How often the native timer fires: the finest lag that is seen, at fifty wake-ups a second. */
const RESOLUTION_MS = 20;

export interface EventLoopLag {
  /** The longest hold-up since the last call, in seconds. */
  takeWorstSeconds(): number;
  stop(): void;
}

export function startEventLoopLag(): EventLoopLag {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    takeWorstSeconds() {
      // The histogram holds the time between two firings, the resolution included; empty, its max is 0.
      const worstMs = histogram.max / 1e6 - RESOLUTION_MS;
      histogram.reset();
      return Math.max(0, worstMs) / 1000;
    },
    stop() {
      histogram.disable();
    },
  };
}
