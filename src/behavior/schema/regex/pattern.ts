/**
 * A regular expression as the tree that texts are made from and compared with. Pure.
 *
 * Read by regexpp, the parser of ESLint's rules, as ECMAScript with the flag `u`, as JSON Schema says, and where that fails as
 * Python would write it, or without the flag. Never given to V8's own engine, whose time a client could make grow without end.
 */
import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { PATTERN_CHARACTERS_MAX } from '../basis/limits.js';
import { refuse } from '../basis/problem.js';
import { type CharacterSet, characterSetOf } from './character-set.js';

/** Without groups of one name twice, and without flags inside: neither is in the engines that clients know. */
const parser = new RegExpParser({ ecmaVersion: 2024 });
/** A group that is named, a reference to it, and the ends of a text, as Python writes them; other escapes are passed over. */
const PYTHON = /\\([AZz])|\\[\s\S]|\(\?P<|\(\?P=([A-Za-z_]\w*)\)/g;

/** Characters that a piece takes. */
interface Lengths {
  readonly min: number;
  readonly max: number;
}

export type Piece = Lengths &
  (
    | { readonly kind: 'set'; readonly set: CharacterSet }
    | { readonly kind: 'sequence'; readonly pieces: readonly Piece[] }
    | { readonly kind: 'choice'; readonly options: readonly Piece[] }
    | { readonly kind: 'repeat'; readonly piece: Piece; readonly times: Lengths; readonly greedy: boolean }
    | { readonly kind: 'group'; readonly piece: Piece; readonly index: number }
    | { readonly kind: 'back'; readonly indexes: readonly number[] }
    | { readonly kind: 'edge'; readonly end: boolean }
    | { readonly kind: 'word'; readonly negate: boolean }
    | { readonly kind: 'look'; readonly piece: Piece; readonly behind: boolean; readonly negate: boolean }
  );

export interface Pattern {
  readonly root: Piece;
  /** Whether it counts code points rather than UTF-16 units. */
  readonly unicode: boolean;
  /** Whether a text that was made by following it may still not match. */
  readonly mayFail: boolean;
  /** What look-aheads ask for: a password's capital letter, digit and sign. */
  readonly hints: readonly CharacterSet[];
}

const NOTHING: Lengths = { min: 0, max: 0 };

class Builder {
  mayFail = false;
  readonly hints: CharacterSet[] = [];
  readonly #groups = new Map<AST.CapturingGroup, number>();
  #lookaheads = 0;

  constructor(private readonly path: string) {}

  choice(alternatives: readonly AST.Alternative[]): Piece {
    const options = alternatives.map(({ elements }) => this.#sequence(elements));
    if (options.length === 1) return options[0] as Piece;
    const min = Math.min(...options.map((option) => option.min));
    return { kind: 'choice', options, min, max: Math.max(...options.map((option) => option.max)) };
  }

  #sequence(elements: readonly AST.Element[]): Piece {
    const pieces = elements.map((element) => this.#piece(element));
    let min = 0;
    let max = 0;
    for (const piece of pieces) {
      min += piece.min;
      max += piece.max;
    }
    return { kind: 'sequence', pieces, min, max };
  }

  #piece(node: AST.Element): Piece {
    switch (node.type) {
      case 'Quantifier':
        return this.#repeat(node);
      case 'Group':
        return this.choice(node.alternatives);
      case 'CapturingGroup': {
        const index = this.#indexOf(node);
        const piece = this.choice(node.alternatives);
        return { kind: 'group', piece, index, min: piece.min, max: piece.max };
      }
      case 'Backreference': {
        this.mayFail = true;
        const indexes = [node.resolved].flat().map((group) => this.#indexOf(group));
        return { kind: 'back', indexes, ...NOTHING };
      }
      case 'Assertion':
        return this.#assertion(node);
      default:
        return this.#set(node);
    }
  }

  #indexOf(group: AST.CapturingGroup): number {
    const index = this.#groups.get(group) ?? this.#groups.size;
    this.#groups.set(group, index);
    return index;
  }

  #repeat({ element, min, max, greedy }: AST.Quantifier): Piece {
    const piece = this.#piece(element);
    // No times endless is none, not NaN.
    const product = (times: number, length: number): number =>
      times === 0 || length === 0 ? 0 : times * length;
    const lengths = { min: product(min, piece.min), max: product(max, piece.max) };
    return { kind: 'repeat', piece, times: { min, max }, greedy, ...lengths };
  }

  #assertion(node: AST.Assertion): Piece {
    this.mayFail = true;
    if (node.kind === 'word') return { kind: 'word', negate: node.negate, ...NOTHING };
    if (!('alternatives' in node)) return { kind: 'edge', end: node.kind === 'end', ...NOTHING };
    const asks = node.kind === 'lookahead' && !node.negate ? 1 : 0;
    this.#lookaheads += asks;
    const piece = this.choice(node.alternatives);
    this.#lookaheads -= asks;
    return { kind: 'look', piece, behind: node.kind === 'lookbehind', negate: node.negate, ...NOTHING };
  }

  #set(node: AST.Element): Piece {
    const isSet = node.type === 'Character' || node.type === 'CharacterSet' || node.type === 'CharacterClass';
    const set = isSet ? characterSetOf(node) : null;
    if (set === null) refuse(`Pattern has a part that is not supported: ${node.raw}`, this.path);
    const any = node.type === 'CharacterSet' && node.kind === 'any';
    if (this.#lookaheads > 0 && !any) this.hints.push(set);
    return { kind: 'set', set, min: 1, max: 1 };
  }
}

function fromPython(source: string): string {
  return source.replace(PYTHON, (whole, edge?: string, name?: string) => {
    if (edge !== undefined) return edge === 'A' ? '^' : '$';
    if (name !== undefined) return `\\k<${name}>`;
    return whole === '(?P<' ? '(?<' : whole;
  });
}

function parse(source: string, path: string): { readonly node: AST.Pattern; readonly unicode: boolean } {
  const python = fromPython(source);
  let message = '';
  for (const [text, unicode] of [
    [source, true],
    [python, true],
    [python, false],
  ] as const) {
    try {
      return { node: parser.parsePattern(text, 0, text.length, { unicode }), unicode };
    } catch (error) {
      message ||= (error as Error).message;
    }
  }
  return refuse(`Expected a regular expression: ${message}`, path);
}

/** Throws a SchemaProblem for what is no pattern, is too long, or has parts that are not supported. */
export function readPattern(source: string, path: string): Pattern {
  if (source.length > PATTERN_CHARACTERS_MAX) {
    refuse(`Expected a pattern of at most ${PATTERN_CHARACTERS_MAX} characters, got ${source.length}.`, path);
  }
  const { node, unicode } = parse(source, path);
  const builder = new Builder(path);
  const root = builder.choice(node.alternatives);
  return { root, unicode, mayFail: builder.mayFail, hints: builder.hints };
}
