/**
 * What becomes of a request once it was read: refused for what it says, or for what its caller or its texts would need; or let
 * wait for its answer. Main thread, hot path.
 */
import { type ApiError, isApiError } from '../../shared/errors.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import { withOrderedFault } from '../replying/ordered-faults.js';
import type { Witness } from './witness.js';

/** Holds the bytes of what it gives back, and counts its fault, and it as in flight: until `releaseRead`. */
export function admitRead(
  read: PlannedRequest | ApiError,
  route: ApiRoute,
  witness: Witness | null,
  { refusals, budget, orders, state }: ExchangeContext,
): PlannedRequest | ApiError {
  if (isApiError(read)) return read;
  const refusal = witness?.reserve(read) ?? null;
  if (refusal !== null) return refused(read, refusal);
  const planned = withOrderedFault(read, route, witness, orders);
  if (!budget.tryHoldText(planned.keptBytes)) return refused(planned, refusals.memoryFull);
  const { fault } = planned.plan;
  if (fault !== null) state.countFault(fault.kind, route.endpoint);
  planned.row.figures.enter();
  return planned;
}

/** What was let in is over, in whatever way. */
export function releaseRead({ keptBytes, row }: PlannedRequest, { budget }: ExchangeContext): void {
  budget.freeText(keptBytes);
  row.figures.leave();
}

function refused({ row }: PlannedRequest, refusal: ApiError): ApiError {
  row.figures.count('refused');
  return refusal;
}
