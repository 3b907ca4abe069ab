/**
 * Who looks at a request beside the exchange that carries it: its caller's visit, and the record that is kept of it. Main
 * thread. There is one only where somebody does. And how the end of a request is told.
 */

import type { Ending } from '../../shared/answers/control-answers.js';
import type { ApiError } from '../../shared/errors.js';
import { keyOf } from '../admission/request-key.js';
import type { ApiRoute } from '../reading/api-routes.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import { outcomeOf } from '../records/journal.js';
import type { RequestRecord } from '../records/recorder.js';
import type { ExchangeContext } from '../replying/exchange-context.js';
import type { Sending } from '../replying/sending.js';
import type { Headers, RequestHead } from '../transport/transport.js';
import { Visit } from './visit.js';

export class Witness {
  private constructor(
    private readonly visit: Visit | null,
    private readonly record: RequestRecord | null,
  ) {}

  /** For a request whose head has come; null where nobody looks. */
  static of(
    context: ExchangeContext,
    route: ApiRoute,
    head: RequestHead,
    arrivedAtMs: number,
  ): Witness | null {
    const { admission, callers, recorder } = context;
    if (recorder === null && !admission.needsCallers) return null;
    const visit = admission.needsCallers ? new Visit(callers.of(keyOf(head)), route, context) : null;
    return new Witness(visit, recorder?.begin(route, head, arrivedAtMs) ?? null);
  }

  /** The end of its API key, as the journal shows it. */
  get key(): string | null {
    return this.record?.key ?? null;
  }

  /** The request was let in, or may wait. */
  enter(): void {
    this.visit?.enter();
  }

  /** The whole body has come. */
  keepBody(body: Buffer): void {
    this.record?.keepBody(body);
  }

  /** Takes what the request needs of the limits, or gives back why it is refused. */
  reserve(planned: PlannedRequest): ApiError | null {
    return this.visit?.reserve(planned) ?? null;
  }

  /** Headers that say how much is left. */
  headers(): Headers | undefined {
    return this.visit?.headers();
  }

  /** The request is refused: gives back the headers that go with it. */
  refused(error: ApiError): Headers | undefined {
    return this.visit?.refused(error);
  }

  /** Notes what became of the request. */
  note(ending: Ending, planned: PlannedRequest | null, sending: Sending | null, dueAtMs: number): void {
    this.record?.end(ending, planned, sending, dueAtMs);
  }

  /** The request is over. Called once. */
  end(): void {
    this.visit?.end();
  }
}

/** Headers that not every answer has: of the limits that hold for its caller, and of the time that it has waited for its slot. */
export function extraHeaders(witness: Witness | null, queuedMs: number): Headers | undefined {
  if (queuedMs === 0) return witness?.headers();
  return [...(witness?.headers() ?? []), ['x-mock-queue-ms', queuedMs.toFixed(1)]];
}

/** A request has ended: counts it where its model was read, and notes it where somebody looks. Once for each request. */
export function noteEnding(
  witness: Witness | null,
  ending: Ending,
  planned: PlannedRequest | null,
  sending: Sending | null,
  dueAtMs: number,
): void {
  planned?.row.figures.count(outcomeOf(ending));
  witness?.note(ending, planned, sending, dueAtMs);
}
