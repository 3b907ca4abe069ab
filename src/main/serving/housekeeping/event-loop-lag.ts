/**
 * Measures how long the main event loop was held up: a tick that comes late says so. Main thread, fifty times a second.
 */

/** How often it ticks: the finest lag that is seen. */
export const TICK_MS = 20;

export interface EventLoopLag {
  /** The longest hold-up since the last call, in seconds. */
  takeWorstSeconds(): number;
  stop(): void;
}

/** `onTick` is called at every tick. */
export function startEventLoopLag(onTick: () => void = () => {}): EventLoopLag {
  let lastMs = Number.NaN;
  let worstMs = 0;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    // The first tick is where the measuring begins.
    if (nowMs - lastMs - TICK_MS > worstMs) worstMs = nowMs - lastMs - TICK_MS;
    lastMs = nowMs;
    onTick();
  }, TICK_MS);
  timer.unref();
  return {
    takeWorstSeconds() {
      const seconds = worstMs / 1000;
      worstMs = 0;
      return seconds;
    },
    stop() {
      clearInterval(timer);
      worstMs = 0;
    },
  };
}
