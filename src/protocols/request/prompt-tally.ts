/**
 * What a prompt comes to while its parts are read: its tokens, those of images and their like, the text of its last user message and
 * all its texts, if those are kept. Pure.
 */
import type { PromptPrefix } from '../contract/prompt-prefix.js';
import type { ParseOptions, PromptTexts } from '../contract/protocol.js';
import { type Media, type MediaSource, type MediaSum, NO_SOURCE, noMedia } from '../media/media.js';
import type { JsonObject } from './body/json-body.js';
import type { PrefixHashes } from './prefix-hashes.js';
import { estimateTokens, TOKENS_PER_MESSAGE, TOKENS_PER_PROMPT } from './token-estimate.js';
import { ECHO_CHARACTERS_MAX } from './user-text.js';

export class PromptTally {
  tokens: number;
  /** null where it is not kept, or no user has spoken. */
  userText: string | null = null;
  /** Of what is no text; null where there is nothing of that. */
  media: MediaSum | null = null;
  #keepsMessage = false;
  #otherTokens: number;
  #texts: string[] | null;

  private constructor(
    private readonly options: ParseOptions,
    tokens: number,
    /** What rules for images and their like may look at. */
    readonly source: MediaSource,
    /** null where no cache wants to know what the prompt begins with. */
    private prefixes: PrefixHashes | null,
  ) {
    this.tokens = this.#otherTokens = tokens;
    if (tokens > 0) prefixes?.addFrame(tokens, '');
    this.#texts = options.keepPrompt ? [] : null;
  }

  /** Of messages: each costs something, and all of them together. */
  static ofMessages(
    options: ParseOptions,
    source = NO_SOURCE,
    prefixes: PrefixHashes | null = null,
  ): PromptTally {
    return new PromptTally(options, TOKENS_PER_PROMPT, source, prefixes);
  }

  /** Of texts and tokens as they are. */
  static ofPrompts(options: ParseOptions, prefixes: PrefixHashes | null = null): PromptTally {
    return new PromptTally(options, 0, NO_SOURCE, prefixes);
  }

  /** For a tokeniser; null where it is not kept. */
  get prompt(): PromptTexts | null {
    return this.#texts === null ? null : { texts: this.#texts, otherTokens: this.#otherTokens };
  }

  /** For a cache of prefixes; null where none is kept, or the prompts are several. */
  get prefix(): PromptPrefix | null {
    return this.prefixes?.prefix ?? null;
  }

  /** Several prompts at once. The last is what the user said. */
  addPrompts(texts: readonly string[]): void {
    for (const text of texts) this.tokens += estimateTokens(text);
    this.#texts?.push(...texts);
    if (texts.length === 1) this.prefixes?.addText(texts[0] as string);
    else this.prefixes = null;
    if (this.options.keepUserText) this.userText = texts.at(-1) ?? '';
  }

  /** Tokens that were sent as numbers: `values`, where they are those of one prompt. */
  addTokens(count: number, values: readonly number[] | null = null): void {
    if (values === null) this.prefixes = null;
    else this.prefixes?.addTokens(values);
    this.tokens += count;
    this.#otherTokens += count;
    if (this.options.keepUserText) this.userText ??= '';
  }

  /** The texts from here on belong to a message of this role. */
  startMessage(role: string): void {
    this.tokens += TOKENS_PER_MESSAGE;
    this.#otherTokens += TOKENS_PER_MESSAGE;
    this.prefixes?.addFrame(TOKENS_PER_MESSAGE, role);
    // A tokeniser counts the role as what it is: a text.
    this.#texts?.push(role);
    this.#keepsMessage = this.options.keepUserText && role === 'user';
    if (this.#keepsMessage) this.userText = '';
  }

  /** In what is kept: one character more than is repeated, so that its end tells whether it is cut off. */
  get #roomLeft(): number {
    return ECHO_CHARACTERS_MAX + 1 - (this.userText as string).length;
  }

  addText(text: string): void {
    this.tokens += estimateTokens(text);
    this.#texts?.push(text);
    this.prefixes?.addText(text);
    if (this.#keepsMessage) this.userText += text.slice(0, this.#roomLeft);
  }

  /** `isToldByKind`: of all parts of one API the same. */
  addMedia(media: Media, isToldByKind: boolean): void {
    this.tokens += media.tokens;
    this.#otherTokens += media.tokens;
    this.media ??= noMedia(isToldByKind);
    this.media[media.kind] += media.tokens;
    this.prefixes?.addData(media.data, media.tokens);
  }

  /** A part that costs nothing here, but makes one prompt another. */
  addOther(part: JsonObject): void {
    if (this.prefixes === null) return;
    // Where marks are does not make it another.
    const { cache_control: _, ...rest } = part;
    this.prefixes.addData(JSON.stringify(rest), 0);
  }

  /** A cached prefix may end behind the part that was added last. */
  mark(): void {
    this.prefixes?.mark();
  }
}
