/**
 * A reply with ranked documents as segments: for each its place and score, and the document. Pure; documents may be long, and are
 * copied as they are sent.
 */
import { type ReplyBody, WHOLE_BYTES_MAX } from '../contract/reply-body.js';
import { SegmentedBody, type Segments } from '../contract/segmented-body.js';
import type { Ranking } from './request.js';

/** What is around the results. */
export interface RerankFrame {
  /** Up to the first result. */
  readonly head: string;
  /** Behind the last one. */
  readonly tail: string;
}

const SEGMENTS_PER_RESULT = 2;

class RankingSegments implements Segments {
  /** In bytes. */
  readonly length: number;

  constructor(
    private readonly frame: RerankFrame,
    private readonly ranking: Ranking,
  ) {
    let length = 0;
    for (let segment = ranking.indexes.length * SEGMENTS_PER_RESULT; segment >= 0; segment--) {
      length += this.sizeOf(segment);
    }
    this.length = length;
  }

  sizeOf(segment: number): number {
    return this.#documentAt(segment)?.length ?? Buffer.byteLength(this.#textAt(segment));
  }

  write(segment: number, target: Buffer, at: number, from: number, length: number): void {
    const bytes = this.#documentAt(segment) ?? Buffer.from(this.#textAt(segment));
    target.set(bytes.subarray(from, from + length), at);
  }

  #documentAt(segment: number): Uint8Array | null {
    if (segment % SEGMENTS_PER_RESULT === 0) return null;
    return this.ranking.documents?.[segment >>> 1] ?? null;
  }

  /** Of any segment but a document; nothing where a document is not given back. */
  #textAt(segment: number): string {
    const { indexes, scores, documents } = this.ranking;
    if (segment % SEGMENTS_PER_RESULT === 1) return '';
    const result = segment >>> 1;
    if (result === indexes.length) return `}${this.frame.tail}`;
    const start = result === 0 ? this.frame.head : '},';
    const document = documents === null ? '' : ',"document":';
    return `${start}{"index":${indexes[result]},"relevance_score":${scores[result]}${document}`;
  }
}

/** As bytes where it is short, and else as a body of which they are made when they are sent. */
export function rankingBody(frame: RerankFrame, ranking: Ranking): Buffer | ReplyBody {
  const segments = new RankingSegments(frame, ranking);
  const body = new SegmentedBody(segments, segments.length);
  return body.length > WHOLE_BYTES_MAX ? body : body.slice(0, WHOLE_BYTES_MAX);
}
