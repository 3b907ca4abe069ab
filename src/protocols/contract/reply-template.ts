/**
 * Replies in which one text stands at several places, or which say the same for several choices. Pure. What is around the text
 * is encoded by the same code for short replies, which get the text itself, and for long ones, which get a mark in its place.
 */
import type { AnswerText } from './protocol.js';
import { type ReplyBody, WHOLE_BYTES_MAX } from './reply-body.js';
import { SegmentedBody, type Segments } from './segmented-body.js';

/** Stand for the text and for the number of a choice: characters that JSON holds only escaped. */
export const TEXT_MARK = '\u0000';
const INDEX_MARK = '\u0001';
const MARKS = new RegExp(`([${TEXT_MARK}${INDEX_MARK}])`);

/** What is around the text of a choice, and around all choices, comes to less, but for what the client wrote. */
const CHOICE_BYTES_MAX = 256;
const FRAME_BYTES_MAX = 4_096;
/** Of a character of the client's in JSON. */
const CHARACTER_BYTES_MAX = 6;

/** What is said once for each choice, in the order of their numbers. */
export interface ChoiceTemplate {
  readonly head: string;
  readonly separator: string;
  /** Up to the choice's number. */
  readonly before: string;
  readonly after: string;
  readonly tail: string;
}

/** What stands at the marks. */
interface Filling {
  readonly text: AnswerText;
  readonly bytes: number;
}

/**
 * Whether a reply of so many choices is no longer than WHOLE_BYTES_MAX, told without encoding it; false where that would have to
 * be counted. `characters`: of what the client wrote and the reply repeats once.
 */
export function isSurelyShort(choices: number, textBytes: number, characters: number): boolean {
  const choicesBytes = choices * (textBytes + CHOICE_BYTES_MAX);
  return choicesBytes + characters * CHARACTER_BYTES_MAX + FRAME_BYTES_MAX <= WHOLE_BYTES_MAX;
}

/** As one string: what must be short. */
export function joinChoices(
  choices: number,
  { head, separator, before, after, tail }: ChoiceTemplate,
): string {
  let all = `${head}${before}0${after}`;
  for (let choice = 1; choice < choices; choice++) all += `${separator}${before}${choice}${after}`;
  return all + tail;
}

/** Choices without a text. */
export function encodeChoices(choices: number, template: ChoiceTemplate): string | ReplyBody {
  const { head, separator, before, after, tail } = template;
  const choiceLength = separator.length + before.length + after.length;
  const lengthMax = choices * choiceLength + head.length + tail.length;
  if (isSurelyShort(choices, 0, lengthMax)) return joinChoices(choices, template);
  const body = bodyOf(choices, template, null);
  return body.length > WHOLE_BYTES_MAX ? body : joinChoices(choices, template);
}

/** Choices with the text where their `after` has its mark. */
export function choicesBody(
  choices: number,
  template: ChoiceTemplate,
  text: AnswerText,
  tokens: number,
): Buffer | ReplyBody {
  const body = bodyOf(choices, template, { text, bytes: text.bytes(tokens) });
  return body.length > WHOLE_BYTES_MAX ? body : body.slice(0, WHOLE_BYTES_MAX);
}

/** JSON, or events, with the text where the marks are. */
export function textBody(marked: string, text: AnswerText, tokens: number): string | ReplyBody {
  const bytes = text.bytes(tokens);
  const segments = new TemplateSegments(marked, '', 0, '', { text, bytes });
  if (segments.length > WHOLE_BYTES_MAX) return new SegmentedBody(segments, segments.length);
  return marked.replaceAll(TEXT_MARK, () => text.join(tokens));
}

function bodyOf(choices: number, template: ChoiceTemplate, filling: Filling | null): ReplyBody {
  const { head, separator, before, after, tail } = template;
  const again = `${separator}${before}${INDEX_MARK}${after}`;
  const segments = new TemplateSegments(`${head}${before}0${after}`, again, choices - 1, tail, filling);
  return new SegmentedBody(segments, segments.length);
}

interface Part {
  readonly text: string;
  /** Of a mark that stands for a number: 0. */
  readonly bytes: number;
}

/** `first`, then `again` so many `times` (numbered from 1), then `last`. */
class TemplateSegments implements Segments {
  readonly length: number;
  readonly #first: readonly Part[];
  readonly #again: readonly Part[];
  readonly #last: readonly Part[];
  readonly #againEnd: number;

  constructor(
    first: string,
    again: string,
    times: number,
    last: string,
    private readonly filling: Filling | null,
  ) {
    this.#first = this.#cut(first);
    this.#again = this.#cut(again);
    this.#last = this.#cut(last);
    this.#againEnd = this.#first.length + times * this.#again.length;
    let digits = 0;
    for (let index = 1; index <= times; index++) digits += String(index).length;
    this.length = sum(this.#first) + times * sum(this.#again) + digits + sum(this.#last);
  }

  #cut(marked: string): readonly Part[] {
    return marked.split(MARKS).map((text) => ({ text, bytes: this.#bytesOf(text) }));
  }

  #bytesOf(text: string): number {
    if (text === TEXT_MARK) return this.filling?.bytes ?? 0;
    return text === INDEX_MARK ? 0 : Buffer.byteLength(text);
  }

  #partAt(segment: number): Part {
    const first = this.#first.length;
    const again = this.#again.length;
    if (segment < first) return this.#first[segment] as Part;
    if (segment >= this.#againEnd) return this.#last[segment - this.#againEnd] as Part;
    return this.#again[(segment - first) % again] as Part;
  }

  /** The number of the choice that a segment belongs to. */
  #indexAt(segment: number): string {
    return String(1 + Math.floor((segment - this.#first.length) / this.#again.length));
  }

  sizeOf(segment: number): number {
    const part = this.#partAt(segment);
    return part.text === INDEX_MARK ? this.#indexAt(segment).length : part.bytes;
  }

  write(segment: number, target: Buffer, at: number, from: number, length: number): void {
    const { text, bytes } = this.#partAt(segment);
    if (text === TEXT_MARK) this.filling?.text.copy(target, at, from, length);
    else if (text === INDEX_MARK)
      target.write(this.#indexAt(segment).slice(from, from + length), at, 'latin1');
    else if (length === bytes) target.write(text, at);
    else Buffer.from(text).copy(target, at, from, from + length);
  }
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0);
}
