/**
 * The prompts that a completion with `echo` repeats ahead of what it says. Pure.
 *
 * They are the one thing of a client's texts that such a request keeps while it waits, so they have a bound of their own, and are
 * counted as held (see TextRequest.keptBytes).
 */
import { TOKEN_WORDS } from '../../../behavior/content/token-words.js';
import type { ApiError } from '../../../shared/errors.js';
import type { JsonObject } from '../../request/body/json-body.js';
import { numberOrNull } from '../../request/read-request.js';
import { invalid } from '../common/wording.js';

/** Of all prompts, each as often as it is repeated: what one reply holds of them. */
const ECHOED_CHARACTERS_MAX = 1_048_576;

/** Of a prompt that was checked: the texts of its choices' prompts; null where nothing is to be repeated. */
export function readEcho({ echo, prompt }: JsonObject): readonly string[] | null {
  if (echo !== true) return null;
  if (!Array.isArray(prompt)) return [textOf(prompt)];
  return typeof prompt[0] === 'number' ? [textOf(prompt)] : prompt.map(textOf);
}

/** Of a prompt that was checked. Told without making the texts of tokens. */
export function checkEcho({ echo, prompt, n }: JsonObject): ApiError | undefined {
  if (echo !== true) return undefined;
  const isOne = !Array.isArray(prompt) || typeof prompt[0] === 'number';
  const prompts: readonly unknown[] = isOne ? [prompt] : prompt;
  const once = prompts.reduce<number>((sum, one) => sum + charactersOf(one), 0);
  const all = once * (numberOrNull(n) ?? 1);
  if (all <= ECHOED_CHARACTERS_MAX) return undefined;
  return invalid(
    'echo',
    `prompts of ${all} characters in all choices, but at most ${ECHOED_CHARACTERS_MAX} are repeated`,
  );
}

function charactersOf(prompt: unknown): number {
  if (typeof prompt === 'string') return prompt.length;
  if (!Array.isArray(prompt)) return 0;
  return prompt.reduce<number>((sum, token: number) => sum + wordOf(token).length, 0);
}

/** Of tokens that were sent as numbers nobody here knows the text: a word stands for each, always the same. null says nothing. */
function textOf(prompt: unknown): string {
  if (typeof prompt === 'string') return prompt;
  return Array.isArray(prompt) ? prompt.map(wordOf).join('') : '';
}

function wordOf(token: number): string {
  return ` ${TOKEN_WORDS[token % TOKEN_WORDS.length]}`;
}
