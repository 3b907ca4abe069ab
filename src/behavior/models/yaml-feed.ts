/**
 * Hands a YAML text to the library's parser word by word, with comments and blank lines blanked out: the parser searches all
 * blank lines ahead of a comment anew for every comment, so that half a megabyte of both took it minutes. Nothing moves, so
 * that every place stays what it is. Pure.
 */
import type * as Yaml from 'yaml';

type Parser = Pick<Yaml.Parser, 'next'>;
type Token = Yaml.CST.Token;

export class YamlFeed {
  /** What the parser made of the words so far. */
  readonly tokens: Token[] = [];
  #textFollows = false;
  /** The line with something on it has ended: what comes now may be blanked out. */
  #lineEnded = false;
  /** Characters behind that end that are blanked out, up to the last line end, which is kept. */
  #blanks = 0;
  #lastLineEnd = '';
  /** What stands behind that: the indentation of the next word, unless a comment follows. */
  #tail: string[] = [];

  constructor(private readonly parser: Parser) {}

  /** Takes the next word of the lexer. */
  add(word: string): void {
    const isText = this.#textFollows;
    this.#textFollows = !isText && word === '\x1f';
    if (isText || !isTrivial(word)) {
      this.flush();
      this.#pass(word);
    } else if (!this.#lineEnded) {
      this.#lineEnded = isLineEnd(word);
      this.#pass(word);
    } else if (isLineEnd(word)) {
      this.#blanks += this.#lastLineEnd.length;
      for (const { length } of this.#tail) this.#blanks += length;
      this.#tail = [];
      this.#lastLineEnd = word;
    } else {
      this.#tail.push(word);
    }
  }

  /** Passes on what is held back: ahead of a word that means something, and at the end. */
  flush(): void {
    if (this.#blanks > 0) this.#pass(' '.repeat(this.#blanks));
    if (this.#lastLineEnd !== '') this.#pass(this.#lastLineEnd);
    for (const word of this.#tail) this.#pass(word);
    this.#lineEnded = false;
    this.#blanks = 0;
    this.#lastLineEnd = '';
    this.#tail = [];
  }

  #pass(word: string): void {
    for (const token of this.parser.next(word)) this.tokens.push(token);
  }
}

function isLineEnd(word: string): boolean {
  return word === '\n' || word === '\r\n';
}

function isTrivial(word: string): boolean {
  const first = word[0];
  return first === ' ' || first === '\t' || first === '#' || isLineEnd(word);
}
