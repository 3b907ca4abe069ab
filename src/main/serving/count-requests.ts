/**
 * How many requests have come to this thread: what a shutdown goes by. Any thread that serves.
 */
import { ENDPOINTS, STATUSES } from '../../shared/labels.js';
import type { SharedState } from '../../shared/state.js';

/** All requests that this thread ever let in or answered, on both ports. */
export function countOwnRequests(state: SharedState): number {
  let requests = state.ownActive + state.queue.ownLength + state.disconnects + state.queueDisconnects;
  for (let endpoint = 0; endpoint < ENDPOINTS.length; endpoint++) {
    for (const status of STATUSES) requests += state.repliesOf(endpoint, status);
  }
  return requests;
}
