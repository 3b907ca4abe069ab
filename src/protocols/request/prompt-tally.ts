/**
 * What a prompt comes to while its parts are read: its tokens, those of images and their like, the text of its last user message and
 * all its texts, if those are kept. Pure.
 */
import type { ParseOptions, PromptTexts } from '../contract/protocol.js';
import { addMedia, type Media, type MediaSource, type MediaTokens, NO_SOURCE } from '../media/media.js';
import { estimateTokens, TOKENS_PER_MESSAGE, TOKENS_PER_PROMPT } from './token-estimate.js';
import { ECHO_CHARACTERS_MAX } from './user-text.js';

export class PromptTally {
  tokens: number;
  /** null where it is not kept, or no user has spoken. */
  userText: string | null = null;
  /** Of what is no text; null where there is nothing of that. */
  media: MediaTokens | null = null;
  #keepsMessage = false;
  #otherTokens: number;
  #texts: string[] | null;

  private constructor(
    private readonly options: ParseOptions,
    tokens: number,
    /** What rules for images and their like may look at. */
    readonly source: MediaSource,
  ) {
    this.tokens = this.#otherTokens = tokens;
    this.#texts = options.keepPrompt ? [] : null;
  }

  /** Of messages: each costs something, and all of them together. */
  static ofMessages(options: ParseOptions, source = NO_SOURCE): PromptTally {
    return new PromptTally(options, TOKENS_PER_PROMPT, source);
  }

  /** Of texts and tokens as they are. */
  static ofPrompts(options: ParseOptions): PromptTally {
    return new PromptTally(options, 0, NO_SOURCE);
  }

  /** For a tokeniser; null where it is not kept. */
  get prompt(): PromptTexts | null {
    return this.#texts === null ? null : { texts: this.#texts, otherTokens: this.#otherTokens };
  }

  /** Several prompts at once. The last is what the user said. */
  addPrompts(texts: readonly string[]): void {
    for (const text of texts) this.tokens += estimateTokens(text);
    this.#texts?.push(...texts);
    if (this.options.keepUserText) this.userText = texts.at(-1) ?? '';
  }

  /** Tokens that were sent as numbers. */
  addTokens(count: number): void {
    this.tokens += count;
    this.#otherTokens += count;
    if (this.options.keepUserText) this.userText ??= '';
  }

  /** The texts from here on belong to a message of this role. */
  startMessage(role: string): void {
    this.tokens += TOKENS_PER_MESSAGE;
    this.#otherTokens += TOKENS_PER_MESSAGE;
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
    if (this.#keepsMessage) this.userText += text.slice(0, this.#roomLeft);
  }

  /** `isToldByKind`: of all parts of one API the same. */
  addMedia(media: Media, isToldByKind: boolean): void {
    this.tokens += media.tokens;
    this.#otherTokens += media.tokens;
    this.media = addMedia(this.media, media, isToldByKind);
  }
}
