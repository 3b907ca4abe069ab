/**
 * A request for what is said in a recording, as it is held while it waits: how long that is, and in which form it is wanted. Pure.
 */
import { type Ask, NO_ASK } from '../../../behavior/plan/wish.js';
import type { ModelRequest } from '../../contract/protocol.js';
import { internModel } from '../../request/model-names.js';
import { NO_STOP } from '../../request/text-request.js';

export const TRANSCRIPT_FORMS = ['json', 'text', 'srt', 'verbose_json', 'vtt'] as const;

export type TranscriptForm = (typeof TRANSCRIPT_FORMS)[number];

/** Nobody thinks who writes down what others say. */
const NO_THOUGHTS: Ask = { ...NO_ASK, reasoning: { isWanted: false, tokensMax: null } };

export class TranscriptRequest implements ModelRequest {
  constructor(
    readonly model: string,
    /** Of the recording and the prompt. */
    readonly promptTokens: number,
    readonly stream: boolean,
    readonly form: TranscriptForm,
    /** How long the recording is. */
    readonly seconds: number,
    /** Whether the time of each word is told. */
    readonly timesWords: boolean,
  ) {}

  get speaks(): boolean {
    return true;
  }

  get ask(): Ask {
    return NO_THOUGHTS;
  }

  get tokensMax(): null {
    return null;
  }

  get stop(): readonly string[] {
    return NO_STOP;
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
  static restore(this: void, clone: TranscriptRequest): TranscriptRequest {
    const { model, promptTokens, stream, form, seconds, timesWords } = clone;
    return new TranscriptRequest(internModel(model), promptTokens, stream, form, seconds, timesWords);
  }
}
