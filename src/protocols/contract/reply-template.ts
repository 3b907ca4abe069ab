/**
 * Replies in which one text stands at several places, or which say the same for several choices. Pure. What is around the text
 * is encoded by the same code for short replies, which get the text itself, and for long ones, which get a mark in its place.
 */
import type { AnswerText } from './protocol.js';
import { type ReplyBody, WHOLE_BYTES_MAX } from './reply-body.js';
import { SegmentedBody, type Segments } from './segmented-body.js';

/** Stand for the text, for the thoughts and for the number of a choice: characters that JSON holds only escaped. */
export const TEXT_MARK = '\u0000';
export const INDEX_MARK = '\u0001';
export const THOUGHTS_MARK = '\u0002';
const MARKS = new RegExp(`([${TEXT_MARK}${INDEX_MARK}${THOUGHTS_MARK}])`);

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
  /** Behind it; the number again where INDEX_MARK stands, if `isNumbered` says that it does. */
  readonly after: string;
  readonly tail: string;
  readonly isNumbered?: boolean;
}

/** What stands at a mark: the first `tokens` pieces of a text. */
export interface Filling {
  readonly mark: string;
  readonly text: AnswerText;
  readonly tokens: number;
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
export function joinChoices(choices: number, template: ChoiceTemplate): string {
  const { head, separator, before, after, tail, isNumbered } = template;
  if (isNumbered === true) return joinNumbered(choices, template);
  let all = `${head}${before}0${after}`;
  for (let choice = 1; choice < choices; choice++) all += `${separator}${before}${choice}${after}`;
  return all + tail;
}

function joinNumbered(choices: number, { head, separator, before, after, tail }: ChoiceTemplate): string {
  const each = Array.from(
    { length: choices },
    (_, choice) => `${before}${choice}${after.replaceAll(INDEX_MARK, String(choice))}`,
  );
  return head + each.join(separator) + tail;
}

/** Choices without a text. */
export function encodeChoices(choices: number, template: ChoiceTemplate): string | ReplyBody {
  const { head, separator, before, after, tail } = template;
  const choiceLength = separator.length + before.length + after.length;
  const lengthMax = choices * choiceLength + head.length + tail.length;
  if (isSurelyShort(choices, 0, lengthMax)) return joinChoices(choices, template);
  const body = bodyOf(choices, template, []);
  return body.length > WHOLE_BYTES_MAX ? body : joinChoices(choices, template);
}

/** Choices with the texts where their `after` has the marks. */
export function choicesBody(
  choices: number,
  template: ChoiceTemplate,
  fillings: readonly Filling[],
): Buffer | ReplyBody {
  const body = bodyOf(choices, template, fillings);
  return body.length > WHOLE_BYTES_MAX ? body : body.slice(0, WHOLE_BYTES_MAX);
}

/** JSON, or events, with the texts where the marks are. */
export function textBody(marked: string, fillings: readonly Filling[]): string | ReplyBody {
  const segments = new TemplateSegments(marked, '', 0, '', fillings);
  if (segments.length > WHOLE_BYTES_MAX) return new SegmentedBody(segments, segments.length);
  return fillings.reduce(
    (json, { mark, text, tokens }) => json.replaceAll(mark, () => text.join(tokens)),
    marked,
  );
}

function bodyOf(choices: number, template: ChoiceTemplate, fillings: readonly Filling[]): ReplyBody {
  const { head, separator, before, after, tail } = template;
  const again = `${separator}${before}${INDEX_MARK}${after}`;
  const first = `${head}${before}0${after.replaceAll(INDEX_MARK, '0')}`;
  const segments = new TemplateSegments(first, again, choices - 1, tail, fillings);
  return new SegmentedBody(segments, segments.length);
}

interface Segment {
  readonly text: string;
  /** Of a mark that stands for a number: 0. */
  readonly bytes: number;
}

/** `first`, then `again` so many `times` (numbered from 1), then `last`. */
class TemplateSegments implements Segments {
  readonly length: number;
  readonly #first: readonly Segment[];
  readonly #again: readonly Segment[];
  readonly #last: readonly Segment[];
  readonly #againEnd: number;
  /** By mark. */
  readonly #fillings: ReadonlyMap<string, { readonly text: AnswerText; readonly bytes: number }>;

  constructor(first: string, again: string, times: number, last: string, fillings: readonly Filling[]) {
    this.#fillings = new Map(
      fillings.map(({ mark, text, tokens }) => [mark, { text, bytes: text.bytes(tokens) }]),
    );
    this.#first = this.#cut(first);
    this.#again = this.#cut(again);
    this.#last = this.#cut(last);
    this.#againEnd = this.#first.length + times * this.#again.length;
    let digits = 0;
    for (let index = 1; index <= times; index++) digits += String(index).length;
    const numbers = this.#again.filter(({ text }) => text === INDEX_MARK).length;
    this.length = sum(this.#first) + times * sum(this.#again) + numbers * digits + sum(this.#last);
  }

  #cut(marked: string): readonly Segment[] {
    return marked.split(MARKS).map((text) => ({ text, bytes: this.#bytesOf(text) }));
  }

  #bytesOf(text: string): number {
    if (text === INDEX_MARK) return 0;
    return this.#fillings.get(text)?.bytes ?? Buffer.byteLength(text);
  }

  #partAt(segment: number): Segment {
    const first = this.#first.length;
    const again = this.#again.length;
    if (segment < first) return this.#first[segment] as Segment;
    if (segment >= this.#againEnd) return this.#last[segment - this.#againEnd] as Segment;
    return this.#again[(segment - first) % again] as Segment;
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
    const filling = this.#fillings.get(text);
    if (filling !== undefined) filling.text.copy(target, at, from, length);
    else if (text === INDEX_MARK)
      target.write(this.#indexAt(segment).slice(from, from + length), at, 'latin1');
    else if (length === bytes) target.write(text, at);
    else Buffer.from(text).copy(target, at, from, from + length);
  }
}

function sum(parts: readonly Segment[]): number {
  return parts.reduce((total, { bytes }) => total + bytes, 0);
}
