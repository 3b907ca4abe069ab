/**
 * The stream of a message that thinks, or uses tools: one content block for each part. Pure.
 * Events that open and close blocks go out with the pieces beside them.
 */
import type { CallPart, Part } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { Answer } from '../contract/protocol.js';
import type { TextRequest } from '../request/text-request.js';
import { encodeRedacted, encodeToolUse, signatureOf } from './message.js';
import { encodeBlockStop, MessageEvents, PING } from './message-events.js';

export class MessagePartsEvents extends MessageEvents {
  override readonly headEvents = 2;
  lastEvents = 1;
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
    const events: string[] = [];
    if (isFirst && index > 0) events.push(encodeBlockStop(index - 1));
    if (isFirst) events.push(this.#start(part, index));
    // What nobody may read comes whole, and takes its time all the same.
    const isRedacted = part.kind === 'reasoning' && part.isRedacted === true;
    if (!isRedacted) events.push(encodeDelta(index, deltaOf(part, piece)));
    if (isLast && part.kind === 'reasoning' && !isRedacted) {
      events.push(encodeDelta(index, `"signature_delta","signature":"${signatureOf(this.answer.uuid)}"`));
    }
    this.lastEvents = events.length;
    return events.join('');
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
        if (part.isRedacted === true) return encodeRedacted(this.answer.uuid);
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
