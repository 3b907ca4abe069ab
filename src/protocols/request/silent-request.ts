/**
 * A request that is answered without a word of the model's: with a count, or a judgement. Pure.
 */
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
});

/** `model` is interned; `promptTokens` are estimated; `choices`: how many things are judged. */
export function silentRequest(model: string, promptTokens: number, choices = 1): TextRequest {
  return TextRequest.of(model, promptTokens, choices === 1 ? SILENT : { ...SILENT, choices });
}
