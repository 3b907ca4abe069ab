/**
 * A request for speech, as it is held while it waits: how many pieces it will have, and in which form. Pure.
 */
import { type Ask, NO_ASK } from '../../../behavior/plan/wish.js';
import type { ModelRequest } from '../../contract/protocol.js';
import { internModel } from '../../request/model-names.js';
import { NO_STOP } from '../../request/text-request.js';
import type { AudioFormat } from './forms.js';

/** Exactly as many tokens as the limit says, and no thoughts ahead of them. */
const TO_THE_LIMIT: Ask = { ...NO_ASK, isEndless: true, reasoning: { isWanted: false, tokensMax: null } };

export class SpeechRequest implements ModelRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    /** Its pieces. */
    readonly tokensMax: number,
    readonly form: AudioFormat,
    /** Whether the sound comes in events, in Base64. */
    readonly inEvents: boolean,
  ) {}

  /** The plan of speech has words, which nobody hears: a token of it is a piece of sound. */
  get speaks(): boolean {
    return true;
  }

  get ask(): Ask {
    return TO_THE_LIMIT;
  }

  get stop(): readonly string[] {
    return NO_STOP;
  }

  /** It comes piece by piece, whoever wants it. */
  get stream(): boolean {
    return true;
  }

  get choices(): number {
    return 1;
  }

  get keptBytes(): number {
    return 0;
  }

  get userText(): null {
    return null;
  }

  /** What it asks for is the same for all, and no text of its client's. */
  forgetTexts(): void {}

  /** See Protocol. */
  static restore(this: void, clone: SpeechRequest): SpeechRequest {
    const { model, promptTokens, tokensMax, form, inEvents } = clone;
    return new SpeechRequest(internModel(model), promptTokens, tokensMax, form, inEvents);
  }
}
