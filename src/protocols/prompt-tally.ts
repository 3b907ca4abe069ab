/**
 * What a prompt comes to while its parts are read: its tokens, and the text of its last user message if that is kept. Pure.
 */
import { estimateTokens, TOKENS_PER_MESSAGE, TOKENS_PER_PROMPT } from './token-estimate.js';

export class PromptTally {
  tokens = TOKENS_PER_PROMPT;
  /** null where it is not kept, or no user has spoken. */
  userText: string | null = null;
  #keepsMessage = false;

  constructor(private readonly keepUserText: boolean) {}

  /** The texts from here on belong to a message of this role. */
  startMessage(role: string): void {
    this.tokens += TOKENS_PER_MESSAGE;
    this.#keepsMessage = this.keepUserText && role === 'user';
    if (this.#keepsMessage) this.userText = '';
  }

  addText(text: string): void {
    this.tokens += estimateTokens(text);
    if (this.#keepsMessage) this.userText += text;
  }
}
