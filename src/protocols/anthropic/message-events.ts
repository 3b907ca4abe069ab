/**
 * The stream of a message that is one text, as most are. Pure, hot path.
 * Source: Anthropic's public API reference (Streaming messages).
 */
import type { ApiError } from '../../shared/errors.js';
import type { Answer, PieceCursor, StreamEvents } from '../contract/protocol.js';
import type { TextRequest } from '../request/text-request.js';
import { encodeMessage, encodeStop } from './message.js';

const NOT_STOPPED = '"stop_reason":null,"stop_sequence":null';
/** What the first event says was generated: the real one has made its first token by then. */
const OUTPUT_TOKENS_AT_START = 1;
export const PING = 'event: ping\ndata: {"type":"ping"}\n\n';
const BLOCK_START =
  'event: content_block_start\n' +
  'data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\n';
const BEFORE_TEXT =
  'event: content_block_delta\n' +
  'data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"';
const AFTER_TEXT = '"}}\n\n';
const MESSAGE_STOP = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';

export class MessageEvents implements StreamEvents {
  readonly headEvents: number = 3;
  readonly pieceEvents = 1;
  readonly tailEvents: number = 3;
  readonly #pieces: PieceCursor;

  constructor(
    private readonly request: TextRequest,
    protected readonly answer: Answer,
  ) {
    this.#pieces = answer.text.pieces();
  }

  head(): string {
    return this.start() + BLOCK_START + PING;
  }

  protected start(): string {
    const message = encodeMessage(this.request, this.answer, '', NOT_STOPPED, OUTPUT_TOKENS_AT_START);
    return `event: message_start\ndata: {"type":"message_start","message":${message}}\n\n`;
  }

  event(): string {
    return BEFORE_TEXT + this.#pieces.next() + AFTER_TEXT;
  }

  failure(_error: ApiError, body: string): string {
    return `event: error\ndata: ${body}\n\n`;
  }

  tail(): string {
    return this.end(0);
  }

  /** `block` is the index of the last one; null where there was none. */
  protected end(block: number | null): string {
    const { answer } = this;
    return (
      `${block === null ? '' : encodeBlockStop(block)}event: message_delta\ndata: {"type":"message_delta","delta":{${encodeStop(answer)}}` +
      `,"usage":{"output_tokens":${answer.usage.completionTokens}}}\n\n${MESSAGE_STOP}`
    );
  }
}

export function encodeBlockStop(index: number): string {
  return `event: content_block_stop\ndata: {"type":"content_block_stop","index":${index}}\n\n`;
}
