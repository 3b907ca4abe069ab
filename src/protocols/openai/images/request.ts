/**
 * A request for pictures, as it is held while it waits. Pure.
 */
import type { ModelRequest } from '../../contract/protocol.js';
import { internModel } from '../../request/model-names.js';
import { NO_STOP } from '../../request/text-request.js';
import type { ImageSize } from './png.js';

export class ImagesRequest implements ModelRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    readonly size: ImageSize,
    /** How many are wanted. */
    readonly count: number,
    /** Whether each comes as a URL, and not as Base64 alone. */
    readonly asUrl: boolean,
    readonly stream: boolean,
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

  /** All of them are of one answer: rates count it once. */
  get choices(): number {
    return 1;
  }

  get keptBytes(): number {
    return 0;
  }

  get ask(): null {
    return null;
  }

  get userText(): null {
    return null;
  }

  forgetTexts(): void {}

  /** See Protocol. */
  static restore(this: void, clone: ImagesRequest): ImagesRequest {
    const { model, promptTokens, size, count, asUrl, stream } = clone;
    return new ImagesRequest(internModel(model), promptTokens, size, count, asUrl, stream);
  }
}
