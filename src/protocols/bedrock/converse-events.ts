/**
 * The stream of Converse: frames for the message, its blocks and its end. Pure, hot path.
 * Source: AWS's public API reference (ConverseStreamOutput).
 */
import type { Part } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { ApiError } from '../../shared/errors.js';
import { signatureOf } from '../anthropic/message.js';
import type { Answer, PieceCursor, StreamEvents } from '../contract/protocol.js';
import { exceptionType } from './dialect.js';
import { encodeException, encodeFrame, eventHeaders } from './frames.js';
import { encodeMetrics, encodeUsage, stopReason, toolUseId } from './message.js';

const TYPES = [
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
] as const;

type EventType = (typeof TYPES)[number];

/** How an event is framed; `payload` is a JSON object. */
export type Framer = (type: EventType, payload: string) => string;

const HEADERS = Object.fromEntries(TYPES.map((type) => [type, eventHeaders(type)])) as Record<
  EventType,
  string
>;

/** Each in a frame of its type. */
export const asEvents: Framer = (type, payload) => encodeFrame(HEADERS[type], payload);

const BEFORE_TEXT = '{"contentBlockIndex":0,"delta":{"text":"';
const AFTER_TEXT = '"}}';

export class ConverseEvents implements StreamEvents {
  readonly headEvents = 1;
  readonly pieceEvents = 1;
  readonly tailEvents = 3;
  readonly #pieces: PieceCursor;

  constructor(
    protected readonly answer: Answer,
    protected readonly frame: Framer,
  ) {
    this.#pieces = answer.text.pieces();
  }

  head(): string {
    return this.frame('messageStart', '{"role":"assistant"}');
  }

  event(): string {
    return this.frame('contentBlockDelta', BEFORE_TEXT + this.#pieces.next() + AFTER_TEXT);
  }

  failure(error: ApiError, body: string): string {
    return encodeException(exceptionType(error), body);
  }

  tail(tookMs = 0): string {
    return this.end(0, tookMs);
  }

  /** `block` is the index of the last one. */
  protected end(block: number, tookMs: number): string {
    const { answer, frame } = this;
    const metadata = `{"usage":${encodeUsage(answer)},"metrics":${encodeMetrics(tookMs)}}`;
    return (
      this.blockStop(block) +
      frame('messageStop', `{"stopReason":"${stopReason(answer)}"}`) +
      frame('metadata', metadata)
    );
  }

  protected blockStop(block: number): string {
    return this.frame('contentBlockStop', `{"contentBlockIndex":${block}}`);
  }
}

/** The same of an answer that thinks, or uses tools: one block for each part. */
export class ConversePartsEvents extends ConverseEvents {
  lastEvents = 1;
  readonly #cursor: PartCursor;
  readonly #callsFrom: number;

  constructor(answer: Answer, parts: readonly Part[], frame: Framer) {
    super(answer, frame);
    this.#cursor = new PartCursor(parts);
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  override event(): string {
    const piece = this.#cursor.next();
    const { part, index, isFirst, isLast } = this.#cursor;
    const events: string[] = [];
    if (isFirst && index > 0) events.push(this.blockStop(index - 1));
    if (isFirst && part.kind === 'call') {
      const id = toolUseId(this.answer.uuid, index - this.#callsFrom);
      const toolUse = `{"toolUseId":"${id}","name":${JSON.stringify(part.name)}}`;
      const start = `{"contentBlockIndex":${index},"start":{"toolUse":${toolUse}}}`;
      events.push(this.frame('contentBlockStart', start));
    }
    events.push(this.#delta(index, deltaOf(part, piece)));
    if (isLast && part.kind === 'reasoning') {
      const signature = `{"signature":"${signatureOf(this.answer.uuid)}"}`;
      events.push(this.#delta(index, `{"reasoningContent":${signature}}`));
    }
    this.lastEvents = events.length;
    return events.join('');
  }

  override tail(tookMs = 0): string {
    return this.end(Math.max(0, this.#cursor.index), tookMs);
  }

  #delta(index: number, delta: string): string {
    return this.frame('contentBlockDelta', `{"contentBlockIndex":${index},"delta":${delta}}`);
  }
}

function deltaOf({ kind }: Part, piece: string): string {
  switch (kind) {
    case 'reasoning':
      return `{"reasoningContent":{"text":"${piece}"}}`;
    case 'text':
      return `{"text":"${piece}"}`;
    default:
      return `{"toolUse":{"input":"${piece}"}}`;
  }
}
