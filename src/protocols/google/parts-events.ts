/**
 * The stream of candidates that think, or call functions: each element holds a piece of one part. Pure.
 * A call comes whole, when its last token does, as from the real API.
 */
import type { Part } from '../../behavior/parts/part.js';
import { PartCursor } from '../../behavior/parts/parts-text.js';
import type { Answer } from '../contract/protocol.js';
import type { TextRequest } from '../request/text-request.js';
import { AFTER_TEXT, AFTER_THOUGHT, BEFORE_TEXT, encodeCall } from './candidate.js';
import { CandidateEvents } from './candidate-events.js';
import type { Framing } from './framing.js';

export class CandidatePartsEvents extends CandidateEvents {
  readonly #cursor: PartCursor;
  #piece = '';
  #candidate = 0;

  constructor(request: TextRequest, answer: Answer, parts: readonly Part[], framing: Framing) {
    super(request, answer, framing);
    this.#cursor = new PartCursor(parts);
  }

  override event(): string {
    const candidate = this.#candidate;
    if (candidate === 0) this.#piece = this.#cursor.next();
    this.#candidate = candidate + 1 === this.pieceEvents ? 0 : candidate + 1;
    const part = this.#encodePart();
    return part === '' ? '' : this.start(candidate) + part + this.afterParts;
  }

  /** Nothing where nothing is to be seen of the piece yet. */
  #encodePart(): string {
    const { part, isLast } = this.#cursor;
    if (part.kind === 'call') return isLast ? encodeCall(part) : '';
    if (part.kind === 'text') return BEFORE_TEXT + this.#piece + AFTER_TEXT;
    return this.request.style.showsThoughts ? BEFORE_TEXT + this.#piece + AFTER_THOUGHT : '';
  }
}
