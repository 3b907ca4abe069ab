/**
 * A request for text, as all APIs but the embeddings hold it while it waits: three words of its own, and its options.
 * Requests that give no options share one object for them, and requests that follow one another and say the same share
 * all: what a load test sends is the same again and again.
 */

import type { Ask } from '../../behavior/plan/wish.js';
import type { Keeping, ModelRequest } from '../contract/protocol.js';
import type { MediaTokens } from '../media/media.js';
import { internModel } from './model-names.js';
import { keepText } from './user-text.js';

/** V8 keeps a text in one byte a character, or in two where one will not do. */
const BYTES_PER_CHARACTER_MAX = 2;

export const NO_STOP: readonly string[] = Object.freeze([]);

/** How the answer is to be written, where the API leaves that to the client. */
export interface ReplyStyle {
  /** How many other tokens are told with each one and its likelihood; null where likelihoods are not told. */
  readonly logprobs: number | null;
  /** Whether a call stands where it stood before there were tools (`function_call`). */
  readonly asFunction: boolean;
  /** Whether thoughts are to be shown, of APIs that else only count them. */
  readonly showsThoughts: boolean;
  /** Whether each event of a stream tells the usage so far. */
  readonly countsAsItGoes: boolean;
  /** Whether the answer is a message, of APIs that else give a bare text. */
  readonly asMessage: boolean;
  /** Whether each event of a stream tells all that was said so far. */
  readonly isCumulative: boolean;
  /** Whether the answer may be asked for by its id; null where it leaves no trace. */
  readonly keeping: Keeping | null;
  /** The prompts that are repeated ahead of the answer, as many choices to each; null where none is. */
  readonly echo: readonly string[] | null;
}

/** As most want it. */
export const PLAIN_STYLE: ReplyStyle = Object.freeze({
  logprobs: null,
  asFunction: false,
  showsThoughts: false,
  countsAsItGoes: false,
  asMessage: false,
  isCumulative: false,
  keeping: null,
  echo: null,
});

export interface TextOptions {
  /** Whether it is answered in words. */
  readonly speaks: boolean;
  readonly tokensMax: number | null;
  readonly stop: readonly string[];
  readonly stream: boolean;
  /** How many answers are wanted at once; each has the answer's text. */
  readonly choices: number;
  /** Whether a stream ends with the usage. */
  readonly includeUsage: boolean;
  readonly userText: string | null;
  readonly ask: Ask | null;
  readonly style: ReplyStyle;
  /** Of the prompt's tokens, those that are no text; null of most. */
  readonly media: MediaTokens | null;
}

const DEFAULTS: TextOptions = Object.freeze({
  speaks: true,
  tokensMax: null,
  stop: NO_STOP,
  stream: false,
  choices: 1,
  includeUsage: false,
  userText: null,
  ask: null,
  style: PLAIN_STYLE,
  media: null,
});

/** The last one without texts of the client's. */
let last: TextRequest | null = null;

/** The same options, in an object that others hold already where that can be. */
function shareOptions(options: TextOptions): TextOptions {
  if (isSame(options, DEFAULTS)) return DEFAULTS;
  return last !== null && isSame(options, last.options) ? last.options : options;
}

/** Whether two say the same. Name by name, as every request comes here: a loop over the names takes five times as long. */
function isSame(one: TextOptions, other: TextOptions): boolean {
  return (
    one.speaks === other.speaks &&
    one.tokensMax === other.tokensMax &&
    one.stop === other.stop &&
    one.stream === other.stream &&
    one.choices === other.choices &&
    one.includeUsage === other.includeUsage &&
    one.userText === other.userText &&
    one.ask === other.ask &&
    one.style === other.style &&
    one.media === other.media
  );
}

/** Whether they hold what only a plan needs, which is the client's. */
function holdsTexts({ stop, userText, ask }: TextOptions): boolean {
  return stop.length > 0 || userText !== null || ask !== null;
}

const STYLE_NAMES = Object.keys(PLAIN_STYLE) as readonly (keyof ReplyStyle)[];

function isPlain(style: ReplyStyle): boolean {
  return STYLE_NAMES.every((name) => style[name] === PLAIN_STYLE[name]);
}

export class TextRequest implements ModelRequest {
  private constructor(
    readonly model: string,
    readonly promptTokens: number,
    /** Others may share it; `forgetTexts` puts another in its place. */
    public options: TextOptions,
  ) {}

  /** A request that says this; the same object as the last time where that said the same. `model` is interned. */
  static of(model: string, promptTokens: number, options: TextOptions): TextRequest {
    if (holdsTexts(options)) {
      const { userText } = options;
      const kept = userText === null ? null : keepText(userText);
      return new TextRequest(model, promptTokens, { ...options, userText: kept });
    }
    const shared = shareOptions(options);
    if (last?.model !== model || last.promptTokens !== promptTokens || last.options !== shared) {
      last = new TextRequest(model, promptTokens, shared);
    }
    return last;
  }

  /** From what a structured clone made of one: the same fields, and nothing that others share. */
  static restore({ model, promptTokens, options }: TextRequest): TextRequest {
    const stop = options.stop.length === 0 ? NO_STOP : options.stop;
    const style = isPlain(options.style) ? PLAIN_STYLE : options.style;
    return TextRequest.of(internModel(model), promptTokens, { ...options, stop, style });
  }

  forgetTexts(): void {
    if (holdsTexts(this.options)) {
      this.options = shareOptions({ ...this.options, stop: NO_STOP, userText: null, ask: null });
    }
  }

  get speaks(): boolean {
    return this.options.speaks;
  }

  get tokensMax(): number | null {
    return this.options.tokensMax;
  }

  get stop(): readonly string[] {
    return this.options.stop;
  }

  get stream(): boolean {
    return this.options.stream;
  }

  get userText(): string | null {
    return this.options.userText;
  }

  get ask(): Ask | null {
    return this.options.ask;
  }

  get style(): ReplyStyle {
    return this.options.style;
  }

  get media(): MediaTokens | null {
    return this.options.media;
  }

  get keeping(): Keeping | null {
    return this.options.style.keeping;
  }

  after(tokens: number): TextRequest {
    return TextRequest.of(this.model, this.promptTokens + tokens, this.options);
  }

  get choices(): number {
    return this.options.choices;
  }

  /** Its texts are the plan's by the time that it waits, but for prompts that are repeated, in each choice. */
  get keptBytes(): number {
    const { choices, style } = this.options;
    if (style.echo === null) return 0;
    const characters = style.echo.reduce((sum, { length }) => sum + length, 0);
    return ((characters * choices) / style.echo.length) * BYTES_PER_CHARACTER_MAX;
  }

  get includeUsage(): boolean {
    return this.options.includeUsage;
  }
}
