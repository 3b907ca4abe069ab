/**
 * Gives a request the fault that was ordered for the next ones of its kind. Main thread, hot path: while nothing is ordered it
 * costs one comparison.
 */
import type { Fault } from '../../behavior/faults/fault.js';
import { parseOneFault } from '../../behavior/faults/parse.js';
import { withFault } from '../../behavior/plan/faulty-plan.js';
import { ENDPOINTS } from '../../shared/labels.js';
import type { ApiRoute } from '../reading/api-routes.js';
import { PlannedRequest } from '../reading/planned-request.js';

/** Faults that wait for requests. */
export interface OrderedFaults {
  readonly isEmpty: boolean;
  /** The text of the fault for a request, null for none. `key` is the end of its API key, as the journal shows it. */
  take(endpoint: string, model: string, key: string | null): string | null;
}

/** The request as it was planned, or with the fault that was ordered for it. */
export function withOrderedFault(
  planned: PlannedRequest,
  { endpoint }: ApiRoute,
  witness: { readonly key: string | null } | null,
  orders: OrderedFaults,
): PlannedRequest {
  if (orders.isEmpty) return planned;
  const { request, plan, counted, row, input } = planned;
  const text = orders.take(ENDPOINTS[endpoint] as string, request.model, witness?.key ?? null);
  if (text === null) return planned;
  return new PlannedRequest(
    request,
    withFault(plan, faultOf(text), request.stream),
    counted,
    null,
    row,
    input,
  );
}

/** What was ordered was read before. */
function faultOf(text: string): Fault {
  const read = parseOneFault(text);
  if (!read.ok) throw new Error(`no fault: ${read.message}`);
  return read.fault;
}
