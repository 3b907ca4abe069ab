/**
 * The stream of candidates that are one text each, as most are. Pure, hot path.
 */

import { flatText } from '../../behavior/content/flat-text.js';
import type { ApiError } from '../../shared/errors.js';
import type { Answer, PieceCursor, StreamEvents } from '../contract/protocol.js';
import type { ReplyBody } from '../contract/reply-body.js';
import { encodeChoices } from '../contract/reply-template.js';
import type { TextRequest } from '../request/text-request.js';
import {
  AFTER_PARTS,
  AFTER_TEXT,
  BEFORE_PARTS,
  BEFORE_TEXT,
  encodeBlocked,
  encodeFinish,
  encodeIdentity,
  encodeUsage,
} from './candidate.js';
import type { Framing } from './framing.js';

export class CandidateEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents: number;
  readonly tailEvents: number;
  readonly #pieces: PieceCursor;
  /** Behind the parts of an element that is not the last, and behind its text. */
  protected readonly afterParts: string;
  readonly #afterText: string;
  #isFirst = true;
  #piece = '';
  #candidate = 0;

  constructor(
    protected readonly request: TextRequest,
    protected readonly answer: Answer,
    protected readonly framing: Framing,
  ) {
    this.pieceEvents = this.tailEvents = request.choices;
    this.#pieces = answer.text.pieces();
    const identity = encodeIdentity(request, answer);
    this.#afterText = flatText(AFTER_TEXT, AFTER_PARTS, '}],', identity, '}', framing.after);
    this.afterParts = this.#afterText.slice(AFTER_TEXT.length);
  }

  head(): string {
    return '';
  }

  event(): string {
    const candidate = this.#candidate;
    if (candidate === 0) this.#piece = this.#pieces.next();
    this.#candidate = candidate + 1 === this.pieceEvents ? 0 : candidate + 1;
    return this.start(candidate) + BEFORE_TEXT + this.#piece + this.#afterText;
  }

  /** Of an element, up to its parts. */
  protected start(candidate: number): string {
    const start = this.#isFirst ? this.framing.first : this.framing.next;
    this.#isFirst = false;
    return `${start}{"candidates":[{"index":${candidate}${BEFORE_PARTS}`;
  }

  failure(_error: ApiError, body: string): string {
    const { framing } = this;
    const start = this.#isFirst ? framing.first : framing.next;
    this.#isFirst = false;
    return start + body + framing.after + framing.end;
  }

  /** Each candidate's end, with the usage of all. */
  tail(): string | ReplyBody {
    const { request, answer, framing } = this;
    return encodeChoices(request.choices, {
      head: this.#isFirst ? framing.first : framing.next,
      separator: framing.next,
      before: '{"candidates":[{"index":',
      after:
        `${BEFORE_PARTS}${BEFORE_TEXT}${AFTER_TEXT}${AFTER_PARTS}${encodeFinish(answer)}],${encodeUsage(answer, request.choices)}` +
        `,${encodeIdentity(request, answer)}}${framing.after}`,
      tail: framing.end,
    });
  }
}

/**
 * A prompt that is blocked: one element, without a candidate, when a refusal would have been said.
 * Source: Google's public Gemini API reference (PromptFeedback).
 */
export class BlockedEvents implements StreamEvents {
  readonly headEvents = 0;
  readonly pieceEvents = 1;
  readonly lastEvents = 0;
  readonly tailEvents = 1;

  constructor(
    private readonly request: TextRequest,
    private readonly answer: Answer,
    private readonly framing: Framing,
  ) {}

  head(): string {
    return '';
  }

  event(): string {
    return '';
  }

  failure(_error: unknown, body: string): string {
    return this.#only(body);
  }

  tail(): string {
    return this.#only(encodeBlocked(this.request, this.answer));
  }

  #only(element: string): string {
    const { first, after, end } = this.framing;
    return first + element + after + end;
  }
}
