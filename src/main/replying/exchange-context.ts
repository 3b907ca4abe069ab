/**
 * What all exchanges of a server share. Types only.
 */

import type { Defects } from '../../shared/defects.js';
import type { SharedState } from '../../shared/state.js';
import type { Admission } from '../admission/admission.js';
import type { Callers } from '../admission/limits/callers.js';
import type { RateLimiter } from '../admission/limits/rate-limiter.js';
import type { MemoryBudget } from '../admission/memory-budget.js';
import type { Refusals } from '../admission/refusals.js';
import type { Refuser } from '../admission/refuser.js';
import type { WaitingLine } from '../admission/waiting-line.js';
import type { RequestReader } from '../reading/request-reader.js';
import type { Recorder } from '../records/recorder.js';
import type { StoredResponses } from '../stored/stored-responses.js';
import type { OrderedFaults } from './ordered-faults.js';
import type { DelayWheel } from './timing/delay-wheel.js';
import type { PollClock } from './timing/poll-clock.js';
import type { WallClock } from './timing/wall-clock.js';

export interface ExchangeContext {
  readonly orders: OrderedFaults;
  readonly state: SharedState;
  readonly wheel: DelayWheel;
  readonly admission: Admission;
  readonly line: WaitingLine;
  readonly callers: Callers;
  readonly limiter: RateLimiter;
  readonly refusals: Refusals;
  readonly refuser: Refuser;
  readonly defects: Defects;
  readonly budget: MemoryBudget;
  readonly reader: RequestReader;
  /** null where nobody may ask for what it keeps. */
  readonly recorder: Recorder | null;
  /** null where no answer is kept. */
  readonly stored: StoredResponses | null;
  /** Whether a stream begins at once, ahead of its first token. */
  readonly beginsAtOnce: boolean;
  readonly bodyBytesMax: number;
  readonly stallTimeoutMs: number;
  /** How often a connection is held open whose client reads nothing: well within the listeners' idle time-out. */
  readonly holdOpenEveryMs: number;
  /** When whoever is refused for want of room is told to come again. */
  unavailableRetryMs: number;
  /** Monotonic, in milliseconds with fractions; the wheel's clock. */
  readonly now: () => number;
  readonly wallClock: WallClock;
  /** Since when what is read may have lain unread. */
  readonly polls: PollClock;
}
