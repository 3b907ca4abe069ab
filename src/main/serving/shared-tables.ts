/**
 * What several threads that serve keep together beside figures: who asks, what is left of the rate limits, how often faults were counted,
 * which prompts came before. The main thread makes the memory, once, where there are several; every thread attaches to it.
 */
import type { SharedState } from '../../shared/state.js';
import { SharedCallers } from '../admission/limits/shared-callers.js';
import { SharedMeters } from '../admission/limits/shared-meters.js';
import { drawIdStart, shareIds } from '../admission/request-id.js';
import { PrefixCache } from '../reading/prefixes/prefix-cache.js';
import { SharedFaultCounts } from '../reading/shared-fault-counts.js';
import { SharedKnownResponses } from '../stored/shared-known-responses.js';

export interface SharedTables {
  readonly callers: SharedArrayBuffer;
  readonly meters: SharedArrayBuffer;
  readonly faultCounts: SharedArrayBuffer;
  readonly prefixes: SharedArrayBuffer;
  readonly responses: SharedArrayBuffer;
  /** What the ids of all requests begin with. */
  readonly idStart: string;
}

/** Pages that nobody has written to take no memory. */
export function createTables(): SharedTables {
  return {
    callers: SharedCallers.memory(),
    meters: SharedMeters.memory(),
    faultCounts: SharedFaultCounts.memory(),
    prefixes: PrefixCache.memory(),
    responses: SharedKnownResponses.memory(),
    idStart: drawIdStart(),
  };
}

export function attachTables(
  { callers, meters, faultCounts, responses, idStart }: SharedTables,
  state: SharedState,
) {
  shareIds(idStart, state.thread);
  return {
    callers: new SharedCallers(callers, state),
    // What is changed is changed there first.
    meters: new SharedMeters(meters, state.thread === 0),
    faultCounts: new SharedFaultCounts(faultCounts),
    responses: new SharedKnownResponses(responses),
  };
}
