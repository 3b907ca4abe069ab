/**
 * A request for what is said in a recording, as it is held while it waits: how long that is, and in which form it is wanted. Pure.
 */
import { type Ask, NO_ASK } from '../../../behavior/plan/wish.js';
import { internModel } from '../../request/model-names.js';
import { PlainRequest } from '../../request/plain-request.js';

export const TRANSCRIPT_FORMS = ['json', 'text', 'srt', 'verbose_json', 'vtt'] as const;

export type TranscriptForm = (typeof TRANSCRIPT_FORMS)[number];

/** Nobody thinks who writes down what others say. */
const NO_THOUGHTS: Ask = { ...NO_ASK, reasoning: { isWanted: false, tokensMax: null } };

export class TranscriptRequest extends PlainRequest {
  constructor(
    readonly model: string,
    /** Of the recording and the prompt. */
    readonly promptTokens: number,
    readonly isStreamed: boolean,
    readonly form: TranscriptForm,
    /** How long the recording is. */
    readonly seconds: number,
    /** Whether the time of each word is told. */
    readonly timesWords: boolean,
  ) {
    super();
  }

  override get speaks(): boolean {
    return true;
  }

  override get stream(): boolean {
    return this.isStreamed;
  }

  override get ask(): Ask {
    return NO_THOUGHTS;
  }

  /** See Protocol. */
  static restore(this: void, clone: TranscriptRequest): TranscriptRequest {
    const { model, promptTokens, isStreamed, form, seconds, timesWords } = clone;
    return new TranscriptRequest(internModel(model), promptTokens, isStreamed, form, seconds, timesWords);
  }
}
