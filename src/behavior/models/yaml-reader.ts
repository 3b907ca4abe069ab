/**
 * Reads one YAML document without ever taking more time or stack than its text is worth: it is measured before it is parsed.
 * Pure, and it never throws. Problems have a place each.
 */
import type * as Yaml from 'yaml';
import { visible } from '../grammar/mistake.js';
import { YamlFeed } from './yaml-feed.js';
import { YamlGraph, type YamlNode } from './yaml-graph.js';
import { isTooDeepFor, type TallyLimits, TOO_DEEP, type TooMuch, YamlTally } from './yaml-tally.js';

/** What is used of the package `yaml`. */
export type YamlLibrary = Pick<
  typeof Yaml,
  'Composer' | 'isAlias' | 'isMap' | 'isScalar' | 'isSeq' | 'Lexer' | 'LineCounter' | 'Parser'
>;

/** A file that is no models file has a problem in every line. */
const PROBLEMS_SHOWN_MAX = 50;
/** The library's own words may quote any part of the text. */
const MESSAGE_CHARACTERS_MAX = 200;
/** All that the library's words quote of a text stands behind a colon, but for a wrong escape. */
const QUOTED = /: .*$|(?<=escape sequence) .*$/s;

/** Problems with their places, the first of them; the rest is counted. */
export class YamlProblems {
  readonly #lines: Yaml.LineCounter;
  readonly #shown: string[] = [];
  #count = 0;

  /** `isSecretive` for a text that may hold secrets: what the library quotes of it is left out. */
  constructor(
    text: string,
    yaml: YamlLibrary,
    private readonly isSecretive = false,
  ) {
    this.#lines = new yaml.LineCounter();
    for (let start = 0; start !== -1; start = nextLine(text, start)) this.#lines.addNewLine(start);
  }

  /** `offset` is a place in the text, in UTF-16 units from 0. */
  add(offset: number, message: string): undefined {
    this.#count++;
    if (this.#count > PROBLEMS_SHOWN_MAX) return undefined;
    this.#shown.push(`${this.lineOf(offset)}: ${message}`);
    return undefined;
  }

  /** Notes what the library says, in its own words. */
  addForeign(offset: number, message: string): undefined {
    return this.add(offset, shortened(this.isSecretive ? message.replace(QUOTED, ' (not shown)') : message));
  }

  /** Line and column of an offset, from 1: `3:5`. */
  lineOf(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${Math.max(1, line)}:${Math.max(1, col)}`;
  }

  get count(): number {
    return this.#count;
  }

  /** A line each: `3:5: what is wrong`, line and column from 1. */
  list(): readonly string[] {
    const more = this.#count - this.#shown.length;
    return more === 0 ? this.#shown : [...this.#shown, `1:1: and ${more} more`];
  }
}

/** Where the line behind the one of `start` begins; -1 behind the last. */
function nextLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? -1 : end + 1;
}

export interface YamlContent {
  readonly root: YamlNode;
  readonly graph: YamlGraph;
}

export const FILE_CHARACTERS_MAX = 1_048_576;

/** The content of the text; undefined where problems were found, which are noted. */
export function readYaml(
  text: string,
  yaml: YamlLibrary,
  limits: TallyLimits,
  problems: YamlProblems,
): YamlContent | undefined {
  if (text.length > FILE_CHARACTERS_MAX) {
    return problems.add(0, `expected at most ${FILE_CHARACTERS_MAX} characters, got ${text.length}`);
  }
  const tokens = tokensOf(text, yaml, limits);
  if (!Array.isArray(tokens)) return problems.add(tokens.offset, tokens.message);
  const [document, second] = documentsOf(tokens, text, yaml);
  for (const { pos, message } of document?.errors ?? []) problems.addForeign(pos[0], message);
  if (second !== undefined) problems.add(second.range[0], 'Source contains multiple documents');
  const root = document?.contents ?? null;
  const graph = new YamlGraph(root, yaml);
  for (const offset of graph.duplicates) problems.add(offset, 'Map keys must be unique');
  if (problems.count > 0) return undefined;
  if (graph.trouble !== null) return problems.addForeign(0, graph.trouble);
  return { root, graph };
}

/** What the parser makes of the text, or why it is not to see it. Numbers are counted to the end of the text. */
function tokensOf(text: string, yaml: YamlLibrary, limits: TallyLimits): Yaml.CST.Token[] | TooMuch {
  const tally = new YamlTally(limits);
  const parser = new yaml.Parser();
  const feed = new YamlFeed(parser);
  let isTooMuch = false;
  for (const word of new yaml.Lexer().lex(text)) {
    tally.add(word);
    if (tally.isTooDeep) return TOO_DEEP;
    isTooMuch ||= tally.tooMuch !== null;
    if (isTooMuch) continue;
    feed.add(word);
    if (isTooDeepFor(parser)) return TOO_DEEP;
  }
  if (tally.tooMuch !== null) return tally.tooMuch;
  feed.flush();
  return [...feed.tokens, ...parser.end()];
}

type Document = Yaml.Document.Parsed;

/** The first document, which there always is, and the second if there is one. */
function documentsOf(tokens: Iterable<Yaml.CST.Token>, text: string, yaml: YamlLibrary): readonly Document[] {
  // All values are texts: a model may be called 2.0, and what a number or a duration is, the grammar says. Whether a key
  // is there twice the library finds out by comparing each with each.
  const options = { schema: 'failsafe', merge: true, resolveKnownTags: false, uniqueKeys: false } as const;
  const composer = new yaml.Composer(options);
  const documents: Document[] = [];
  const { stackTraceLimit } = Error;
  // The library makes an error object of every problem, and of a bad text a hundred thousand; no trace is ever looked at.
  Error.stackTraceLimit = 0;
  try {
    for (const document of composer.compose(tokens, true, text.length)) {
      documents.push(document as Document);
      if (documents.length === 2) break;
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return documents;
}

function shortened(message: string): string {
  const text = [...visible(message.slice(0, MESSAGE_CHARACTERS_MAX + 1))];
  return text.length > MESSAGE_CHARACTERS_MAX
    ? `${text.slice(0, MESSAGE_CHARACTERS_MAX).join('')}…`
    : text.join('');
}
