/**
 * Joins the live page's feed with what it shows, of all threads that serve. Main thread, once.
 */
import type { Config } from '../../config/config.js';
import type { SharedState } from '../../shared/state.js';
import { totalsOf } from '../../shared/state-totals.js';
import type { ConnectionLimit } from '../admission/connection-limit.js';
import { AllFailures } from '../live/all-failures.js';
import { createLiveFeed, type LiveFeed } from '../live/feed.js';
import type { Steering } from '../steering/steering.js';
import type { RequestPath } from './composition.js';
import type { Threads } from './thread-parts.js';
import { createLiveRelay, rowsOfAll } from './threads/live-relay.js';

export interface LiveParts {
  readonly config: Config;
  readonly version: string;
  readonly state: SharedState;
  readonly path: RequestPath;
  readonly connections: ConnectionLimit;
  readonly steering: Steering;
  /** null where the main thread serves alone. */
  readonly threads: Threads | null;
}

/** null where there is no page. */
export function createLive({ path, steering, threads, ...parts }: LiveParts): LiveFeed | null {
  const { admission, countedRows } = path;
  if (!parts.config.dashboard) return null;
  const totals = totalsOf(parts.state);
  const common = { ...parts, totals, admission, inForce: () => steering.config.inForce };
  if (threads === null) {
    return createLiveFeed({ ...common, failures: path.failures, rows: countedRows, others: null });
  }
  const failures = path.failures === null ? null : new AllFailures(path.failures);
  const feed = createLiveFeed({
    ...common,
    failures,
    rows: rowsOfAll(countedRows, totals),
    others: createLiveRelay(threads, countedRows, failures),
  });
  const tellHello = (): void => {
    threads.tell({ kind: 'hello', text: feed.hello() });
    threads.flush();
  };
  tellHello();
  steering.onChange(tellHello);
  return feed;
}
