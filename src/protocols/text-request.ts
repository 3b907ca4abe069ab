/**
 * A request for text, as all APIs but the embeddings hold it while it waits: three words of its own, and its options.
 * Requests that give no options share one object for them, and so do requests that follow one another with the same
 * options: what a load test sends is the same again and again.
 */
import type { ModelRequest } from './protocol.js';

export const NO_STOP: readonly string[] = Object.freeze([]);

export interface TextOptions {
  readonly tokensMax: number | null;
  readonly stop: readonly string[];
  readonly stream: boolean;
  /** How many answers are wanted at once; each has the answer's text. */
  readonly choices: number;
  /** Whether a stream ends with the usage. */
  readonly includeUsage: boolean;
  readonly userText: string | null;
}

const DEFAULTS: TextOptions = Object.freeze({
  tokensMax: null,
  stop: NO_STOP,
  stream: false,
  choices: 1,
  includeUsage: false,
  userText: null,
});

let last: TextOptions = DEFAULTS;

/** The same options, in an object that others hold already where that can be. */
function shareOptions(options: TextOptions): TextOptions {
  if (options.stop.length > 0 || options.userText !== null) return options;
  if (isSame(options, DEFAULTS)) return DEFAULTS;
  if (!isSame(options, last)) last = options;
  return last;
}

/** Whether two without texts of the client's say the same. */
function isSame(one: TextOptions, other: TextOptions): boolean {
  return (
    one.tokensMax === other.tokensMax &&
    one.stream === other.stream &&
    one.choices === other.choices &&
    one.includeUsage === other.includeUsage
  );
}

export class TextRequest implements ModelRequest {
  readonly #options: TextOptions;

  constructor(
    readonly model: string,
    readonly promptTokens: number,
    options: TextOptions,
  ) {
    this.#options = shareOptions(options);
  }

  get tokensMax(): number | null {
    return this.#options.tokensMax;
  }

  get stop(): readonly string[] {
    return this.#options.stop;
  }

  get stream(): boolean {
    return this.#options.stream;
  }

  get userText(): string | null {
    return this.#options.userText;
  }

  get choices(): number {
    return this.#options.choices;
  }

  get includeUsage(): boolean {
    return this.#options.includeUsage;
  }
}
