/**
 * A request for pictures, as it is held while it waits. Pure.
 */
import { internModel } from '../../request/model-names.js';
import { PlainRequest } from '../../request/plain-request.js';
import type { ImageSize } from './png.js';

export class ImagesRequest extends PlainRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    readonly size: ImageSize,
    /** How many are wanted, all in one answer: rates count it once. */
    readonly count: number,
    /** Whether each comes as a URL, and not as Base64 alone. */
    readonly asUrl: boolean,
    readonly isStreamed: boolean,
  ) {
    super();
  }

  override get stream(): boolean {
    return this.isStreamed;
  }

  /** See Protocol. */
  static restore(this: void, clone: ImagesRequest): ImagesRequest {
    const { model, promptTokens, size, count, asUrl, isStreamed } = clone;
    return new ImagesRequest(internModel(model), promptTokens, size, count, asUrl, isStreamed);
  }
}
