/**
 * What all exchanges of a server share. Types only.
 */
import type { SharedState } from '../shared-state.js';
import type { Admission } from './admission.js';
import type { Defects } from './defects.js';
import type { DelayWheel } from './delay-wheel.js';
import type { MemoryBudget } from './memory-budget.js';
import type { Refusals } from './refusals.js';
import type { Refuser } from './refuser.js';
import type { RequestReader } from './request-reader.js';

export interface ExchangeContext {
  readonly state: SharedState;
  readonly wheel: DelayWheel;
  readonly admission: Admission;
  readonly refusals: Refusals;
  readonly refuser: Refuser;
  readonly defects: Defects;
  readonly budget: MemoryBudget;
  readonly reader: RequestReader;
  readonly bodyBytesMax: number;
  readonly stallTimeoutMs: number;
  /** Monotonic, in milliseconds with fractions; the wheel's clock. */
  readonly now: () => number;
}
