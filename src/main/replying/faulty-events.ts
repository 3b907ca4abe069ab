/**
 * The events of a stream in which something is wrong: a frame that is no JSON, comes twice, is empty or comes in two, or an end
 * that is not that of the API. Main thread; one a stream that has such a fault.
 */

import type { Fault } from '../../behavior/faults/fault.js';
import { frameOf } from '../../behavior/plan/faulty-plan.js';
import { injectedError } from '../../protocols/contract/injected-error.js';
import type { StreamEvents } from '../../protocols/contract/protocol.js';
import { isReplyBody, type ReplyBody, SLICE_BYTES_MAX } from '../../protocols/contract/reply-body.js';
import type { StreamFormat } from '../../protocols/contract/stream-format.js';
import type { ApiRoute } from '../reading/api-routes.js';

const FRAME_END_CHARACTERS_MAX = 4;

export class FaultyEvents implements StreamEvents {
  readonly #at: number;
  readonly #events: number;
  #next = 0;
  /** Whether the frame is yet to come. */
  #isAhead: boolean;
  /** The second half of a frame that was split. */
  #held = '';

  /** `tokens` is how many the stream has; `requestId` as clients see it. */
  constructor(
    private readonly events: StreamEvents,
    private readonly fault: Fault,
    tokens: number,
    private readonly route: ApiRoute,
    private readonly requestId: string,
    private readonly format: StreamFormat = route.protocol.streamFormat,
  ) {
    // There must be a frame for the second half to come with.
    const canSplit = tokens > 1 || fault.kind !== 'split';
    const first = frameOf(fault, tokens) * events.pieceEvents;
    // Of several choices the last: the frames of a token come together, and the halves are to come apart.
    const at = fault.kind === 'split' ? first + events.pieceEvents - 1 : first;
    this.#at = at;
    this.#isAhead = canSplit;
    this.#events = tokens * events.pieceEvents;
  }

  get headEvents(): number {
    return this.events.headEvents;
  }

  get pieceEvents(): number {
    return this.events.pieceEvents;
  }

  get lastEvents(): number {
    return this.events.lastEvents ?? 1;
  }

  get tailEvents(): number {
    switch (this.fault.kind) {
      case 'cut':
        return 0;
      case 'error':
        return 1;
      case 'unfinished':
        return this.events.tailEvents - 1;
      default:
        return this.events.tailEvents;
    }
  }

  head(): string | ReplyBody {
    return this.events.head();
  }

  event(): string {
    const text = this.#held + this.events.event();
    this.#held = '';
    const index = this.#next++;
    // Where nothing is shown of a token, nothing can be wrong with it: the next that is shown is the one.
    if (!this.#isAhead || index < this.#at || text === '') return text;
    this.#isAhead = false;
    return this.#altered(text);
  }

  #altered(text: string): string {
    switch (this.fault.kind) {
      case 'broken':
        return text.replace('":', '";');
      case 'blank':
        return text + this.format.blank;
      case 'duplicate':
        // An array is opened once.
        return text + text.replace(/^\[/, ',\r\n');
      case 'split': {
        // Postponed to the last frame, it has none for its second half to come with.
        if (this.#next === this.#events) return text;
        const half = text.length >>> 1;
        this.#held = text.slice(half);
        return text.slice(0, half);
      }
      default:
        return text;
    }
  }

  failure(...error: Parameters<StreamEvents['failure']>): string {
    return this.events.failure(...error);
  }

  tail(tookMs?: number): string | ReplyBody {
    switch (this.fault.kind) {
      case 'cut':
        return '';
      case 'error': {
        const error = injectedError(this.fault);
        return this.events.failure(error, this.route.dialect.encodeError(error, this.requestId));
      }
      case 'unfinished':
        return this.#withoutLast(tookMs);
      default:
        return this.events.tail(tookMs);
    }
  }

  /** The last event of what ends a stream is left out. */
  #withoutLast(tookMs?: number): string | ReplyBody {
    const tail = this.events.tail(tookMs);
    const { lastFrameAt: find = lastFrameAt } = this.format;
    if (!isReplyBody(tail)) return tail.slice(0, find(tail));
    // It may be longer than a slice; offsets grow, so it is looked for in another one.
    const length = lastFrameIn(this.events.tail(tookMs) as ReplyBody);
    return {
      length,
      slice: (offset: number, bytesMax: number) => tail.slice(offset, Math.min(bytesMax, length - offset)),
    };
  }
}

/** As `lastFrameAt`, of a body of any length. */
function lastFrameIn(body: ReplyBody): number {
  let lastAt = 0;
  let text = '';
  let textAt = 0;
  while (textAt + text.length < body.length) {
    const slice = body.slice(textAt + text.length, SLICE_BYTES_MAX).toString('latin1');
    // What ends a frame may lie across two slices, and what ends the last one is not the end of the body's last frame but one.
    const kept = text.slice(-FRAME_END_CHARACTERS_MAX);
    textAt += text.length - kept.length;
    text = kept + slice;
    const at = lastFrameAt(text);
    if (at > 0) lastAt = textAt + at;
  }
  return lastAt;
}

/** Where the last frame of a text begins; 0 where there is one alone. Of an array, where its last bracket is. */
function lastFrameAt(text: string): number {
  if (text.endsWith(']')) return text.length - 1;
  const before = text.slice(0, text.trimEnd().length);
  const plain = before.lastIndexOf('\n\n');
  const wide = before.lastIndexOf('\r\n\r\n');
  return Math.max(plain === -1 ? 0 : plain + 2, wide === -1 ? 0 : wide + 4);
}
