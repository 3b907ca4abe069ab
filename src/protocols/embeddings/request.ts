/**
 * A request for embeddings, as it is held while it waits: a 32-bit hash of each input, and no text. Pure.
 */
import { internModel } from '../request/model-names.js';
import { PlainRequest } from '../request/plain-request.js';
import { hashInput } from './vector.js';

const BYTES_PER_HASH = 8;

export type Input = string | readonly number[];

export class EmbeddingsRequest extends PlainRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    /** Of the inputs, in their order. */
    readonly hashes: Int32Array,
    readonly dimensions: number,
    readonly base64: boolean,
  ) {
    super();
  }

  override get keptBytes(): number {
    return this.hashes.length * BYTES_PER_HASH;
  }

  /** See Protocol. */
  static restore(this: void, clone: EmbeddingsRequest): EmbeddingsRequest {
    const { model, promptTokens, hashes, dimensions, base64 } = clone;
    return new EmbeddingsRequest(internModel(model), promptTokens, hashes, dimensions, base64);
  }
}

export function hashInputs(inputs: readonly Input[]): Int32Array {
  const hashes = new Int32Array(inputs.length);
  for (let index = 0; index < inputs.length; index++) hashes[index] = hashInput(inputs[index] as Input);
  return hashes;
}
