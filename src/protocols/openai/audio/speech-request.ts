/**
 * A request for speech, as it is held while it waits: how many pieces it will have, and in which form. Pure.
 */
import { type Ask, NO_ASK } from '../../../behavior/plan/wish.js';
import { internModel } from '../../request/model-names.js';
import { PlainRequest } from '../../request/plain-request.js';
import type { AudioFormat } from './forms.js';

/** Exactly as many tokens as the limit says, and no thoughts ahead of them. */
const TO_THE_LIMIT: Ask = { ...NO_ASK, isEndless: true, reasoning: { isWanted: false, tokensMax: null } };

export class SpeechRequest extends PlainRequest {
  constructor(
    readonly model: string,
    readonly promptTokens: number,
    readonly pieces: number,
    readonly form: AudioFormat,
    /** Whether the sound comes in events, in Base64. */
    readonly inEvents: boolean,
  ) {
    super();
  }

  /** The plan of speech has words, which nobody hears: a token of it is a piece of sound. */
  override get speaks(): boolean {
    return true;
  }

  override get tokensMax(): number {
    return this.pieces;
  }

  override get ask(): Ask {
    return TO_THE_LIMIT;
  }

  /** It comes piece by piece, whoever wants it. */
  override get stream(): boolean {
    return true;
  }

  /** See Protocol. */
  static restore(this: void, clone: SpeechRequest): SpeechRequest {
    const { model, promptTokens, pieces, form, inEvents } = clone;
    return new SpeechRequest(internModel(model), promptTokens, pieces, form, inEvents);
  }
}
