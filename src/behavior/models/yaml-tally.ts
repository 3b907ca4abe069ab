/**
 * Counts what a YAML text is made of, word by word as the library's own lexer takes it apart: so that no trick with quotes,
 * comments or line ends hides anything. Pure, and linear: it is asked before the parser, whose time and stack grow faster
 * than the text does.
 */

/** The lexer's marks: the next word is a plain or block text; a document begins; a bracket was never closed. */
const TEXT_FOLLOWS = '\x1f';
const WITHOUT_WIDTH: readonly string[] = [TEXT_FOLLOWS, '\x02', '\x18'];

const NESTING_MAX = 32;
/** The library looks an alias up in all that came before it. */
const REFERENCES_MAX = 2_000;
/** No name and no value of the grammar has more than 1,000 characters; written as escapes, ten times as many. */
const TEXT_CHARACTERS_MAX = 10_000;

export interface TallyLimits {
  /** Keys of all maps together. */
  readonly keysMax: number;
  /** Names, values and marks: whatever is neither a comment nor blank. */
  readonly partsMax: number;
}

/** What is too much of something, and where: an offset into the text. */
export interface TooMuch {
  readonly offset: number;
  readonly message: string;
}

export const TOO_DEEP: TooMuch = {
  offset: 0,
  message: `expected at most ${NESTING_MAX} levels one inside the other, got more`,
};

export class YamlTally {
  #keys = 0;
  #parts = 0;
  #references = 0;
  #offset = 0;
  #longText: TooMuch | null = null;
  /** Brackets that are open, those of broken lines included. */
  #open = 0;
  /** Marks of entries and keys that stand one behind the other in a line, each inside the one before: `- - ? …`. */
  #marksInARow = 0;
  #textFollows = false;

  constructor(private readonly limits: TallyLimits) {}

  /** Takes the next word of the lexer. */
  add(word: string): void {
    const isText = this.#textFollows;
    this.#textFollows = false;
    if (isText) this.#addPart(word);
    else this.#addMark(word);
    if (isText || !WITHOUT_WIDTH.includes(word)) this.#offset += word.length;
  }

  #addMark(word: string): void {
    switch (word) {
      case TEXT_FOLLOWS:
        this.#textFollows = true;
        return;
      case '[':
      case '{':
        this.#open++;
        break;
      case ']':
      case '}':
        this.#open = Math.max(0, this.#open - 1);
        break;
      case ':':
        this.#keys++;
        this.#parts++;
        this.#marksInARow++;
        return;
      case '-':
      case '?':
        this.#parts++;
        this.#marksInARow++;
        return;
    }
    switch (word[0]) {
      case '\n':
      case '\r':
        this.#marksInARow = 0;
        return;
      case undefined:
      case ' ':
      case '\t':
      case '#':
      case '\ufeff':
        return;
      case '&':
      case '!':
        this.#references++;
        this.#parts++;
        return;
      case '*':
        this.#references++;
    }
    this.#addPart(word);
  }

  #addPart(word: string): void {
    this.#parts++;
    this.#marksInARow = 0;
    if (word.length <= TEXT_CHARACTERS_MAX || this.#longText !== null) return;
    const message = `expected at most ${TEXT_CHARACTERS_MAX} characters in one text, got ${word.length}`;
    this.#longText = { offset: this.#offset, message };
  }

  /** There is no need to go on: no parser is to see such a text. */
  get isTooDeep(): boolean {
    return this.#open > NESTING_MAX || this.#marksInARow > NESTING_MAX;
  }

  /** What is too much so far; the numbers are complete when all words were added. */
  get tooMuch(): TooMuch | null {
    if (this.isTooDeep) return TOO_DEEP;
    const { keysMax, partsMax } = this.limits;
    return (
      over(REFERENCES_MAX, 'anchors, aliases and tags', this.#references) ??
      over(keysMax, 'keys', this.#keys) ??
      over(partsMax, 'names, values and marks', this.#parts) ??
      this.#longText
    );
  }
}

function over(max: number, what: string, count: number): TooMuch | null {
  return count <= max ? null : { offset: 0, message: `expected at most ${max} ${what}, got ${count}` };
}

/** Whether the parser, which keeps what it is in the middle of on a stack of its own, is deeper than anything means. */
export function isTooDeepFor(parser: { readonly stack: readonly object[] }): boolean {
  const { stack } = parser;
  // A document, what is in it one inside the other, and perhaps a text on top, which is no level.
  const levels = stack.length - 1;
  return levels > NESTING_MAX && (levels > NESTING_MAX + 1 || 'items' in (stack[levels] as object));
}
