/**
 * A request that is answered without a word of the model's: with a count, or a judgement. Pure.
 */
import type { MediaTokens } from '../media/media.js';
import { NO_STOP, PLAIN_STYLE, type TextOptions, TextRequest } from './text-request.js';

const SILENT: TextOptions = Object.freeze({
  speaks: false,
  tokensMax: null,
  stop: NO_STOP,
  stream: false,
  choices: 1,
  includeUsage: true,
  userText: null,
  ask: null,
  style: PLAIN_STYLE,
  media: null,
});

/** `model` is interned; `promptTokens` are estimated; `choices`: how many things are judged; `media`: what of the tokens is not text. */
export function silentRequest(
  model: string,
  promptTokens: number,
  choices = 1,
  media: MediaTokens | null = null,
): TextRequest {
  const isPlain = choices === 1 && media === null;
  return TextRequest.of(model, promptTokens, isPlain ? SILENT : { ...SILENT, choices, media });
}
