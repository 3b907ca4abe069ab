/**
 * A request for embeddings, as it is held while it waits: a 32-bit hash of each input, and no text. Pure.
 */
import type { ModelRequest } from '../contract/protocol.js';
import { internModel } from '../request/model-names.js';
import { NO_STOP } from '../request/text-request.js';
import { hashInput } from './vector.js';

const BYTES_PER_HASH = 8;

export type Input = string | readonly number[];

export class EmbeddingsRequest implements ModelRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    /** Of the inputs, in their order. */
    readonly hashes: Int32Array,
    readonly dimensions: number,
    readonly base64: boolean,
  ) {}

  get speaks(): boolean {
    return false;
  }

  get tokensMax(): null {
    return null;
  }

  get stop(): readonly string[] {
    return NO_STOP;
  }

  get stream(): boolean {
    return false;
  }

  get choices(): number {
    return 1;
  }

  get keptBytes(): number {
    return this.hashes.length * BYTES_PER_HASH;
  }

  get ask(): null {
    return null;
  }

  get userText(): null {
    return null;
  }

  forgetTexts(): void {}

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
