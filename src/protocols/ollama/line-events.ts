/**
 * The stream of an answer of Ollama's: a JSON object a line, one for each piece. Pure, hot path.
 * A call comes whole, when its last token does, as from the real API.
 */

import { flatText } from '../../behavior/content/flat-text.js';
import type { Part } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { ApiError } from '../../shared/errors.js';
import type { Answer, PieceCursor, StreamEvents } from '../contract/protocol.js';
import type { TextRequest } from '../request/text-request.js';
import { encodeCall, encodeEnd, encodeHead, type LineForm } from './line.js';

/** Stands where the piece will: JSON holds it only escaped. */
const MARK = '\u0000';
const NOT_DONE = ',"done":false}\n';

export class LineEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly tailEvents = 1;
  protected readonly start: string;
  readonly #before: string;
  readonly #after: string;
  readonly #pieces: PieceCursor;

  constructor(
    private readonly request: TextRequest,
    protected readonly answer: Answer,
    protected readonly form: LineForm,
  ) {
    const start = encodeHead(request, answer);
    const [before, after] = form.encode(MARK, null, '').split(MARK) as [string, string];
    this.#before = flatText(start, before);
    this.start = this.#before.slice(0, start.length);
    this.#after = flatText(after, NOT_DONE);
    this.#pieces = answer.text.pieces();
  }

  head(): string {
    return '';
  }

  event(): string {
    return this.encodePiece(this.#pieces.next());
  }

  protected encodePiece(piece: string): string {
    return this.#before + piece + this.#after;
  }

  failure(_error: ApiError, body: string): string {
    return `${body}\n`;
  }

  tail(tookMs = 0): string {
    const { request, answer, form } = this;
    return `${this.start}${form.encode('', null, '')}${encodeEnd(request, answer, tookMs)}\n`;
  }
}

/** The same of an answer that thinks, or calls tools. */
export class LinePartsEvents extends LineEvents {
  lastEvents = 1;
  readonly #cursor: PartCursor;
  readonly #callsFrom: number;

  constructor(request: TextRequest, answer: Answer, parts: readonly Part[], form: LineForm) {
    super(request, answer, form);
    this.#cursor = new PartCursor(parts);
    this.#callsFrom = parts.findIndex(({ kind }) => kind === 'call');
  }

  override event(): string {
    const piece = this.#cursor.next();
    const { part, isLast, index } = this.#cursor;
    this.lastEvents = part.kind === 'call' && !isLast ? 0 : 1;
    if (this.lastEvents === 0) return '';
    if (part.kind === 'text') return this.encodePiece(piece);
    const said =
      part.kind === 'call'
        ? this.form.encode('', null, `[${encodeCall(part, this.answer.uuid, index - this.#callsFrom)}]`)
        : this.form.encode('', piece, '');
    return this.start + said + NOT_DONE;
  }
}
