/**
 * Claude in Bedrock: Anthropic's Messages as they are, but for the model, which the path names, and for streams, whose events come
 * in frames. Pure. Source: AWS's public guide to inference parameters (Anthropic Claude Messages API).
 */

import type { ApiError } from '../../shared/errors.js';
import { messagesProtocol } from '../anthropic/messages.js';
import type { Answer, Protocol, StreamEvents } from '../contract/protocol.js';
import type { TextRequest } from '../request/text-request.js';
import { encodeChunk, encodeInvocation } from './chunks.js';
import { exceptionType } from './dialect.js';
import { EVENT_STREAM, encodeException } from './frames.js';

const DATA = 'data: ';
const EVENT_END = '\n\n';
/** Bedrock sends none. */
const PING = '{"type":"ping"}';
const LAST = '{"type":"message_stop"}';

/** Server-sent events, each in a frame. */
class ClaudeEvents implements StreamEvents {
  readonly pieceEvents = 1;
  /** But for the ping. */
  readonly headEvents: number;

  constructor(
    private readonly events: StreamEvents,
    private readonly answer: Answer,
  ) {
    this.headEvents = events.headEvents - 1;
  }

  get tailEvents(): number {
    return this.events.tailEvents;
  }

  get lastEvents(): number {
    return this.events.lastEvents ?? 1;
  }

  head(): string {
    return framed(this.events.head() as string);
  }

  event(): string {
    return framed(this.events.event());
  }

  tail(tookMs = 0): string {
    const tail = this.events.tail(tookMs) as string;
    const end = `{"type":"message_stop",${encodeInvocation(this.answer, tookMs)}}`;
    return framed(tail.replace(LAST, () => end));
  }

  failure(error: ApiError, body: string): string {
    return encodeException(exceptionType(error), body);
  }
}

function framed(events: string): string {
  let frames = '';
  for (let at = 0; at < events.length; ) {
    const end = events.indexOf(EVENT_END, at);
    const data = events.slice(events.indexOf(DATA, at) + DATA.length, end);
    if (data !== PING) frames += encodeChunk(data);
    at = end + EVENT_END.length;
  }
  return frames;
}

export const claudeProtocol: Protocol<TextRequest> = {
  ...messagesProtocol,
  streamFormat: EVENT_STREAM,
  openStream(request, answer) {
    return new ClaudeEvents(messagesProtocol.openStream?.(request, answer) as StreamEvents, answer);
  },
};
