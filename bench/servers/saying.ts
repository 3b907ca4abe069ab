// Owns: when the tokens of a stream are written. Must never: write one early, or let a late one delay the next.

import type { Visit } from './visits.js';

export interface Outlet {
  write(events: string): void;
  /** The last events; nothing comes after them. */
  end(events: string): void;
}

/** Token k (from 1) is due `k · gapMs` after the request. What is due in the same moment is written as one. */
export function say(visit: Visit, events: readonly string[], gapMs: number, outlet: Outlet): void {
  let said = 0;
  const sayWhatIsDue = (): void => {
    const passedMs = performance.now() - visit.arrivedMs;
    // The next one is due, whatever the rounding makes of it.
    const due = gapMs === 0 ? events.length : Math.max(said + 1, Math.floor(passedMs / gapMs));
    const text = due === said + 1 ? (events[said] as string) : events.slice(said, due).join('');
    said = due;
    if (said < events.length) {
      outlet.write(text);
      visit.after((said + 1) * gapMs, sayWhatIsDue);
    } else {
      outlet.end(text);
    }
  };
  visit.after(gapMs, sayWhatIsDue);
}
