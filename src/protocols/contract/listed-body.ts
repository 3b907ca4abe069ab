/**
 * A reply with lists in it that may be long: what is short is one text, of what is long the bytes are made when they are sent. Pure.
 */
import { type ReplyBody, WHOLE_BYTES_MAX } from './reply-body.js';
import { SegmentedBody, type Segments } from './segmented-body.js';

/** Items of a list, each of the same text every time that it is asked for. */
export interface Listed {
  readonly count: number;
  readonly separator: string;
  /** The item of this `index`, from 0 on. */
  item(index: number): string;
}

/** So many items are made at once. */
const SEGMENT_ITEMS = 64;

/** `parts` follow one another. All items are made once to be measured: their number has to be bounded by whoever reads the request. */
export function listedBody(parts: readonly (string | Listed)[]): string | ReplyBody {
  const segments = new ListSegments(parts);
  if (segments.length > WHOLE_BYTES_MAX) return new SegmentedBody(segments, segments.length);
  return segments.join();
}

interface Run {
  /** A text, or the items from `first` to `end`. */
  readonly of: string | Listed;
  readonly first: number;
  readonly end: number;
}

class ListSegments implements Segments {
  readonly length: number;
  readonly #runs: readonly Run[];
  readonly #sizes: readonly number[];

  constructor(parts: readonly (string | Listed)[]) {
    this.#runs = parts.flatMap(runsOf);
    this.#sizes = this.#runs.map((run) => Buffer.byteLength(textOf(run)));
    this.length = this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  join(): string {
    return this.#runs.map(textOf).join('');
  }

  sizeOf(segment: number): number {
    return this.#sizes[segment] as number;
  }

  write(segment: number, target: Buffer, at: number, from: number, length: number): void {
    const text = textOf(this.#runs[segment] as Run);
    Buffer.from(text).copy(target, at, from, from + length);
  }
}

function runsOf(of: string | Listed): readonly Run[] {
  if (typeof of === 'string') return [{ of, first: 0, end: 0 }];
  const runs: Run[] = [];
  for (let first = 0; first < of.count; first += SEGMENT_ITEMS) {
    runs.push({ of, first, end: Math.min(of.count, first + SEGMENT_ITEMS) });
  }
  return runs;
}

function textOf({ of, first, end }: Run): string {
  if (typeof of === 'string') return of;
  let text = first === 0 ? '' : of.separator;
  for (let index = first; index < end; index++) {
    text += index === first ? of.item(index) : of.separator + of.item(index);
  }
  return text;
}
