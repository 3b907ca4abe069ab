/**
 * Keeps what is answered, where it may be asked for by its id. Main thread, hot path: of most requests nothing is kept, which one
 * comparison tells.
 */
import type { Answer, StreamEvents } from '../../protocols/contract/protocol.js';
import type { ReplyBody } from '../../protocols/contract/reply-body.js';
import type { ApiError } from '../../shared/errors.js';
import type { PlannedRequest } from '../reading/planned-request.js';
import type { StoredResponses } from '../stored/stored-responses.js';

/** A whole answer goes out now; or in the background it has only begun. */
export function keepWhole(planned: PlannedRequest, answer: Answer, stored: StoredResponses | null): void {
  const { input, plan } = planned;
  if (input === null || stored === null) return;
  const [firstInMs, doneInMs] = input.isBackground ? [plan.firstMs, plan.totalMs] : [0, 0];
  stored.add({ request: planned.request, answer, input, ownBytes: ownBytes(planned) }, firstInMs, doneInMs);
}

/** The events of a stream that begins now; kept is it when it has ended, or in the background at once. */
export function keepStream(
  planned: PlannedRequest,
  answer: Answer,
  events: StreamEvents,
  stored: StoredResponses | null,
): StreamEvents {
  const { input, plan } = planned;
  if (input === null || stored === null) return events;
  const response = { request: planned.request, answer, input, ownBytes: ownBytes(planned) };
  const entry = input.isBackground ? stored.add(response, 0, plan.totalMs - plan.firstMs) : null;
  return new KeptEvents(events, () => {
    if (entry === null) stored.add(response, 0, 0);
    else entry.doneAtMs = entry.firstAtMs;
  });
}

/** Arguments of calls and what was asked for as JSON are made for one request; other texts are shared, but an echo. */
function ownBytes({ keptBytes, plan: { parts } }: PlannedRequest): number {
  return parts === null
    ? keptBytes
    : parts.reduce((sum, { text, tokens }) => sum + text.bytes(tokens), keptBytes);
}

/** The same events; `onEnd` is told when the last of them are made. */
class KeptEvents implements StreamEvents {
  constructor(
    private readonly events: StreamEvents,
    private readonly onEnd: () => void,
  ) {}

  get headEvents(): number {
    return this.events.headEvents;
  }

  get pieceEvents(): number {
    return this.events.pieceEvents;
  }

  get tailEvents(): number {
    return this.events.tailEvents;
  }

  get lastEvents(): number {
    return this.events.lastEvents ?? 1;
  }

  head(): string | ReplyBody {
    return this.events.head();
  }

  event(): string {
    return this.events.event();
  }

  tail(): string | ReplyBody {
    this.onEnd();
    return this.events.tail();
  }

  failure(error: ApiError, body: string): string {
    return this.events.failure(error, body);
  }
}
