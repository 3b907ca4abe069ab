/**
 * A stream of which each choice in each event says what a content filter has found. Pure.
 */
import type { ApiError } from '../../shared/errors.js';
import type { StreamEvents } from '../contract/protocol.js';
import { isReplyBody, type ReplyBody } from '../contract/reply-body.js';

/** How a choice ends that goes on, and one that does not. No text holds it: a quote in a text is escaped. */
const GOES_ON = '"finish_reason":null}';
const ENDS = /("finish_reason":"[a-z_]+")\}/g;

/** JSON with a leading comma, but `first`, which is an event. */
interface Findings {
  readonly first: string;
  readonly piece: string;
  readonly end: string;
}

export class FilteredEvents implements StreamEvents {
  readonly #goesOn: string;

  constructor(
    private readonly events: StreamEvents,
    private readonly findings: Findings,
  ) {
    this.#goesOn = `${GOES_ON.slice(0, -1)}${findings.piece}}`;
  }

  get headEvents(): number {
    return this.events.headEvents + 1;
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

  /** That of very many choices, which is no text, stays as it is. */
  head(): string | ReplyBody {
    const head = this.events.head();
    if (isReplyBody(head)) return head;
    const empty = `${GOES_ON.slice(0, -1)},"content_filter_results":{}}`;
    return this.findings.first + head.replaceAll(GOES_ON, empty);
  }

  event(): string {
    return this.events.event().replaceAll(GOES_ON, this.#goesOn);
  }

  tail(): string | ReplyBody {
    const tail = this.events.tail();
    return isReplyBody(tail) ? tail : tail.replaceAll(ENDS, `$1${this.findings.end}}`);
  }

  failure(error: ApiError, body: string): string {
    return this.events.failure(error, body);
  }
}
