/**
 * The stream of a message that thinks, or uses tools: one content block for each part. Pure.
 * Events that open and close blocks go out with the pieces beside them.
 */
import type { CallPart, Part } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { Answer } from '../contract/protocol.js';
import type { TextRequest } from '../request/text-request.js';
import { encodeToolUse, signatureOf } from './message.js';
import { encodeBlockStop, MessageEvents, PING } from './message-events.js';

export class MessagePartsEvents extends MessageEvents {
  override readonly headEvents = 2;
  readonly #cursor: PartCursor;
  readonly #callsFrom: number;

  constructor(request: TextRequest, answer: Answer, parts: readonly Part[]) {
    super(request, answer);
    this.#cursor = new PartCursor(parts);
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  override head(): string {
    return this.start() + PING;
  }

  override event(): string {
    const piece = this.#cursor.next();
    const { part, index, isFirst, isLast } = this.#cursor;
    let events = '';
    if (isFirst && index > 0) events += encodeBlockStop(index - 1);
    if (isFirst) events += this.#start(part, index);
    events += encodeDelta(index, deltaOf(part, piece));
    if (isLast && part.kind === 'reasoning') {
      events += encodeDelta(index, `"signature_delta","signature":"${signatureOf(this.answer.uuid)}"`);
    }
    return events;
  }

  override tail(): string {
    return this.end(Math.max(0, this.#cursor.index));
  }

  #start(part: Part, index: number): string {
    return `event: content_block_start\ndata: {"type":"content_block_start","index":${index},"content_block":${this.#block(part, index)}}\n\n`;
  }

  #block(part: Part, index: number): string {
    switch (part.kind) {
      case 'reasoning':
        return '{"type":"thinking","thinking":"","signature":""}';
      case 'text':
        return '{"type":"text","text":""}';
      default:
        return encodeToolUse(part as CallPart, this.answer.uuid, index - this.#callsFrom, '{}');
    }
  }
}

function deltaOf({ kind }: Part, piece: string): string {
  switch (kind) {
    case 'reasoning':
      return `"thinking_delta","thinking":"${piece}"`;
    case 'text':
      return `"text_delta","text":"${piece}"`;
    default:
      return `"input_json_delta","partial_json":"${piece}"`;
  }
}

function encodeDelta(index: number, delta: string): string {
  return `event: content_block_delta\ndata: {"type":"content_block_delta","index":${index},"delta":{"type":${delta}}}\n\n`;
}
