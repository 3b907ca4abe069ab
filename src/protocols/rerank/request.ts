/**
 * A request to rank documents, as it waits: the order and the scores, which were worked out when it was read, and the documents
 * only where they are to be given back.
 */
import { internModel } from '../request/model-names.js';
import { PlainRequest } from '../request/plain-request.js';
import { prepareQuery, scoreOf } from './score.js';

const BYTES_PER_RESULT = 12;
/** In memory of its own: of Buffer's pool a worker would hand over all. */
const ENCODER = new TextEncoder();

/** The best documents, best first. */
export interface Ranking {
  /** Their places in the request. */
  readonly indexes: Int32Array;
  readonly scores: Float64Array;
  /** As they are given back, JSON in UTF-8; null where they are not. */
  readonly documents: readonly Uint8Array[] | null;
  /** How many there were to choose from. */
  readonly documentsRanked: number;
}

export class RerankRequest extends PlainRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    readonly ranking: Ranking,
  ) {
    super();
  }

  override get keptBytes(): number {
    const { indexes, documents } = this.ranking;
    const kept = documents?.reduce((sum, { length }) => sum + length, 0) ?? 0;
    return indexes.length * BYTES_PER_RESULT + kept;
  }

  /** See Protocol. */
  static restore(this: void, { model, promptTokens, ranking }: RerankRequest): RerankRequest {
    return new RerankRequest(internModel(model), promptTokens, ranking);
  }
}

/** A document as a client sends it: a text, or an object with texts. */
export type Document = string | Readonly<Record<string, unknown>>;

/** What is ranked of a document: its `text`, or all its texts. */
export function textOfDocument(document: Document): string {
  if (typeof document === 'string') return document;
  if (typeof document.text === 'string') return document.text;
  return Object.values(document)
    .filter((value) => typeof value === 'string')
    .join(' ');
}

/** Of `texts`, which are those of the `documents`; equally relevant ones in their order. `topMax` is at least 1. */
export function rank(
  query: string,
  texts: readonly string[],
  documents: readonly Document[],
  topMax: number,
  givesBack: boolean,
): Ranking {
  const prepared = prepareQuery(query);
  const scores = texts.map((text) => scoreOf(prepared, text));
  const scoreAt = (index: number): number => scores[index] as number;
  const order = scores
    .map((_, index) => index)
    .sort((one, other) => scoreAt(other) - scoreAt(one) || one - other);
  const best = order.slice(0, topMax);
  return {
    indexes: Int32Array.from(best),
    scores: Float64Array.from(best, scoreAt),
    documents: givesBack ? best.map((index) => encodeDocument(documents[index] as Document)) : null,
    documentsRanked: texts.length,
  };
}

/** A text comes back in an object, an object as it is. */
function encodeDocument(document: Document): Uint8Array {
  return ENCODER.encode(JSON.stringify(typeof document === 'string' ? { text: document } : document));
}
