/**
 * A request about tokens, as it is held while it waits: with its text, which is what it asks about. Pure.
 */
import { internModel } from '../request/model-names.js';
import { PlainRequest } from '../request/plain-request.js';

/** V8 keeps a text in one byte a character, or in two where one will not do. */
const BYTES_PER_CHARACTER_MAX = 2;

export class TokenRequest extends PlainRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    readonly text: string,
    /** Whether the tokens are wanted as texts, too. */
    readonly wantsTexts: boolean,
  ) {
    super();
  }

  override get keptBytes(): number {
    return this.text.length * BYTES_PER_CHARACTER_MAX;
  }

  /** See Protocol. */
  static restore(this: void, { model, promptTokens, text, wantsTexts }: TokenRequest): TokenRequest {
    return new TokenRequest(internModel(model), promptTokens, text, wantsTexts);
  }
}
