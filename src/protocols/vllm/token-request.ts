/**
 * A request about tokens, as it is held while it waits: with its text, which is what it asks about. Pure.
 */
import type { ModelRequest } from '../contract/protocol.js';
import { internModel } from '../request/model-names.js';
import { NO_STOP } from '../request/text-request.js';

/** V8 keeps a text in one byte a character, or in two where one will not do. */
const BYTES_PER_CHARACTER_MAX = 2;

export class TokenRequest implements ModelRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    readonly text: string,
    /** Whether the tokens are wanted as texts, too. */
    readonly wantsTexts: boolean,
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
    return this.text.length * BYTES_PER_CHARACTER_MAX;
  }

  get ask(): null {
    return null;
  }

  get userText(): null {
    return null;
  }

  forgetTexts(): void {}

  /** See Protocol. */
  static restore(this: void, { model, promptTokens, text, wantsTexts }: TokenRequest): TokenRequest {
    return new TokenRequest(internModel(model), promptTokens, text, wantsTexts);
  }
}
