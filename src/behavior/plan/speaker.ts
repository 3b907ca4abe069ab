/**
 * What an answer says: thoughts, a text or what a format asks for, calls of tools; and how much of it. Pure. Words alone, which
 * most requests want, are a text and a number.
 */
import type { Content, Picked } from '../content/content.js';
import { NO_TEXT } from '../content/no-text.js';
import { sampleCount } from '../distributions/sample.js';
import { JsonText } from '../parts/json-text.js';
import type { Part, SpokenPart } from '../parts/part.js';
import { cutParts, PartsText } from '../parts/parts-text.js';
import type { LatencyProfile } from '../profile/profile.js';
import type { Random } from '../random/random.js';
import { formattedText, stoppedText } from './formatted-text.js';
import { lengthOf } from './lengths.js';
import type { Said } from './plan.js';
import { refusal } from './refusal.js';
import { planCalls } from './tool-calls.js';
import type { FormatAsk, ReasoningAsk, Wish } from './wish.js';

/** Of a request that asks for thoughts, where nobody says how many. */
const REASONING_TOKENS_DEFAULT = 64;

export interface SpeakerOptions {
  readonly content: Content;
  readonly words: Content;
  /** No answer is longer, whatever was drawn. */
  readonly tokensMax: number;
}

export const NOTHING_SAID: Said = { text: NO_TEXT, tokens: 0, parts: null, finish: 'stop', stopText: null };

export class Speaker {
  constructor(private readonly options: SpeakerOptions) {}

  /**
   * `random` is the request's, `seed` what is the same for all requests that are one conversation.
   *
   * @throws SchemaProblem where nothing satisfies a schema or a pattern that the request gives
   */
  say(wish: Wish, profile: LatencyProfile, random: Random, seed: number): Said {
    if (!wish.speaks) return NOTHING_SAID;
    const { ask } = wish;
    if (ask?.isRefused === true) return refusal(Math.min(wish.tokensMax ?? Infinity, this.options.tokensMax));
    const thoughts = this.#thoughtsOf(ask?.reasoning ?? null, profile, random);
    const calls = ask === null || ask.tools === null ? [] : planCalls(ask.tools, profile, random, seed);
    const format = ask?.format ?? null;
    if (calls.length > 0) return this.#sayParts([...thoughts, ...calls], wish, 'tools');
    if (format !== null) return this.#sayFormatted(thoughts, format, wish, profile, random);
    return this.#sayWords(thoughts, wish, profile, random);
  }

  #thoughtsOf(
    asked: ReasoningAsk | null,
    { reasoningTokens }: LatencyProfile,
    random: Random,
  ): readonly SpokenPart[] {
    if (asked === null ? reasoningTokens === null : !asked.isWanted) return [];
    const drawn = reasoningTokens === null ? REASONING_TOKENS_DEFAULT : sampleCount(reasoningTokens, random);
    const tokens = Math.min(drawn, asked?.tokensMax ?? drawn, this.options.tokensMax);
    if (tokens === 0) return [];
    const { text } = this.options.words.pick(null, random);
    const isRedacted = asked?.isRedacted === true;
    return [{ kind: 'reasoning', text, tokens, ...(isRedacted && { isRedacted }) }];
  }

  #sayWords(thoughts: readonly SpokenPart[], wish: Wish, profile: LatencyProfile, random: Random): Said {
    const { outputTokens } = profile;
    const { content, tokensMax } = this.options;
    let picked: Picked = content.pick(wish.userText, random);
    const thoughtTokens = thoughts[0]?.tokens ?? 0;
    const wanted = outputTokens === null ? picked.tokens : sampleCount(outputTokens, random);
    const { tokens: all, finish } = lengthOf(wanted + thoughtTokens, wish, tokensMax);
    const tokens = Math.max(0, all - thoughtTokens);
    if (content.isShort && tokens > picked.tokens) picked = this.options.words.pick(null, random);
    const { stop } = wish;
    const cut = stop.length === 0 ? null : picked.text.cutBefore(stop, tokens);
    const said: Said =
      cut === null
        ? { text: picked.text, tokens, parts: null, finish, stopText: null }
        : { ...cut, parts: null, finish: 'stop' };
    return thoughts.length === 0 ? said : withThoughts(thoughts, said, all);
  }

  #sayFormatted(
    thoughts: readonly SpokenPart[],
    format: FormatAsk,
    wish: Wish,
    { outputTokens }: LatencyProfile,
    random: Random,
  ): Said {
    const tokensWanted = outputTokens === null ? null : sampleCount(outputTokens, random);
    const { said, stopText } = stoppedText(formattedText(format, random, tokensWanted), wish.stop);
    const text = new JsonText(said);
    if (thoughts.length > 0 && text.length > 0) {
      const all = this.#sayParts([...thoughts, { kind: 'text', text, tokens: text.length }], wish, 'stop');
      return all.finish === 'stop' ? { ...all, stopText } : all;
    }
    const { tokens, finish } = this.#limited(text.length, wish);
    return {
      text,
      tokens,
      parts: null,
      finish: finish ?? 'stop',
      stopText: finish === null ? stopText : null,
    };
  }

  #sayParts(parts: readonly Part[], wish: Wish, finish: 'tools' | 'stop'): Said {
    const all = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    const { tokens, finish: cutOff } = this.#limited(all, wish);
    const kept = tokens === all ? parts : cutParts(parts, tokens);
    return { text: new PartsText(kept), tokens, parts: kept, finish: cutOff ?? finish, stopText: null };
  }

  /** What is not made of words cannot be made longer. */
  #limited(
    tokens: number,
    { tokensMax }: Wish,
  ): { readonly tokens: number; readonly finish: 'length' | null } {
    const limit = Math.min(tokensMax ?? this.options.tokensMax, this.options.tokensMax);
    return tokens > limit ? { tokens: limit, finish: 'length' } : { tokens, finish: null };
  }
}

/** `all`: how many tokens the whole answer may have. */
function withThoughts(thoughts: readonly SpokenPart[], said: Said, all: number): Said {
  const { text, tokens } = said;
  const spoken: readonly Part[] = tokens === 0 ? [] : [{ kind: 'text', text, tokens }];
  const parts = cutParts([...thoughts, ...spoken], all);
  const whole = new PartsText(parts);
  return { ...said, text: whole, tokens: whole.length, parts };
}
